"""What a timeline holds, and what of it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class EntryKind(StrEnum):
    """What an entry of a timeline is."""

    EXCHANGE = "exchange"
    ACTION = "action"
    TASK = "task"


@dataclass(frozen=True)
class TimelineFilter:
    """Which entries are shown: of one kind, at one site, with one contact, older ones.

    At a site or with a contact there are exchanges alone: nothing else is noted with one.
    """

    kind: EntryKind | None = None
    site_id: UUID | None = None
    contact_id: UUID | None = None
    after: UUID | None = None

    @property
    def narrowed(self) -> bool:
        """Whether it leaves out exchanges."""
        return bool(self.site_id or self.contact_id)

    @property
    def kinds(self) -> frozenset[EntryKind]:
        """What it may find."""
        if self.narrowed:
            return frozenset({EntryKind.EXCHANGE})
        return frozenset({self.kind} if self.kind else EntryKind)


EVERYTHING = TimelineFilter()


def total(counts: Mapping[EntryKind, int], asked: TimelineFilter) -> int:
    """How many entries were asked for, whatever the page."""
    return sum(counts.get(kind, 0) for kind in asked.kinds)
