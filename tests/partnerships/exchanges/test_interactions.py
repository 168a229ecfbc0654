"""Exchanges: told without their note, and the first real one makes a company known, once."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from contracts.partnerships.companies import (
    CompanyOnboardedV1,
    InteractionKind,
    InteractionLoggedV1,
    InteractionOutcome,
    OnboardingReason,
)
from services.partnerships.cards.queries import read_company
from services.partnerships.exchanges.model import InteractionInTheFuture, NextStepInThePast
from services.partnerships.exchanges.queries import read_exchanges
from tests.partnerships.world import TODAY, Bureau
from tests.support.services import Published

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


async def test_an_exchange_is_told_without_its_note(bureau: Bureau, published: Published) -> None:
    company_id = await bureau.registers()

    await bureau.logs(company_id, note="Deux places en mai", next_step_on=TOMORROW)

    (event,) = await published(InteractionLoggedV1)
    assert (event.company_id, event.has_note, event.next_step_on) == (company_id, True, TOMORROW)
    assert "mai" not in event.to_json().decode()


@pytest.mark.parametrize(
    ("kind", "outcome", "known"),
    [
        (InteractionKind.CALL, InteractionOutcome.INTERESTED, True),
        (InteractionKind.MEETING, InteractionOutcome.REFUSED, True),
        (InteractionKind.VISIT, InteractionOutcome.NONE, True),
        (InteractionKind.CALL, InteractionOutcome.NO_ANSWER, False),
        (InteractionKind.MAIL, InteractionOutcome.INTERESTED, False),
    ],
)
async def test_a_company_is_known_once_somebody_really_spoke(
    bureau: Bureau,
    published: Published,
    kind: InteractionKind,
    outcome: InteractionOutcome,
    known: bool,
) -> None:
    company_id = await bureau.registers()

    await bureau.logs(company_id, kind=kind, outcome=outcome)

    told = [(e.company_id, e.reason) for e in await published(CompanyOnboardedV1)]
    assert told == [(company_id, OnboardingReason.EXCHANGE)] * known


async def test_twenty_exchanges_at_once_make_a_company_known_once(
    bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()

    await asyncio.gather(*(bureau.logs(company_id) for _ in range(20)))

    assert len(await published(CompanyOnboardedV1)) == 1
    assert len(await published(InteractionLoggedV1)) == 20


async def test_each_lycee_meets_the_company_for_itself(
    bureau: Bureau, other_bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()

    await bureau.logs(company_id)
    await other_bureau.logs(company_id)

    assert len(await published(CompanyOnboardedV1)) == 2


async def test_an_exchange_cannot_be_in_the_future_nor_its_next_step_in_the_past(
    bureau: Bureau, published: Published
) -> None:
    company_id = await bureau.registers()

    with pytest.raises(InteractionInTheFuture):
        await bureau.logs(company_id, occurred_on=TOMORROW)
    with pytest.raises(NextStepInThePast):
        await bureau.logs(company_id, next_step_on=YESTERDAY)

    assert await published(InteractionLoggedV1) == []


async def test_the_other_lycee_learns_the_date_and_nothing_else(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id, note="Confidence", occurred_on=YESTERDAY)
    await bureau.logs(company_id, outcome=InteractionOutcome.NO_ANSWER)

    card = await other_bureau.do(read_company, company_id)

    (known,) = card.known_by
    assert (known.uai, known.latest_on) == (bureau.uai, YESTERDAY)
    assert (await other_bureau.do(read_exchanges, company_id)).latest == []
    assert (card.contacts, card.followed) == ([], False)
    assert (await bureau.do(read_company, company_id)).known_by == []


async def test_an_older_exchange_noted_late_moves_no_date_back(
    bureau: Bureau, other_bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    await bureau.logs(company_id)
    await bureau.logs(company_id)
    await bureau.logs(company_id, occurred_on=TODAY - timedelta(days=60))

    (known,) = (await other_bureau.do(read_company, company_id)).known_by
    assert known.latest_on == TODAY
    assert await superuser.fetchval("SELECT n_30d FROM acquaintances") == 2
