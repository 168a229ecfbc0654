"""Letters to hosts that were asked for, stay by stay."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import insert, select

from contracts.identifiers import Uai
from contracts.internships.host_letters import HostLetterKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.host_letters.model.letters import MorningLetter
from services.internships.host_letters.model.thresholds import ToldLetter
from services.internships.host_letters.tables import host_letter_stays

H = host_letter_stays.c


class HostLetters:
    """The letters to hosts of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def told(
        self, uai: Uai, placement_ids: Collection[UUID]
    ) -> Mapping[UUID, Sequence[ToldLetter]]:
        """What was written about these stays, whatever day it counted to, by placement."""
        statement = select(*(H.placement_id, H.kind, H.threshold, H.counted_to, H.told_on)).where(
            H.uai == uai, H.placement_id.in_(placement_ids)
        )
        found: dict[UUID, list[ToldLetter]] = defaultdict(list)
        for row in await self._uow.execute(statement):
            told = ToldLetter(HostLetterKind(row.kind), row.threshold, row.counted_to, row.told_on)
            found[row.placement_id].append(told)
        return found

    async def add(self, uai: Uai, letters: Mapping[UUID, MorningLetter], today: date) -> None:
        """Note that these are asked for today, by their ids."""
        rows = [
            {
                "uai": uai,
                "letter_id": letter_id,
                "placement_id": stay.placement_id,
                "kind": due.kind.value,
                "threshold": due.threshold,
                "counted_to": due.counted_to,
                "reminder": due.reminder,
                "told_on": today,
            }
            for letter_id, letter in letters.items()
            for stay, due in letter.stays
        ]
        if rows:
            await self._uow.execute(insert(host_letter_stays), rows)
