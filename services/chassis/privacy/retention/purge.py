"""Purging: what is due is removed, a few hundred a transaction, and each leaves its line of proof."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, text

from contracts.identifiers import Uai
from services.chassis.database.tables import purges
from services.chassis.privacy.retention.spec import Due, Retention, Rule
from services.chassis.unit_of_work.audit_log import note_done
from services.chassis.unit_of_work.permissions import PURGE
from services.chassis.unit_of_work.unit_of_work import Actor, Scope, UnitOfWork, UnitsOfWork

AT_ONCE = 500
DEPARTMENT = Scope(frozenset(), department_wide=True)
_LYCEES = text("SELECT uai FROM journal_counters UNION SELECT uai FROM audit_entries")


@dataclass(frozen=True)
class Proof:
    """What one run removed: how many of what, when, on whose behalf, and which by a digest of ids."""

    purge_id: UUID
    at: datetime
    uai: str
    rule: str
    account_id: UUID | None
    removed: int
    ids_hash: bytes


async def due_of(
    uow: UnitOfWork, rules: Sequence[Rule], now: datetime, limit: int = AT_ONCE
) -> dict[Rule, Sequence[Due]]:
    """What each rule would remove, in the scope of the unit of work."""
    return {rule: await rule.find(uow, now=now, limit=limit) for rule in rules}


async def purge(uow: UnitOfWork, rule: Rule, uai: Uai, now: datetime) -> int:
    """Remove what is due of one rule, at most `AT_ONCE`, and leave the proof; how many."""
    due = sorted(one.id for one in await rule.find(uow, now=now, limit=AT_ONCE))
    ids = sorted(await rule.remove(uow, due, now)) if due else []
    if not ids:
        return 0
    proof = Proof(
        purge_id=uow.new_id(),
        at=now,
        uai=uai,
        rule=rule.name,
        account_id=uow.actor_id,
        removed=len(ids),
        ids_hash=hashlib.sha256(b"".join(one.bytes for one in ids)).digest(),
    )
    if not rule.shared:
        await uow.execute(insert(purges).values(**vars(proof)))
        await note_done(uow, action=PURGE.name, resource_id=proof.purge_id, uai=uai)
    return len(ids)


async def purge_lycee(
    units: UnitsOfWork,
    retention: Retention,
    uai: Uai,
    *,
    now: datetime,
    actor: Actor | None = None,
) -> dict[str, int]:
    """Remove all that is due of a lycée, in transactions of its own; how many of each rule."""
    done = {}
    for rule in retention.of_lycees:
        done[rule.name] = await _whole(
            units, rule, Scope(frozenset({uai})), uai=uai, now=now, actor=actor
        )
    return done


async def purge_all(units: UnitsOfWork, retention: Retention, *, now: datetime) -> int:
    """Remove all that is due, of every lycée and of the department; how many things."""
    async with units.begin(DEPARTMENT) as uow:
        lycees = [Uai(one) for one in (await uow.execute(_LYCEES)).scalars()]
    total = 0
    for rule in retention.rules.values():
        own = units.department_uai
        total += await _whole(units, rule, DEPARTMENT, uai=own, now=now) if rule.shared else 0
    for uai in sorted(lycees):
        total += sum((await purge_lycee(units, retention, uai, now=now)).values())
    return total


async def proofs(uow: UnitOfWork, limit: int = 20) -> Sequence[Proof]:
    """What was removed, the last first, in the scope."""
    statement = select(purges).order_by(purges.c.at.desc(), purges.c.purge_id.desc()).limit(limit)
    return [Proof(**row) for row in (await uow.execute(statement)).mappings()]


async def _whole(
    units: UnitsOfWork,
    rule: Rule,
    scope: Scope,
    *,
    uai: Uai,
    now: datetime,
    actor: Actor | None = None,
) -> int:
    total = 0
    while True:
        async with units.begin(scope, uai=uai, actor=actor, now=now) as uow:
            done = await purge(uow, rule, uai, now)
        total += done
        if done < AT_ONCE:
            return total
