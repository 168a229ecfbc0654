"""What a timeline holds, and what of it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class EntryKind:
    """A kind of entries of a timeline, as the feature it is of declares it."""

    word: str
    """How addresses say it."""
    label: str
    place: int
    """Where it is offered, among other kinds."""
    met: bool = False
    """Whether its entries are at a site, with a contact: of one of these there are no others."""


@dataclass(frozen=True)
class TimelineFilter:
    """Which entries are shown: of one kind, at one site, with one contact, older ones."""

    kind: EntryKind | None = None
    site_id: UUID | None = None
    contact_id: UUID | None = None
    after: UUID | None = None

    @property
    def narrowed(self) -> bool:
        """Whether it leaves out entries of a kind it asks for."""
        return bool(self.site_id or self.contact_id)

    def finds(self, kind: EntryKind) -> bool:
        """Whether it may find entries of a kind."""
        return kind.met if self.narrowed else self.kind in (None, kind)


EVERYTHING = TimelineFilter()


def total(counts: Mapping[EntryKind, int], asked: TimelineFilter) -> int:
    """How many entries were asked for, whatever the page."""
    return sum(count for kind, count in counts.items() if asked.finds(kind))
