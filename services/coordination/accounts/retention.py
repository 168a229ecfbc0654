"""How long what was said and decided of big accounts is kept."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from services.chassis.privacy.retention import Due, Rule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.accounts.tables import (
    key_account_decisions,
    key_account_parties,
    key_account_words,
    key_accounts,
)

KEPT = timedelta(days=3 * 365)
K, P, W, D = (
    one.c for one in (key_accounts, key_account_parties, key_account_words, key_account_decisions)
)


async def old(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Accounts nothing holds of, that nobody asked or said anything about for three years."""
    limit_at = now - KEPT
    spoken = select(W.word_id).where(W.key_account_id == K.key_account_id, W.at >= limit_at)
    asked = select(P.uai).where(
        P.key_account_id == K.key_account_id,
        func.greatest(P.joined_at, P.asked_at, P.withdrawn_at) >= limit_at,
    )
    decided = select(D.decision_id).where(
        D.key_account_id == K.key_account_id,
        func.greatest(D.decided_at, D.withdrawn_at) >= limit_at,
    )
    statement = (
        select(K.key_account_id, K.company)
        .where(K.outcome.is_(None), ~spoken.exists(), ~asked.exists(), ~decided.exists())
        .order_by(K.opened_at)
        .limit(limit)
    )
    return [Due(row.key_account_id, row.company) for row in await uow.execute(statement)]


async def remove(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """All that is kept of them; that something was decided stays on the bus, as codes."""
    for table in (
        *(key_account_words, key_account_decisions, key_account_parties),
        key_accounts,
    ):
        await uow.execute(delete(table).where(table.c.key_account_id.in_(ids)))
    return ids


async def old_words(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """What bureaux said three years ago, whatever holds today."""
    statement = select(W.word_id).where(W.at < now - KEPT).order_by(W.at).limit(limit)
    return [Due(one) for one in (await uow.execute(statement)).scalars()]


async def remove_words(uow: UnitOfWork, ids: Collection[UUID], _: datetime) -> Collection[UUID]:
    """The texts; what was decided stays as long as it holds."""
    await uow.execute(delete(key_account_words).where(W.word_id.in_(ids)))
    return ids


RULES = (
    Rule("key_accounts", "Grands comptes sans arbitrage", "3 ans", old, remove),
    Rule(
        "key_account_words",
        "Avis des bureaux sur un grand compte",
        "3 ans",
        old_words,
        remove_words,
    ),
)
