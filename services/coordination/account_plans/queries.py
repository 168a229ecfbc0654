"""Lines of shared plans that are due, for the home page of the lycée in charge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Date, Text, any_, bindparam, func, or_, select

from contracts.coordination.accounts import AccountSubject
from services.chassis.database.readings import Reading, Rows
from services.coordination.account_plans.model import OPEN
from services.coordination.account_plans.tables import key_account_lines
from services.coordination.accounts.tables import key_accounts

L, K = key_account_lines.c, key_accounts.c
SHOWN = 5


@dataclass(frozen=True)
class DueLine:
    """A line of a plan a lycée has in charge."""

    key_account_id: UUID
    company: str
    subject: AccountSubject
    what: str
    due_on: date


@dataclass(frozen=True)
class DueLines:
    """The first ones, and how many there are."""

    items: Sequence[DueLine]
    many: int = 0


def _due(rows: Rows) -> DueLines:
    items = [
        DueLine(row.key_account_id, row.company, AccountSubject(row.subject), row.what, row.due_on)
        for row in rows
    ]
    return DueLines(items, rows[0].many if rows else 0)


DUE_LINES = Reading(
    select(
        *(L.key_account_id, K.company, L.subject, L.what, L.due_on),
        func.count().over().label("many"),
    )
    .join(key_accounts, K.key_account_id == L.key_account_id)
    .where(
        L.uai == any_(bindparam("own", type_=ARRAY(Text))),
        L.removed_at.is_(None),
        or_(*(L.state == state.value for state in OPEN)),
        L.due_on <= bindparam("lines_until", type_=Date),
    )
    .order_by(L.due_on, L.line_id)
    .limit(SHOWN),
    _due,
)
"""What a bureau has in charge, late or due soon."""
