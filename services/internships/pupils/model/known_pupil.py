"""A pupil already recorded, as a class list is compared with them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class KnownPupil:
    """A pupil of this school year already recorded."""

    id: UUID
    name_key: str
    class_key: str
    class_label: str
    left_on: date | None = None
    born_on: date | None = None
    commune: str | None = None
