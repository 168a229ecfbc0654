"""The texts of exchanges, tasks, pauses, mails and calls, as somebody they name may ask for them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    func,
    or_,
    select,
    union_all,
    update,
)

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.mentions import Named
from services.partnerships.base.texts import FREE_TEXTS
from services.partnerships.exchanges.tables import interactions
from services.partnerships.pauses.model import PauseReason, RolesAt, of_nobody, readable

_VARIES = frozenset("aeiouycn")
"""Letters that wear accents in French."""


@dataclass(frozen=True)
class Note:
    """What was written about an exchange, and where."""

    interaction_id: UUID
    company: str
    occurred_on: date
    text: str
    whole: bool
    """Whether the whole name is there, and not a part of it alone."""


class Notes:
    """The notes of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def naming(self, somebody: Named, roles_at: RolesAt = of_nobody) -> Sequence[Note]:
        """The notes that name or reach somebody, the last first; of safety, to its readers alone."""
        if not somebody.words:
            return []
        pieces = [
            one.select().where(or_(*_may_name(somebody, one.column))) for one in FREE_TEXTS.all()
        ]
        every = union_all(*pieces).subquery().c
        found = select(*every).order_by(every.occurred_on.desc(), every.interaction_id)
        return [
            Note(
                row.interaction_id,
                row.name,
                row.occurred_on,
                row.note,
                somebody.is_whole_in(row.note),
            )
            for row in await self._uow.execute(found)
            if somebody.is_in(row.note)
            and (row.reason is None or readable(PauseReason(row.reason), roles_at(Uai(row.uai))))
        ]

    async def of_contact(self, contact_id: UUID) -> Sequence[tuple[UUID, date, str | None]]:
        """The exchanges somebody had with the lycée: id, day, text."""
        statement = (
            select(interactions.c.interaction_id, interactions.c.occurred_on, interactions.c.note)
            .where(interactions.c.contact_id == contact_id)
            .order_by(interactions.c.occurred_on.desc(), interactions.c.interaction_id)
        )
        return [tuple(row) for row in await self._uow.execute(statement)]

    async def erase(self, interaction_ids: Collection[UUID]) -> Sequence[tuple[str, UUID]]:
        """Erase texts, and leave what they were about; whose were there, by lycée."""
        erased: list[tuple[str, UUID]] = []
        for one in FREE_TEXTS.all():
            statement = (
                update(one.table)
                .where(one.key.in_(list(interaction_ids)), one.column.is_not(None))
                .values({one.column: None})
                .returning(one.table.c.uai, one.key)
            )
            erased += [tuple(row) for row in await self._uow.execute(statement)]
        return erased

    async def count_of(self, company_id: UUID) -> int:
        """How many texts of exchanges and tasks, and of its own, the lycées in scope keep."""
        each = [
            select(func.count()).where(
                one.table.c.company_id == company_id, one.column.is_not(None)
            )
            for one in FREE_TEXTS.all()
            if one.says_its_company
        ]
        total: int = sum((await self._uow.execute(union_all(*each))).scalars())
        return total

    async def erase_of(self, company_id: UUID) -> None:
        """Erase all texts about a company: of exchanges and tasks, of its own, of pauses of its sites."""
        for one in FREE_TEXTS.all():
            about = one.about(company_id)
            if about is not None:
                statement = update(one.table).where(about)
                await self._uow.execute(statement.values({one.column: None}))


def _may_name(somebody: Named, text: Column[Any]) -> Iterator[ColumnElement[bool]]:
    """What finds at least every note with a word of the name, the address or the number."""
    yield from (text.ilike(f"%{_pattern(word)}%") for word in somebody.words)
    if somebody.mail:
        yield text.icontains(somebody.mail, autoescape=True)
    if somebody.digits:
        yield func.regexp_replace(text, r"\D", "", "g").contains(somebody.digits)


def _pattern(word: str) -> str:
    """What finds at least every note with this word; accents and signs are any character."""
    return "".join("_" if c in _VARIES or not c.isalnum() else c for c in word)
