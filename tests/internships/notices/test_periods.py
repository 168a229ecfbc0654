"""What a notice says of a period: counts by class, nobody's name, and the page that lists them."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import SchoolYear
from contracts.internships.agreements import SignatureRefusal, Signer
from contracts.internships.follow_up import ContactKind
from contracts.internships.mobility import AidKind
from contracts.notices import INTERNSHIP_NOTICES, OWNERS, NoticeKind
from services.chassis.base.identity import Role
from services.internships.agreements.model.agreement_record import Refusal
from services.internships.attestations.commands import note_attestations
from services.internships.attestations.model import Attested
from services.internships.calendars.commands import reschedule_period
from services.internships.follow_ups.commands.note_follow_up import note_follow_up
from services.internships.follow_ups.commands.raise_alert import raise_alert
from services.internships.follow_ups.model import AlertMatter, Contact
from services.internships.leavers.commands import record_departure
from services.internships.mobility.commands import ask_mobility_aid
from services.internships.placements.commands.choose_tutor import choose_tutor
from services.internships.reminders.commands import remind_of_periods
from services.internships.reminders.model.year_end import year_end_id
from services.internships.signatures.commands.refuse_signature import refuse_signature
from tests.internships.conftest import Served
from tests.internships.notices.asking import DURING, Winter, a_winter, said, told, told_of
from tests.internships.world import BOURDELLE, CARE, ENDS, STARTS, TODAY, Lycee
from tests.support.statements import statements

K = NoticeKind
OF_PERIODS = (
    *(K.PERIOD_OPENS, K.WITHOUT_PLACE, K.MANY_WITHOUT_PLACE, K.MANY_ON_EVE, K.DEPARTURE),
    *(K.AGREEMENTS_LATE, K.VISITS_LATE, K.ATTESTATIONS_MISSING),
)
EIGHT = 8


@pytest_asyncio.fixture
async def winter(lycee: Lycee) -> Winter:
    return await a_winter(lycee)


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


async def standing(lycee: Lycee, winter: Winter) -> set[NoticeKind]:
    facts = await told(lycee, *((kind, winter.period) for kind in OF_PERIODS))
    return {kind for kind, one in zip(OF_PERIODS, facts, strict=True) if one and one.standing}


async def test_a_period_that_opens_says_its_classes_and_who_has_no_place(winter: Winter) -> None:
    facts = await told_of(winter.lycee, K.PERIOD_OPENS, winter.period)

    assert facts.standing
    assert facts.object.replace("\u00a0", " ") == "PFMP du 4 janvier au 29 janvier 2027, 2ELEC"
    assert facts.path == f"/pfmp/periodes/{winter.period}"
    assert said(facts) == {
        "PFMP": "Du lundi 4 janvier au vendredi 29 janvier 2027",
        "2ELEC": "3 élèves, dont 1 sans lieu d’accueil",
    }


async def test_who_has_no_place_is_counted_by_class_and_not_named(
    lycee: Lycee, winter: Winter
) -> None:
    facts = await told_of(lycee, K.WITHOUT_PLACE, winter.period)
    assert said(facts)["2ELEC"] == "1 élève sans lieu d’accueil sur 3"
    assert facts.path == f"/pfmp/sans-lieu?periode={winter.period}"

    await lycee.places(winter.pupils[2], winter.period, await lycee.knows_a_host())
    assert not (await told_of(lycee, K.WITHOUT_PLACE, winter.period)).standing


async def test_many_without_a_place_are_said_with_their_share_in_the_place_of_the_others(
    lycee: Lycee, winter: Winter
) -> None:
    day = date(2026, 12, 18)
    at = winter.at(morning(day))
    assert (await told_of(at, K.WITHOUT_PLACE, winter.period)).said_by is None
    await at.do(remind_of_periods, uai=at.uai, since=day, now=at.now)

    many = await told_of(at, K.MANY_WITHOUT_PLACE, winter.period)

    assert many.standing
    assert said(many)["Élèves sans lieu d’accueil"] == "1 sur 3, soit 33 %"
    assert many.path == f"/pfmp/sans-lieu?periode={winter.period}"
    others = await told_of(at, K.WITHOUT_PLACE, winter.period)
    assert others.said_by is K.MANY_WITHOUT_PLACE
    next_day = winter.at(morning(date(2026, 12, 21)))
    assert (await told_of(next_day, K.WITHOUT_PLACE, winter.period)).said_by is None


async def test_a_departure_says_all_that_lacks_until_the_first_day(
    lycee: Lycee, winter: Winter
) -> None:
    await lycee.do(
        choose_tutor,
        placement_id=winter.placements[0],
        version=2,
        tutor_id=uuid4(),
        now=lycee.now,
    )
    facts = await told_of(winter.at(morning(STARTS)), K.DEPARTURE, winter.period)
    assert facts.standing
    assert said(facts)["2ELEC"] == (
        "1 élève sans lieu d’accueil, 2 conventions à signer, 1 élève sans tuteur"
    )
    assert facts.path == f"/pfmp/periodes/{winter.period}/depart"

    begun = winter.at(morning(STARTS + timedelta(days=1)))
    assert not (await told_of(begun, K.DEPARTURE, winter.period)).standing


async def test_stuck_agreements_are_told_by_why(lycee: Lycee, winter: Winter) -> None:
    assert not (await told_of(lycee, K.AGREEMENTS_LATE, winter.period)).standing

    soon = winter.at(morning(STARTS - timedelta(days=14)))
    assert said(await told_of(soon, K.AGREEMENTS_LATE, winter.period))["2ELEC"] == (
        "2 conventions pas émises"
    )
    agreement, _ = await winter.issues()
    refusal = Refusal(Signer.HOST, SignatureRefusal.DATES, TODAY)
    await lycee.do(
        refuse_signature, agreement_id=agreement, version=2, refusal=refusal, now=lycee.now
    )
    facts = await told_of(soon, K.AGREEMENTS_LATE, winter.period)
    assert facts.standing
    assert said(facts)["2ELEC"] == (
        "1 convention refusée, 1 convention émise depuis plus de 10 jours"
    )


async def test_visits_that_are_late_are_counted_while_the_pupils_are_there(
    winter: Winter,
) -> None:
    early, late = winter.at(DURING), winter.at(morning(date(2027, 1, 25)))
    assert not (await told_of(early, K.VISITS_LATE, winter.period)).standing
    await early.do(
        note_follow_up,
        placement_id=winter.placements[0],
        contact=Contact(ContactKind.CALL, DURING.date()),
        now=early.now,
    )

    facts = await told_of(late, K.VISITS_LATE, winter.period)

    assert facts.standing
    assert said(facts)["2ELEC"] == "1 élève sans contact depuis le départ, 2 élèves sans visite"
    assert facts.path == "/pfmp/suivi"
    after = winter.at(morning(ENDS + timedelta(days=1)))
    assert not (await told_of(after, K.VISITS_LATE, winter.period)).standing


async def test_attestations_are_missed_once_the_stay_is_over(winter: Winter) -> None:
    after = winter.at(morning(ENDS + timedelta(days=5)))
    assert not (await told_of(winter.at(DURING), K.ATTESTATIONS_MISSING, winter.period)).standing

    facts = await told_of(after, K.ATTESTATIONS_MISSING, winter.period)
    assert facts.standing
    assert said(facts)["2ELEC"] == "2 attestations manquantes"
    assert facts.path == f"/pfmp/periodes/{winter.period}/attestations"

    await after.do(
        note_attestations,
        period_id=winter.period,
        shown={},
        told={one: Attested(19) for one in winter.placements},
        received_on=after.now.date(),
        now=after.now,
    )
    assert not (await told_of(after, K.ATTESTATIONS_MISSING, winter.period)).standing


async def test_who_left_and_who_is_exempted_lack_nothing(lycee: Lycee, winter: Winter) -> None:
    await lycee.do(
        record_departure, pupil_year_id=winter.pupils[2], version=1, on=TODAY, now=lycee.now
    )
    assert not (await told_of(lycee, K.WITHOUT_PLACE, winter.period)).standing
    lines = said(await told_of(lycee, K.PERIOD_OPENS, winter.period))
    assert lines["2ELEC"] == "2 élèves, lieux d’accueil tous confirmés"


async def test_a_draft_and_a_period_that_is_over_are_not_told(lycee: Lycee, winter: Winter) -> None:
    draft = await lycee.drafts_a_period(winter.formation)
    assert not any(
        one.standing for one in await told(lycee, *((kind, draft) for kind in OF_PERIODS)) if one
    )
    over = winter.at(morning(date(2027, 9, 1)))
    assert await standing(over, winter) == set()


async def test_a_period_that_was_moved_is_told_by_its_new_days(
    lycee: Lycee, winter: Winter
) -> None:
    await lycee.do(
        reschedule_period,
        period_id=winter.period,
        version=2,
        starts_on=date(2027, 3, 1),
        ends_on=date(2027, 3, 26),
        weeks=4,
        now=lycee.now,
    )
    facts = await told_of(lycee, K.WITHOUT_PLACE, winter.period)
    assert said(facts)["PFMP"] == "Du lundi 1er mars au vendredi 26 mars 2027"


async def test_many_classes_are_said_in_few_lines(lycee: Lycee) -> None:
    formation = await lycee.opens(CARE, "2de pro Soins")
    names = [f"P{n} Lou 2S{n % 9}" for n in range(20)]
    labels = {f"2S{n}": formation for n in range(9)}
    await lycee.imports(*names, classes=labels)
    period = await lycee.publishes_a_period(formation)

    facts = await told_of(lycee, K.WITHOUT_PLACE, period)

    lines = said(facts)
    assert len(lines) <= EIGHT
    assert lines["2S0"] == "3 élèves sans lieu d’accueil sur 3"
    assert lines["Et 4 autres classes"] == "8 élèves"
    assert facts.object.replace("\u00a0", " ").endswith("2027, 9 classes")


async def test_no_notice_of_a_period_names_a_pupil(winter: Winter) -> None:
    for day in (TODAY, STARTS, date(2027, 1, 25), ENDS + timedelta(days=5)):
        facts = await told(winter.at(morning(day)), *((kind, winter.period) for kind in OF_PERIODS))
        said_of_all = "".join(one.model_dump_json() for one in facts if one)
        for name in ("FABRE", "Inès", "MARTIN", "ROUX", "Tom"):
            assert name not in said_of_all


async def test_another_lycee_is_told_nothing(winter: Winter, other_lycee: Lycee) -> None:
    assert await told(other_lycee, *((kind, winter.period) for kind in OF_PERIODS)) == [None] * 8


async def test_a_hundred_notices_of_all_kinds_are_told_by_fourteen_statements_in_their_order(
    lycee: Lycee, winter: Winter
) -> None:
    agreements = await winter.issues()
    await winter.names_a_referent()
    following = await lycee.superuser.fetchval("SELECT following_id FROM followings")
    aid = await lycee.do(
        ask_mobility_aid,
        pupil_year_id=winter.pupils[0],
        period_id=winter.period,
        kind=AidKind.TRANSPORT,
        on=TODAY,
        now=lycee.now,
    )
    kinds = [kind for kind, owner in OWNERS.items() if owner is INTERNSHIP_NOTICES]
    about = {
        **dict.fromkeys(kinds[:6], winter.placements[0]),
        K.REFERENT_ASSIGNED: following,
        **dict.fromkeys(kinds[7:11], agreements[0]),
        K.AID_MOVED: aid,
        K.YEAR_END: year_end_id(BOURDELLE, SchoolYear.of(TODAY)),
        **dict.fromkeys(OF_PERIODS, winter.period),
    }
    once = [(kind, about[kind]) for kind in kinds]
    asked = [*once, (K.NEWS_PROPOSED, uuid4()), *once[::-1], (K.RUPTURE, uuid4())]
    asked += once * 2
    assert 80 <= len(asked) <= 100

    with statements() as run:
        facts = await told(lycee, *asked)

    assert len([one for one in run if "SELECT" in one and "set_config" not in one]) <= 14
    answered = [one is not None for one in facts]
    assert answered == [kind in kinds and key in about.values() for kind, key in asked]
    many = len(once)
    assert facts[:many] == facts[many + 1 : 2 * many + 1][::-1]


@pytest.mark.parametrize("role", [Role.RBDE, Role.DDFPT, Role.HEAD, Role.SECRETARIAT])
async def test_every_page_a_notice_leads_to_opens(
    app: Served, lycee: Lycee, winter: Winter, role: Role
) -> None:
    agreement, _ = await winter.issues()
    aid = await lycee.do(
        ask_mobility_aid,
        pupil_year_id=winter.pupils[0],
        period_id=winter.period,
        kind=AidKind.TRANSPORT,
        on=TODAY,
        now=lycee.now,
    )
    during = winter.at(DURING)
    await during.do(
        raise_alert,
        placement_id=winter.placements[0],
        matter=AlertMatter.REPORT,
        now=during.now,
    )
    facts = await told(
        lycee,
        (K.ALERT_URGENT, winter.placements[0]),
        (K.RUPTURE, winter.placements[0]),
        (K.AGREEMENT_TO_SIGN, agreement),
        (K.AGREEMENT_SIGNED, agreement),
        (K.AID_MOVED, aid),
        *((kind, winter.period) for kind in OF_PERIODS),
    )
    async with app.visited_by((role, BOURDELLE)) as visitor:
        for one in facts:
            assert one is not None
            page = await visitor.get(one.path)
            assert page.answer.status_code == 200, one.path
