"""Letters to families that were asked for, stay by stay."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, insert, select

from contracts.identifiers import Uai
from contracts.internships.family_letters import FamilyLetterKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.family_letters.model.letters import MorningLetter
from services.internships.family_letters.model.thresholds import ToldLetter
from services.internships.family_letters.tables import family_letter_stays

F = family_letter_stays.c


class FamilyLetters:
    """The letters to families of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def told(self, placement_ids: Collection[UUID]) -> Mapping[UUID, Collection[ToldLetter]]:
        """What was written about these stays, to however many readers, by placement."""
        ids = any_(bindparam("ids", list(placement_ids), ARRAY(Uuid)))
        statement = select(F.placement_id, F.kind, F.threshold, F.counted_to, F.told_on)
        found: dict[UUID, set[ToldLetter]] = defaultdict(set)
        for row in await self._uow.execute(statement.where(F.placement_id == ids)):
            kind = FamilyLetterKind(row.kind)
            found[row.placement_id].add(
                ToldLetter(kind, row.threshold, row.counted_to, row.told_on)
            )
        return found

    async def add(self, uai: Uai, letters: Mapping[UUID, MorningLetter], today: date) -> None:
        """Note that these are asked for today, by their ids."""
        rows = [
            {
                "uai": uai,
                "letter_id": letter_id,
                "placement_id": stay.placement_id,
                "slot": letter.slot.value,
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
            await self._uow.execute(insert(family_letter_stays), rows)
