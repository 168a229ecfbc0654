"""What a human said of the preview of a class list before it is imported."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Review:
    """What a human said of the preview."""

    renames: Mapping[str, str] = field(default_factory=dict)
    """Key of a class of the file, key of the recorded class it is."""
    leaving: Mapping[UUID, int] = field(default_factory=dict)
    """Version of each absent pupil confirmed as gone."""
    on: date | None = None
    """From which day what the file changes counts, departures too; the day of the import without it."""
    returning: Mapping[UUID, int] = field(default_factory=dict)
    """Version of each pupil confirmed as back."""
    correcting: Collection[UUID] = ()
    """Pupils whose recorded birth date or commune is to be what the file says."""
    asked: Collection[int] | None = None
    """Lines the preview asked about; None when nobody was asked: what is in doubt stays aside."""


NOT_REVIEWED = Review()
