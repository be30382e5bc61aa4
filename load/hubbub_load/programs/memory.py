"""How much memory a program has."""

from pathlib import Path


def resident_kib(pid: int) -> int:
    """Return how much memory a program has, in KiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise LookupError(pid)
