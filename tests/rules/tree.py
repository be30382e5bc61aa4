"""The files of the checkout, as the rules see them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON_ROOTS = ("protocol", "server", "clients/python", "load", "tests")


@cache
def files() -> tuple[Path, ...]:
    """List every file that is in git or would be added to it, relative to the top folder."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (Path(name) for name in listing.split("\0") if name)
    return tuple(sorted(path for path in paths if (ROOT / path).is_file()))


def python_files() -> tuple[Path, ...]:
    """List our Python modules."""
    return tuple(path for path in files() if path.suffix == ".py")


def typescript_files() -> tuple[Path, ...]:
    """List our TypeScript modules, those generated from the protocol included."""
    return tuple(path for path in files() if path.suffix in {".ts", ".tsx"})


def documents() -> tuple[Path, ...]:
    """List what people read: every Markdown file."""
    return tuple(path for path in files() if path.suffix == ".md")


def text_of(path: Path) -> str:
    """Return a file's text, with a mark in place of what is not UTF-8."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")
