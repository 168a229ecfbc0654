"""Who is tied to an account is told of what happens to the pupils they follow."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest_asyncio

from contracts.identifiers import AccountId
from contracts.notices import NoticeKind
from services.internships.exemptions.commands import exempt_pupil
from services.internships.participations.model import ExemptionReason
from services.internships.referents.commands import assign_referents
from services.internships.rights.commands import erase_pupil
from tests.internships.notices.asking import (
    DURING,
    Winter,
    a_winter,
    plain,
    said,
    told,
    told_of,
)
from tests.internships.world import ENDS, Lycee

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
        assert (facts.concerned, facts.concerned_path) == ((ACCOUNT,), "/pfmp/mes-eleves"), kind
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


async def following(winter: Winter, rank: int = 0) -> UUID:
    """Who follows a pupil of the class, once somebody does."""
    found: UUID = await winter.lycee.superuser.fetchval(
        "SELECT following_id FROM followings WHERE pupil_year_id = $1", winter.pupils[rank]
    )
    return found


async def test_a_pupil_who_is_given_is_told_with_class_host_and_days(winter: Winter) -> None:
    await winter.names_a_referent(ACCOUNT)

    facts = await told_of(winter.lycee, K.REFERENT_ASSIGNED, await following(winter))

    assert facts.standing
    assert (facts.concerned, facts.path) == ((ACCOUNT,), "/pfmp/mes-eleves")
    assert plain(facts.object) == "FABRE Inès, Garage du Pont"
    assert said(facts)["Classe"] == "2ELEC"
    assert said(facts)["Lieu d’accueil"].startswith("Garage du Pont")
    assert "janvier 2027" in said(facts)["PFMP"]


async def test_a_pupil_without_a_place_is_told_with_the_class(winter: Winter) -> None:
    roux = await winter.names_a_referent(ACCOUNT)
    chosen = {winter.pupils[2]: roux}
    lycee = winter.lycee
    await lycee.do(
        assign_referents, period_id=winter.period, shown={}, chosen=chosen, now=lycee.now
    )

    facts = await told_of(lycee, K.REFERENT_ASSIGNED, await following(winter, 2))

    assert plain(facts.object) == "ROUX Tom, 2ELEC"
    assert said(facts)["Lieu d’accueil"] == "Pas encore confirmé"


async def test_a_pupil_who_is_nobodys_is_gone_and_without_account_nobody_is_told(
    winter: Winter,
) -> None:
    roux, lycee = await winter.names_a_referent(), winter.lycee
    about = await following(winter)
    assert (await told_of(lycee, K.REFERENT_ASSIGNED, about)).concerned == ()

    ada = winter.pupils[0]
    await lycee.do(
        assign_referents,
        period_id=winter.period,
        shown={ada: roux},
        chosen={ada: None},
        now=lycee.now,
    )
    assert await told(lycee, (K.REFERENT_ASSIGNED, about)) == [None]


async def test_it_is_over_with_the_last_day_or_an_erasure(winter: Winter) -> None:
    await winter.names_a_referent(ACCOUNT)
    lycee, about, ada = winter.lycee, await following(winter), winter.pupils[0]
    last = datetime.combine(ENDS, time(9), UTC)
    assert (await told_of(winter.at(last), K.REFERENT_ASSIGNED, about)).standing
    after = winter.at(last + timedelta(days=1))
    assert not (await told_of(after, K.REFERENT_ASSIGNED, about)).standing

    version = await lycee.superuser.fetchval(
        "SELECT version FROM pupils WHERE pupil_year_id = $1", ada
    )
    await lycee.do(erase_pupil, pupil_year_id=ada, version=version, notes=(), now=lycee.now)
    facts = await told_of(lycee, K.REFERENT_ASSIGNED, about)
    assert not facts.standing
    assert "FABRE" not in facts.model_dump_json()


async def test_an_exempted_pupil_is_told_no_more(winter: Winter) -> None:
    roux, lycee, tom = await winter.names_a_referent(ACCOUNT), winter.lycee, winter.pupils[2]
    await lycee.do(
        assign_referents, period_id=winter.period, shown={}, chosen={tom: roux}, now=lycee.now
    )
    await lycee.do(
        exempt_pupil,
        period_id=winter.period,
        pupil_year_id=tom,
        reason=ExemptionReason.APPRENTICESHIP,
        now=lycee.now,
    )

    assert not (await told_of(lycee, K.REFERENT_ASSIGNED, await following(winter, 2))).standing
