"""Who saw something, as the register of accesses has it, with the names that may be told of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from contracts.identifiers import AccountId, Uai
from contracts.portal.accounts import ACCOUNT_NAMES, AccountNamesRequest
from services.chassis.database.tables import audit_entries
from services.chassis.questions import Asker, QuestionUnanswered
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

SEEN_AT_ONCE = 200
A = audit_entries.c


@dataclass(frozen=True)
class Seen:
    """Somebody read or changed it, or took a list with it away."""

    at: datetime
    account_id: UUID
    role: str
    action: str
    result: str


async def read_seen(uow: UnitOfWork, condition: ColumnElement[bool]) -> Sequence[Seen]:
    """The lines of the register that match, the last first."""
    statement = (
        select(A.at, A.account_id, A.role, A.action, A.result)
        .where(condition)
        .order_by(A.entry_id.desc())
        .limit(SEEN_AT_ONCE)
    )
    return [Seen(**row) for row in (await uow.execute(statement)).mappings()]


async def names_of(ask: Asker, uai: Uai, seen: Sequence[Seen]) -> Mapping[UUID, str] | None:
    """What people of the lycée are called; None while nobody can tell."""
    accounts = tuple(sorted({AccountId(one.account_id) for one in seen}))
    try:
        told = await ask(ACCOUNT_NAMES, uai, AccountNamesRequest(accounts=accounts))
    except QuestionUnanswered:
        return None
    return {one.account_id: one.display_name for one in told.people}
