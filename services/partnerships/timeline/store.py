"""The register of what a timeline is made of: each feature declares how its own entries are found and read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from services.chassis.database.readings import Reading
from services.partnerships.timeline.model import EntryKind


@dataclass(frozen=True, eq=False)
class TimelineSource:
    """The entries of one kind. What its statements ask for, they name as the timeline does."""

    kind: EntryKind
    found: Select[Any]
    """The rows that are entries."""
    key: Any
    """The id of an entry: that of a row, so that no two entries have one."""
    day: Any
    these: Reading[Any]
    """What reads them by id, as they are shown: a mapping, without those that are gone."""
    ids: str
    """The parameter that has these ids."""


class TimelineSources:
    """What features declared."""

    def __init__(self) -> None:
        self._by_word: dict[str, TimelineSource] = {}

    def add(self, source: TimelineSource) -> None:
        """Declare the entries of one kind; each once."""
        self._by_word[source.kind.word] = source

    @property
    def all(self) -> Sequence[TimelineSource]:
        """Every source, in the order in which kinds are offered."""
        return sorted(self._by_word.values(), key=lambda one: one.kind.place)

    def kind(self, word: str) -> EntryKind | None:
        """The kind that an address says; None where it says none that is known."""
        source = self._by_word.get(word)
        return source.kind if source else None


TIMELINE = TimelineSources()
