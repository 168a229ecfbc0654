"""The columns of a file, as whoever brings it is shown them to say what each one is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.strays import without_strays

SAMPLES = 3
SAMPLE_CHARACTERS_MAX = 60


@dataclass(frozen=True)
class Column:
    """One column: its heading, the first things it holds, and the field it is taken for."""

    index: int
    heading: str
    key: str
    """What its heading is remembered by; empty for a column without one."""
    samples: tuple[str, ...] = ()
    field: str | None = None
    sure: bool = False
    """Whether the heading says so without a doubt, or somebody said it before."""
    by_contents: bool = False
    """Whether it is what it holds that tells, and not its heading."""
    hidden: bool = False
    """Whether its spreadsheet does not show it."""

    @property
    def name(self) -> str:
        """How it is called when it has no heading: as a spreadsheet does."""
        return without_strays(self.heading) or f"Colonne {letters(self.index)}"

    def to_json(self) -> dict[str, Any]:
        """What is kept of it until the import is confirmed."""
        return {**vars(self), "samples": list(self.samples)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Column":
        """The reverse of `to_json`."""
        return cls(**{**kept, "samples": tuple(kept["samples"])})


def letters(index: int) -> str:
    """A, B, … Z, AA: how a spreadsheet calls a column."""
    before, last = divmod(index, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def samples_of(index: int, rows: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The first different things a column holds."""
    found: dict[str, None] = {}
    for cells in rows:
        text = " ".join(cells[index].split()) if index < len(cells) else ""
        if text:
            found.setdefault(without_strays(text)[:SAMPLE_CHARACTERS_MAX])
        if len(found) == SAMPLES:
            break
    return tuple(found)


def told_apart(keys: Iterable[str]) -> list[str]:
    """Keys of headings, numbered where one comes again: two « Téléphone » are two columns."""
    seen: dict[str, int] = {}
    apart = []
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
        apart.append(f"{key} {seen[key]}" if key and seen[key] > 1 else key)
    return apart
