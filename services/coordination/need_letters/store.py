"""The letters about needs that were asked for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from contracts.coordination.need_letters import TO_ACTORS, NeedLetterKind
from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.needs.tables import need_letters

L = need_letters.c
_TO_ACTORS = [one.value for one in TO_ACTORS]


@dataclass(frozen=True)
class AskedLetter:
    """A letter that was asked for: in whose name, about what, and of which kind."""

    id: UUID
    uai: Uai
    need_id: UUID
    assignment_id: UUID | None
    kind: NeedLetterKind
    asked_at: datetime


class NeedLetters:
    """The letters that leave in the name of those in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def get(self, letter_id: UUID) -> AskedLetter:
        """Raises NotFound."""
        row = (
            await self._uow.execute(select(need_letters).where(L.letter_id == letter_id))
        ).first()
        if row is None:
            raise NotFound
        return _letter_of(row)

    async def is_last(self, letter: AskedLetter) -> bool:
        """Whether no later one says the same of the same."""
        later = select(L.letter_id).where(
            L.need_id == letter.need_id,
            L.kind == letter.kind.value,
            L.assignment_id.is_not_distinct_from(letter.assignment_id),
            L.asked_at > letter.asked_at,
        )
        return (await self._uow.execute(later.limit(1))).first() is None

    async def before(self, letter: AskedLetter, kind: NeedLetterKind) -> Sequence[UUID]:
        """The letters of a kind about the same need that were asked for before."""
        statement = select(L.letter_id).where(
            L.need_id == letter.need_id,
            L.kind == kind.value,
            L.asked_at <= letter.asked_at,
            L.letter_id != letter.id,
        )
        return sorted((await self._uow.execute(statement)).scalars())

    async def came_back(self, letter: AskedLetter) -> bool:
        """Whether one to the same reader came back before."""
        back = select(L.letter_id).where(
            L.need_id == letter.need_id,
            L.returned_at.is_not(None),
            L.letter_id != letter.id,
        )
        if letter.kind.value in _TO_ACTORS:
            back = back.where(L.kind.in_(_TO_ACTORS), L.assignment_id == letter.assignment_id)
        else:
            back = back.where(L.kind.not_in(_TO_ACTORS))
        return (await self._uow.execute(back.limit(1))).first() is not None

    async def note_return(self, letter_id: UUID, *, now: datetime) -> None:
        """Note that it did not arrive; the first time stays."""
        await self._uow.execute(
            update(need_letters)
            .where(L.letter_id == letter_id, L.returned_at.is_(None))
            .values(returned_at=now)
        )

    async def of(self, need_ids: Collection[UUID]) -> list[AskedLetter]:
        """All those about some needs."""
        statement = select(need_letters).where(L.need_id.in_(list(need_ids)))
        return [_letter_of(row) for row in await self._uow.execute(statement)]


def _letter_of(row: Any) -> AskedLetter:
    return AskedLetter(
        row.letter_id,
        Uai(row.uai),
        row.need_id,
        row.assignment_id,
        NeedLetterKind(row.kind),
        row.asked_at,
    )
