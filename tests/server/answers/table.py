"""The tables of the README in this folder, read as data."""

from pathlib import Path

Table = dict[str, dict[str, str]]
"""Answers by row and column."""


def read_table(heading: str) -> Table:
    """Return the table below a heading."""
    text = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [_cells(line) for line in section.splitlines() if line.startswith("|")]
    head, _, *body = rows
    return {row[0].replace("`", ""): dict(zip(head[1:], row[1:], strict=True)) for row in body}


def column_of(heading: str, column: str) -> dict[str, str]:
    """Return one column of the table below a heading, by its rows."""
    return {row: cells[column] for row, cells in read_table(heading).items()}


def written(table: Table) -> str:
    """Write a table as it stands in the README."""
    columns = list(next(iter(table.values())))
    lines = [["", *columns], ["-" * 3] * (len(columns) + 1)]
    lines += [[name, *(cells[column] for column in columns)] for name, cells in table.items()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
