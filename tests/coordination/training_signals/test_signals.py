"""Training signals: noted, corrected, withdrawn and restored by who noted them; told as codes, kept for a time."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.coordination.training_offer import SignalKind, SignalStrength
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.training_signals.commands import (
    correct_signal,
    restore_signal,
    withdraw_signal,
)
from services.coordination.training_signals.model import (
    FormationUnknown,
    SignalNotWithdrawn,
    SignalStatus,
    SignalWithdrawn,
    ToldInTheFuture,
    ToldTooLongAgo,
)
from services.coordination.training_signals.retention import old, remove
from tests.coordination.training_signals.world import (
    DEUX_RIVES,
    FACTS,
    SHEET_METAL,
    WELDING,
    formation,
    noted,
    signal_of,
)
from tests.coordination.world import NOW, Somebody
from tests.support.network import HERE


async def told(superuser: asyncpg.Connection) -> Sequence[Any]:
    """What the network was told of signals, in its order."""
    return list(
        await superuser.fetch(
            "SELECT uai, subject, payload FROM journal WHERE subject LIKE '%training_signal%'"
            " ORDER BY position"
        )
    )


async def test_a_bureau_notes_a_signal_and_the_supervisor_reads_its_words(
    bureau: Somebody, supervisor: Somebody, other_bureau: Somebody
) -> None:
    signal_id = await noted(bureau)

    for reader in (bureau, supervisor):
        read = await signal_of(reader, signal_id)
        assert (read.uai, read.facts) == (HERE, FACTS)
    with pytest.raises(NotFound):
        await signal_of(other_bureau, signal_id)


async def test_the_network_is_told_codes_and_neither_words_nor_company(
    bureau: Somebody, superuser: asyncpg.Connection
) -> None:
    await noted(bureau, company_id=uuid4(), exchange_id=uuid4())

    (event,) = await told(superuser)
    assert event["uai"] == HERE
    for hidden in ("TIG", "Peyrecave", "company_id", "exchange", "text"):
        assert hidden not in event["payload"], hidden
    for said in ("H2916", "248200099", "shortage", "isolated", "2026-11-20"):
        assert said in event["payload"], said


async def test_each_change_is_told_once_by_who_noted_it(
    bureau: Somebody, superuser: asyncpg.Connection
) -> None:
    signal_id = await noted(bureau)
    facts = FACTS.__class__(**{**vars(FACTS), "rome": SHEET_METAL, "territory": DEUX_RIVES})
    await bureau.do(correct_signal, signal_id=signal_id, version=1, facts=facts, now=bureau.later())
    await bureau.do(withdraw_signal, signal_id=signal_id, version=2, now=bureau.later())
    await bureau.do(restore_signal, signal_id=signal_id, version=3, now=bureau.later())

    events = await told(superuser)
    assert [event["subject"].split(".")[4] for event in events] == [
        *("training_signal_raised", "training_signal_raised"),
        *("training_signal_withdrawn", "training_signal_raised"),
    ]
    assert {event["uai"] for event in events} == {HERE}
    assert (await signal_of(bureau, signal_id)).facts == facts


async def test_nobody_else_changes_what_a_bureau_noted(
    bureau: Somebody, supervisor: Somebody, other_bureau: Somebody
) -> None:
    signal_id = await noted(bureau)

    for who in (supervisor, other_bureau):
        with pytest.raises(NotFound):
            await who.do(withdraw_signal, signal_id=signal_id, version=1, now=NOW)
        with pytest.raises(NotFound):
            await who.do(correct_signal, signal_id=signal_id, version=1, facts=FACTS, now=NOW)
    assert (await signal_of(bureau, signal_id)).version == 1


async def test_the_supervisor_notes_and_withdraws_her_own(supervisor: Somebody) -> None:
    signal_id = await noted(supervisor, company=None)
    await supervisor.do(withdraw_signal, signal_id=signal_id, version=1, now=supervisor.later())

    assert (await signal_of(supervisor, signal_id)).status is SignalStatus.WITHDRAWN


async def test_what_was_not_said_yet_or_is_not_offered_is_refused(
    bureau: Somebody, supervisor: Somebody
) -> None:
    with pytest.raises(ToldInTheFuture):
        await noted(bureau, told_on=(NOW + timedelta(days=1)).date())
    with pytest.raises(FormationUnknown):
        await noted(bureau, mef=WELDING)
    await formation(supervisor)
    signal_id = await noted(bureau, mef=WELDING)
    assert (await signal_of(bureau, signal_id)).facts.mef == WELDING


async def test_a_signal_that_counts_no_more_is_not_corrected_nor_withdrawn_twice(
    bureau: Somebody,
) -> None:
    signal_id = await noted(bureau)
    with pytest.raises(SignalNotWithdrawn):
        await bureau.do(restore_signal, signal_id=signal_id, version=1, now=NOW)
    await bureau.do(withdraw_signal, signal_id=signal_id, version=1, now=bureau.later())

    with pytest.raises(StaleVersion):
        await bureau.do(withdraw_signal, signal_id=signal_id, version=1, now=NOW)
    with pytest.raises(SignalWithdrawn):
        await bureau.do(withdraw_signal, signal_id=signal_id, version=2, now=NOW)
    with pytest.raises(SignalWithdrawn):
        await bureau.do(correct_signal, signal_id=signal_id, version=2, facts=FACTS, now=NOW)


async def test_what_would_be_erased_the_night_after_is_not_noted(bureau: Somebody) -> None:
    with pytest.raises(ToldTooLongAgo):
        await noted(bureau, told_on=(NOW - timedelta(days=3 * 365 + 1)).date())


async def test_old_signals_go_and_withdrawn_ones_sooner(bureau: Somebody) -> None:
    kept = await noted(bureau, kind=SignalKind.NEW_SKILL)
    aged = await noted(bureau, told_on=(NOW - timedelta(days=3 * 365)).date())
    gone = await noted(bureau, strength=SignalStrength.LASTING)
    await bureau.do(withdraw_signal, signal_id=gone, version=1, now=bureau.later())

    async def due(uow: UnitOfWork, days: int) -> set[UUID]:
        found = await old(uow, now=bureau.now + timedelta(days=days), limit=10)
        return {one.id for one in found}

    assert await bureau.do(due, 0) == set()
    assert await bureau.do(due, 2) == {aged}
    assert await bureau.do(due, 366) == {aged, gone}

    async def removed(uow: UnitOfWork) -> None:
        await remove(uow, [aged, gone], NOW)

    await bureau.do(removed)
    for one in (aged, gone):
        with pytest.raises(NotFound):
            await signal_of(bureau, one)
    assert (await signal_of(bureau, kept)).status is SignalStatus.RAISED
