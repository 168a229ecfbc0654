"""What a notice says of an alert, of a rupture, of a place where nobody came."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.internships.follow_up import ReportLevel
from contracts.internships.placements import EndReason
from contracts.notices import NoticeKind
from services.chassis.base.identity import Role
from services.internships.follow_ups.commands.close_alert import close_alert
from services.internships.follow_ups.commands.raise_alert import raise_alert
from services.internships.follow_ups.commands.tick_step import tick_step
from services.internships.follow_ups.model import AlertMatter, Step
from services.internships.pupils.store.names import NAMELESS
from services.internships.rights.commands import erase_pupil
from services.internships.ruptures.commands import interrupt_placement
from tests.internships.notices.asking import (
    DURING,
    Winter,
    a_winter,
    acting,
    plain,
    said,
    told,
    told_of,
)
from tests.internships.world import STARTS, Lycee

K = NoticeKind
ALERTS = (K.ALERT_VIGILANCE, K.ALERT_PROBLEM, K.ALERT_URGENT)


@pytest_asyncio.fixture
async def winter(lycee: Lycee) -> Winter:
    return await a_winter(lycee)


async def alert(
    lycee: Lycee,
    placement: UUID,
    level: ReportLevel,
    matter: AlertMatter = AlertMatter.REPORT,
    role: str | None = None,
) -> UUID:
    return await lycee.do(
        raise_alert, placement_id=placement, matter=matter, level=level, role=role, now=lycee.now
    )


@pytest.mark.parametrize(
    ("level", "standing"),
    [
        (ReportLevel.VIGILANCE, [True, False, False]),
        (ReportLevel.PROBLEM, [True, True, False]),
        (ReportLevel.URGENT, [True, True, True]),
    ],
)
async def test_an_alert_is_told_while_one_of_that_level_or_graver_is_open(
    winter: Winter, level: ReportLevel, standing: list[bool]
) -> None:
    lycee, place = winter.at(DURING), winter.placements[0]
    alert_id = await alert(lycee, place, level)

    facts = await told(lycee, *((kind, place) for kind in ALERTS))
    assert [one.standing for one in facts if one] == standing

    await lycee.do(close_alert, alert_id=alert_id, version=1, now=lycee.now)
    assert not any(one.standing for one in await told(lycee, *((k, place) for k in ALERTS)) if one)


async def test_an_urgent_alert_says_who_where_since_when_and_leads_to_the_follow_up(
    winter: Winter,
) -> None:
    await winter.names_a_referent()
    lycee, place = winter.at(DURING), winter.placements[0]
    await alert(lycee, place, ReportLevel.URGENT, role=Role.REFERENT_TEACHER.value)

    facts = await told_of(lycee, K.ALERT_URGENT, place)

    assert facts.object == "FABRE Inès, Garage du Pont"
    assert facts.path == f"/pfmp/placements/{place}/suivi"
    assert said(facts) == {
        "Classe": "2ELEC",
        "Lieu d’accueil": "Garage du Pont, Caussade",
        "Signalement": f"Urgent, depuis le mardi 12 janvier 2027 ({Role.REFERENT_TEACHER.label})",
        "Enseignant référent": "Mme Roux",
        "PFMP": "Du lundi 4 janvier au vendredi 29 janvier 2027",
    }


async def test_an_accident_says_what_is_still_to_do_within_48_hours(winter: Winter) -> None:
    lycee, place = winter.at(DURING), winter.placements[0]
    alert_id = await alert(lycee, place, ReportLevel.URGENT, AlertMatter.DECLARATION)
    for version, step in enumerate((Step.FAMILY_TOLD, Step.HEAD_TOLD), start=1):
        await lycee.do(
            tick_step, alert_id=alert_id, version=version, step=step, done=True, now=lycee.now
        )

    lines = said(await told_of(lycee, K.ALERT_URGENT, place))

    assert lines["À déclarer sous 48 heures"] == "Urgent, depuis le mardi 12 janvier 2027"
    assert lines["Encore à faire"] == (
        "L’entreprise l’a déclaré à la CPAM, sous 48 heures ; Le lycée a la copie de la déclaration"
    )


async def test_several_alerts_of_a_place_are_all_said_the_gravest_first(winter: Winter) -> None:
    lycee, place = winter.at(DURING), winter.placements[0]
    await alert(lycee, place, ReportLevel.VIGILANCE)
    await alert(lycee, place, ReportLevel.URGENT, AlertMatter.DECLARATION)

    facts = await told_of(lycee, K.ALERT_VIGILANCE, place)

    labels = [plain(one.label) for one in facts.lines]
    assert labels.index("À déclarer sous 48 heures") < labels.index("Signalement")
    assert len(labels) <= 8


async def test_nobody_is_named_of_a_pupil_who_was_erased_and_nothing_stands(
    winter: Winter,
) -> None:
    lycee, place = winter.at(DURING), winter.placements[0]
    await alert(lycee, place, ReportLevel.URGENT)
    version = await lycee.superuser.fetchval(
        "SELECT version FROM pupils WHERE pupil_year_id = $1", winter.pupils[0]
    )
    await lycee.do(
        erase_pupil, pupil_year_id=winter.pupils[0], version=version, notes=(), now=lycee.now
    )

    facts = await told_of(lycee, K.ALERT_URGENT, place)

    assert not facts.standing
    assert "FABRE" not in facts.model_dump_json()
    assert facts.object.startswith(NAMELESS)


async def test_a_rupture_says_the_last_day_whose_doing_it_is_and_what_is_left(
    winter: Winter,
) -> None:
    lycee, place = winter.at(DURING), winter.placements[0]
    await lycee.interrupts(place, on=date(2027, 1, 11), reason=EndReason.COMPANY)

    facts = await told_of(lycee, K.RUPTURE, place)

    assert facts.standing
    assert facts.object == "FABRE Inès, Garage du Pont"
    assert facts.path == f"/pfmp/placements/{place}"
    assert said(facts) == {
        "Classe": "2ELEC",
        "Lieu d’accueil": "Garage du Pont, Caussade",
        "Dernier jour": "lundi 11 janvier 2027",
        "Du fait de": "L’entreprise",
        "PFMP prévue": "Du lundi 4 janvier au vendredi 29 janvier 2027",
        "Temps restant": "14 jours ouvrés",
        "Autre lieu d’accueil": "Aucun pour l’instant",
        "Enseignant référent": "Personne pour l’instant",
    }


async def test_another_place_that_was_found_is_said(winter: Winter) -> None:
    lycee, place = winter.at(DURING), winter.placements[0]
    await lycee.interrupts(place, on=date(2027, 1, 11))
    other = await lycee.proposes(
        winter.pupils[0], winter.period, await lycee.knows_a_host(name="Atelier Sud")
    )
    assert said(await told_of(lycee, K.RUPTURE, place))["Autre lieu d’accueil"] == "Proposé"

    await lycee.confirms(other, on=DURING.date())
    assert said(await told_of(lycee, K.RUPTURE, place))["Autre lieu d’accueil"] == "Confirmé"


async def test_an_end_that_was_taken_back_is_not_told(winter: Winter) -> None:
    lycee, place = winter.at(DURING), winter.placements[0]
    await lycee.notes_a_no_show(place, on=DURING.date())
    facts = await told_of(lycee, K.NOT_STARTED, place)
    assert facts.standing
    assert said(facts)["Absence constatée le"] == "mardi 12 janvier 2027"
    assert not (await told_of(lycee, K.RUPTURE, place)).standing

    await lycee.undoes_the_end(place)
    assert not (await told_of(lycee, K.NOT_STARTED, place)).standing


async def test_what_is_over_has_no_day_left(winter: Winter) -> None:
    lycee, place = winter.at(DURING), winter.placements[0]
    await lycee.interrupts(place, on=date(2027, 1, 11))
    later = winter.at(datetime(2027, 2, 10, 9, tzinfo=UTC))

    assert said(await told_of(later, K.RUPTURE, place))["Temps restant"] == "La PFMP est terminée"


async def test_days_left_count_from_the_first_day_before_it(winter: Winter) -> None:
    lycee = winter.at(datetime.combine(STARTS - timedelta(days=10), DURING.timetz()))
    place = winter.placements[0]
    # Twenty working days from 4 to 29 January.
    assert said(await told_of(lycee, K.RUPTURE, place))["Temps restant"] == "20 jours ouvrés"


async def test_another_lycee_and_an_unknown_id_are_told_nothing(
    winter: Winter, other_lycee: Lycee
) -> None:
    asked = [(kind, winter.placements[0]) for kind in (*ALERTS, K.RUPTURE, K.NOT_STARTED)]
    assert await told(other_lycee, *asked) == [None] * 5
    assert await told(winter.lycee, (K.RUPTURE, uuid4())) == [None]


async def test_who_did_it_is_said_so_that_nobody_is_told_of_what_they_did(winter: Winter) -> None:
    place, other = winter.placements
    lycee, me, colleague = winter.at(DURING), uuid4(), uuid4()
    async with acting(lycee, me) as uow:
        alert_id = await raise_alert(
            uow,
            placement_id=place,
            matter=AlertMatter.REPORT,
            level=ReportLevel.PROBLEM,
            now=uow.now,
        )
    assert (await told_of(lycee, K.ALERT_PROBLEM, place)).by == me

    # Heightened by somebody else, then closed and opened again by the first.
    async with acting(lycee, colleague) as uow:
        await raise_alert(uow, placement_id=place, matter=AlertMatter.REPORT, now=uow.now)
    assert (await told_of(lycee, K.ALERT_URGENT, place)).by == colleague
    async with acting(lycee, me) as uow:
        await close_alert(uow, alert_id=alert_id, version=2, now=uow.now)
        await close_alert(uow, alert_id=alert_id, version=3, again=True, now=uow.now)
    assert (await told_of(lycee, K.ALERT_URGENT, place)).by == me

    async with acting(lycee, me) as uow:
        await interrupt_placement(
            uow,
            placement_id=other,
            version=2,
            on=date(2027, 1, 11),
            reason=EndReason.PUPIL,
            now=uow.now,
        )
    assert (await told_of(lycee, K.RUPTURE, other)).by == me


async def test_nobody_of_the_lycee_did_what_a_teacher_told_by_their_link(winter: Winter) -> None:
    lycee, place = winter.at(DURING), winter.placements[0]
    await alert(lycee, place, ReportLevel.URGENT, role=Role.REFERENT_TEACHER.value)
    assert (await told_of(lycee, K.ALERT_URGENT, place)).by is None


async def test_the_gravest_alert_says_who_raised_it(winter: Winter) -> None:
    lycee, place, me = winter.at(DURING), winter.placements[0], uuid4()
    await alert(lycee, place, ReportLevel.URGENT)
    async with acting(lycee, me) as uow:
        await raise_alert(
            uow,
            placement_id=place,
            matter=AlertMatter.LEAVING,
            level=ReportLevel.VIGILANCE,
            now=uow.now,
        )
    # What a colleague did not raise is told to them, whatever they raised besides.
    assert (await told_of(lycee, K.ALERT_URGENT, place)).by is None
