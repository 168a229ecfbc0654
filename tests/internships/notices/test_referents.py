"""Who is tied to an account is told of what happens to the pupils they follow."""

from uuid import uuid4

import pytest_asyncio

from contracts.identifiers import AccountId
from contracts.notices import NoticeKind
from tests.internships.notices.asking import DURING, Winter, a_winter, told_of
from tests.internships.world import Lycee

K = NoticeKind
ACCOUNT = AccountId(uuid4())


@pytest_asyncio.fixture
async def winter(lycee: Lycee) -> Winter:
    return await a_winter(lycee)


async def test_the_referent_is_told_of_a_place_an_alert_and_a_rupture(winter: Winter) -> None:
    await winter.names_a_referent(ACCOUNT)
    lycee, (place, other) = winter.at(DURING), winter.placements
    kinds = (K.PLACE_AGREED, K.ALERT_URGENT, K.RUPTURE, K.NOT_STARTED)

    for kind in kinds:
        facts = await told_of(lycee, kind, place)
        assert (facts.concerned, facts.concerned_path) == ((ACCOUNT,), "/"), kind
        assert (await told_of(lycee, kind, other)).concerned == ()


async def test_the_referent_is_told_of_an_agreement_that_is_refused_or_signed_alone(
    winter: Winter,
) -> None:
    await winter.names_a_referent(ACCOUNT)
    agreement, other = await winter.issues()

    for kind in (K.AGREEMENT_REFUSED, K.AGREEMENT_SIGNED):
        assert (await told_of(winter.lycee, kind, agreement)).concerned == (ACCOUNT,)
        assert (await told_of(winter.lycee, kind, other)).concerned == ()
    for kind in (K.AGREEMENT_TO_SIGN, K.AGREEMENT_AMENDED):
        assert (await told_of(winter.lycee, kind, agreement)).concerned == ()


async def test_a_referent_without_account_is_named_and_not_told(winter: Winter) -> None:
    await winter.names_a_referent()

    facts = await told_of(winter.lycee, K.PLACE_AGREED, winter.placements[0])

    assert facts.concerned == ()
    assert "Mme Roux" in {line.text for line in facts.lines}
