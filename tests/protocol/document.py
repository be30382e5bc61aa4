"""The normative text as data: what its tables say, for comparison with schema and code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"`([a-z_]+)`(\??)")
_NESTED: Final = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]|\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Document:
    """``protocol/README.md``."""

    text: str

    def table(self, first_cell: str, after: str) -> list[list[str]]:
        """Return the rows of the first table behind some words whose head begins so."""
        begin = self.text.index(after)
        head = self.text.index(f"\n| {first_cell} |", begin)
        lines = self.text[head + 1 :].split("\n")
        rows = []
        for line in lines[2:]:
            if not line.startswith("|"):
                break
            rows.append([cell.strip() for cell in line.strip("|").split(" |")])
        return rows

    def fields(self, first_cell: str, after: str) -> dict[str, dict[str, bool]]:
        """Return what a table says of the fields of each thing that it names."""
        found: dict[str, dict[str, bool]] = {}
        for cells in self.table(first_cell, after):
            for name in names_in(cells[0]):
                found[name] = fields_in(cells[1] if len(cells) > 1 else "")
        return found


def read_document(root: Path) -> Document:
    """Read it."""
    return Document((root / "protocol/README.md").read_text(encoding="utf-8"))


def names_in(cell: str) -> list[str]:
    """Return the names in a cell."""
    return [name for name, _ in _NAME.findall(cell)]


def fields_in(cell: str) -> dict[str, bool]:
    """Return the fields that a cell names, and whether each may be absent; nothing nested."""
    while (plain := _NESTED.sub("", cell)) != cell:
        cell = plain
    return {name: bool(mark) for name, mark in _NAME.findall(cell)}


def numbers(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return the second cell of each row, by the name in the first."""
    return {names_in(cells[0])[0]: int(cells[1]) for cells in rows}
