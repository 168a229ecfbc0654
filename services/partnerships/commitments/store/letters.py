"""What companies were written about declarations that run out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, insert, select, update

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.commitments.model import LetterStep
from services.partnerships.commitments.tables import declaration_letters

L = declaration_letters.c


@dataclass(frozen=True)
class ToldLetter:
    """A letter about a declaration, at the threshold it was due, and where it is since that day."""

    threshold: int
    step: LetterStep
    moved_on: date


class DeclarationLetters:
    """The letters of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, uai: Uai, letter_id: UUID, due: Mapping[UUID, int], *, today: date) -> None:
        """Keep that one is asked for; `due`: the threshold of each declaration it is about."""
        rows = [
            {
                "uai": uai,
                "declaration_id": declaration_id,
                "threshold": threshold,
                "letter_id": letter_id,
                "state": LetterStep.WAITING.value,
                "moved_on": today,
            }
            for declaration_id, threshold in due.items()
        ]
        await self._uow.execute(insert(declaration_letters).values(rows))

    async def about(self, declaration_ids: Collection[UUID]) -> Mapping[UUID, Sequence[ToldLetter]]:
        """Letters about each of these, the last one first."""
        asked: Any = any_(bindparam("ids", list(declaration_ids), ARRAY(Uuid)))
        statement = select(declaration_letters).where(L.declaration_id == asked)
        found: dict[UUID, list[ToldLetter]] = {one: [] for one in declaration_ids}
        for row in await self._uow.execute(statement.order_by(L.threshold)):
            told = ToldLetter(row.threshold, LetterStep(row.state), row.moved_on)
            found[row.declaration_id].append(told)
        return found

    async def declarations_of(self, letter_id: UUID) -> Sequence[UUID]:
        """Declarations a letter is about."""
        statement = select(L.declaration_id).where(L.letter_id == letter_id)
        return (await self._uow.execute(statement.order_by(L.declaration_id))).scalars().all()

    async def move(self, letter_id: UUID, step: LetterStep, on: date) -> None:
        """Note where one is."""
        moved = update(declaration_letters).where(L.letter_id == letter_id)
        await self._uow.execute(moved.values(state=step.value, moved_on=on))
