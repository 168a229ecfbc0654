"""Letters of a morning: one for each reader and kind, about all their stays."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.internships.host_letters import HostLetterKind
from services.internships.host_letters.model.hosted_stay import StayAtHost
from services.internships.host_letters.model.thresholds import DueLetter, ToldLetter, due_on


@dataclass(frozen=True)
class MorningLetter:
    """One letter to be asked for: of a kind, to the tutor or the contact of a site, about these stays."""

    kind: HostLetterKind
    site_key: str
    tutor_id: UUID | None
    stays: Sequence[tuple[StayAtHost, DueLetter]]


def letters_of(
    stays: Collection[StayAtHost],
    told: Mapping[UUID, Collection[ToldLetter]],
    *,
    since: date,
    today: date,
) -> Sequence[MorningLetter]:
    """What is to be written this morning; three pupils of one tutor make one letter."""
    found: dict[tuple[HostLetterKind, UUID, UUID | None], list[tuple[StayAtHost, DueLetter]]]
    found = defaultdict(list)
    for stay in stays:
        for due in due_on(stay, told.get(stay.placement_id, ()), since=since, today=today):
            found[due.kind, stay.site_id, stay.reader(due.kind)].append((stay, due))
    return [
        MorningLetter(kind, about[0][0].site_key, tutor_id, about)
        for (kind, _, tutor_id), about in found.items()
    ]
