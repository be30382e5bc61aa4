"""What a run of chaos came to, and its one line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hubbub_load.chaos.schedule import Kind
from hubbub_load.history.record import Complaint


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run of chaos came to."""

    seed: int
    hubs: int
    faults: Mapping[Kind, int]
    """How often each kind happened."""
    deaths_in_flight: int
    """Hubs that ended without warning while they owed an answer to a message."""
    sends: int
    acknowledged: int
    direct_sends: int
    """How many of the sends were to direct channels."""
    refused: int
    """Messages to direct channels after the end, which were refused as they must be."""
    ends: int
    """How often a personal connection was ended, by a block too."""
    blocks: int
    duplicates: int
    """Of these: written before a fault, and answered only when repeated after it."""
    deeds: int
    """Deletions, edits and reactions that were acknowledged."""
    sessions: int
    """Sessions opened and resumed."""
    frames: int
    """Frames that came to members: the events among them were compared with the database."""
    seconds: float
    silences: Mapping[Kind, float]
    """The longest time that a member heard nothing, in seconds."""
    complaints: tuple[Complaint, ...]
    """Promises that were broken."""
    troubles: tuple[str, ...]
    """What did not come back as it should: a hub, a member."""

    @property
    def wrong(self) -> bool:
        """Whether anything was not as promised."""
        return bool(self.complaints or self.troubles)


def line_of(figures: Figures) -> str:
    """Say it in one line."""
    wrongs = Counter(complaint.wrong for complaint in figures.complaints)
    parts = [
        f"{figures.hubs} {'hub' if figures.hubs == 1 else 'hubs'}",
        f"{figures.seconds:.0f} s",
        f"{sum(figures.faults.values())} faults",
        f"sends {figures.sends:,}",
        f"acknowledged {figures.acknowledged:,}",
        f"direct {figures.direct_sends:,}",
        f"refused {figures.refused:,}",
        f"ends {figures.ends:,}",
        f"blocks {figures.blocks:,}",
        f"lost {wrongs['lost']}",
        f"repeated {wrongs['repeated']}",
        f"out of order {wrongs['out of order']}",
        f"altered {wrongs['altered']}",
        f"let through {wrongs['let through']}",
        f"resets {wrongs['reset']}",
        f"troubles {len(figures.troubles)}",
        f"longest silence {_silences(figures)}",
        f"seed {figures.seed}",
    ]
    return "; ".join(parts)


def _silences(figures: Figures) -> str:
    said: Sequence[str] = [
        f"{kind} {longest:.1f} s ({_times(figures.faults[kind])})"
        for kind, longest in sorted(figures.silences.items())
    ]
    return ", ".join(said) or "none"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
