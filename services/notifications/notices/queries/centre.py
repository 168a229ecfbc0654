"""The notices of a person: the list, by page, and how many were not read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Select, Text, Uuid, any_, bindparam, func, select, tuple_

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.model.template import Template
from services.notifications.notices.queries.gathered import KINDS_KNOWN
from services.notifications.notices.tables import notices

PAGE_LENGTH = 50
N = notices.c


class Part(StrEnum):
    """A part of the list, as its address names it."""

    UNREAD = "non-lus"
    ALL = "tous"


@dataclass(frozen=True)
class TakenNotice:
    """A notice as its reader finds it; `kind` is None for one of a newer version."""

    notice_id: UUID
    uai: Uai
    kind: Template | None
    about: UUID
    told_at: datetime
    read_at: datetime | None
    over_at: datetime | None

    @property
    def is_new(self) -> bool:
        """Whether it waits to be read."""
        return self.read_at is None and self.over_at is None


@dataclass(frozen=True)
class NoticesPage:
    """A page of the list; `after` leads to the next one."""

    items: Sequence[TakenNotice]
    after: UUID | None


async def read_notices_page(
    uow: UnitOfWork, *, account_id: UUID, part: Part, after: UUID | None = None
) -> NoticesPage:
    """Somebody’s notices, the newest first. Raises NotFound when `after` is none of them."""
    newest = (N.told_at, N.notice_id)
    statement = _own(account_id)
    if part is Part.UNREAD:
        statement = statement.where(N.read_at.is_(None), N.over_at.is_(None))
    if after is not None:
        last = (await uow.execute(_own(account_id).where(N.notice_id == after))).one_or_none()
        if last is None:
            raise NotFound
        statement = statement.where(tuple_(*newest) < (last.told_at, last.notice_id))
    statement = statement.order_by(*(column.desc() for column in newest)).limit(PAGE_LENGTH + 1)
    found = [_taken(row) for row in await uow.execute(statement)]
    shown = found[:PAGE_LENGTH]
    return NoticesPage(shown, shown[-1].notice_id if len(found) > PAGE_LENGTH else None)


async def count_unread(uow: UnitOfWork, account_id: UUID) -> int:
    """How many notices somebody has not read, of the lycées in scope."""
    return await UNREAD.of(uow, {"account_id": account_id})


async def count_unread_of(
    uow: UnitOfWork, account_id: UUID, *, lycees: Sequence[Uai], department_wide: bool
) -> int:
    """How many notices are unread, of these lycées or the whole department, as far as they are in scope."""
    whose = {"account_id": account_id, "whole": department_wide, "lycees": list(lycees)}
    return await UNREAD_OF.of(uow, whose)


async def is_own(uow: UnitOfWork, *, account_id: UUID, notice_id: UUID) -> bool:
    """Whether it is a notice of this account, of a lycée in scope."""
    found = await uow.execute(_own(account_id).where(N.notice_id == notice_id))
    return found.first() is not None


_UNREAD = select(func.count().label("many")).where(
    N.account_id == bindparam("account_id", type_=Uuid), N.read_at.is_(None), N.over_at.is_(None)
)
UNREAD: Reading[int] = Reading(_UNREAD, lambda rows: int(rows[0].many))
"""How many somebody has not read."""
UNREAD_OF: Reading[int] = Reading(
    _UNREAD.where(
        bindparam("whole", type_=Boolean) | (N.uai == any_(bindparam("lycees", type_=ARRAY(Text))))
    ),
    lambda rows: int(rows[0].many),
)
"""The same, of some lycées or all."""


def _own(account_id: UUID) -> Select[Any]:
    columns = (N.notice_id, N.uai, N.kind, N.about, N.told_at, N.read_at, N.over_at)
    return select(*columns).where(N.account_id == account_id)


def _taken(row: Any) -> TakenNotice:
    return TakenNotice(
        row.notice_id,
        Uai(row.uai),
        Template(row.kind) if row.kind in KINDS_KNOWN else None,
        row.about,
        row.told_at,
        row.read_at,
        row.over_at,
    )
