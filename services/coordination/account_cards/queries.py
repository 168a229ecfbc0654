"""Big accounts that wait for somebody, for the home page: each read in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Date, Text, and_, any_, bindparam, func, or_, select

from services.chassis.database.readings import Reading, Rows
from services.coordination.accounts.tables import (
    key_account_parties,
    key_account_words,
    key_accounts,
)

K, P, W = key_accounts.c, key_account_parties.c, key_account_words.c
SHOWN = 5


@dataclass(frozen=True)
class WaitingAccount:
    """A big account that waits for its reader."""

    id: UUID
    company: str
    asked: bool
    """Whether a bureau asks; otherwise it is to be looked at again."""
    review_on: date | None


@dataclass(frozen=True)
class WaitingAccounts:
    """The first ones, and how many there are."""

    items: Sequence[WaitingAccount]
    many: int = 0


def _waiting(rows: Rows) -> WaitingAccounts:
    items = [
        WaitingAccount(row.key_account_id, row.company, row.asked, row.review_on) for row in rows
    ]
    return WaitingAccounts(items, rows[0].many if rows else 0)


def asked_since() -> ColumnElement[bool]:
    """Whether a bureau asks for something that was not decided since."""
    waits = and_(
        P.key_account_id == K.key_account_id,
        P.asked_at.is_not(None),
        P.withdrawn_at.is_(None),
        or_(K.decided_at.is_(None), P.asked_at > K.decided_at),
    )
    return select(P.uai).where(waits).exists()


_COLUMNS: Any = (
    *(K.key_account_id, K.company, K.review_on, asked_since().label("asked")),
    func.count().over().label("many"),
)
OF_THE_SUPERVISOR = Reading(
    select(*_COLUMNS)
    .where(or_(asked_since(), K.review_on <= bindparam("today", type_=Date)))
    .order_by(asked_since().desc(), K.opened_at, K.key_account_id)
    .limit(SHOWN),
    _waiting,
)
"""What a bureau asks, and what is to be looked at again today."""
_OWN = bindparam("own", type_=ARRAY(Text))
_CONCERNED = select(P.uai).where(P.key_account_id == K.key_account_id, P.uai == any_(_OWN)).exists()
_SAID = select(W.word_id).where(
    W.key_account_id == K.key_account_id, W.uai == any_(_OWN), W.withdrawn_at.is_(None)
)
_OPENED_FOR_WORDS = and_(K.uai == bindparam("department", type_=Text), K.outcome.is_(None))
OF_A_BUREAU = Reading(
    select(*_COLUMNS)
    .where(_CONCERNED, or_(asked_since(), _OPENED_FOR_WORDS), ~_SAID.exists())
    .order_by(K.opened_at, K.key_account_id)
    .limit(SHOWN),
    _waiting,
)
"""What a bureau asks, or the supervisor opened, about a company this one has to do with, and did not say its word of."""
