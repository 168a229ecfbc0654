"""Visits and contacts of pupils at their hosts: noted by anybody of the lycée, or by a teacher's link."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import httpx2
import pytest

from contracts.internships.follow_up import (
    ContactKind,
    FollowUpNotedV1,
    FollowUpWithdrawnV1,
    PlacementAlertClosedV1,
    PlacementAlertRaisedV1,
    ReportLevel,
)
from contracts.personal_links import FOLLOWED_PUPILS
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.internships.follow_ups.commands.close_alert import close_alert
from services.internships.follow_ups.commands.note_follow_up import note_follow_up
from services.internships.follow_ups.commands.raise_alert import raise_alert
from services.internships.follow_ups.commands.tick_step import tick_step
from services.internships.follow_ups.commands.withdraw_follow_up import withdraw_follow_up
from services.internships.follow_ups.model import (
    AlertMatter,
    Contact,
    ContactInTheFuture,
    NotHosted,
    Step,
    StepsLeft,
)
from services.internships.personal_links.commands import revoke_personal_link
from services.internships.personal_links.model import purpose_of
from services.internships.referent_desk.commands import give_referent_link
from services.internships.referents.commands import assign_referents, name_referents
from services.internships.rights.commands import erase_pupil
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, ELEC, NOW, Lycee
from tests.support.pages import Form, Page, Visitor

DURING = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
SEEN = Contact(ContactKind.VISIT, date(2027, 1, 11))


@dataclass
class Class:
    """Two pupils at hosts, whom two teachers follow, during their period."""

    lycee: Lycee
    period: UUID
    pupils: list[UUID]
    placements: list[UUID]
    referents: list[UUID]

    async def gives_a_link(self, referent: UUID) -> tuple[UUID, str]:
        """The link's id, and the address it opens."""
        link_id = await self.lycee.do(give_referent_link, referent_id=referent, now=self.lycee.now)
        token = self.lycee.units.links.token(
            purpose_of(FOLLOWED_PUPILS), uai=BOURDELLE, row_id=link_id
        )
        return link_id, f"{FOLLOWED_PUPILS.path}/{token}"


async def at_work(lycee: Lycee) -> Class:
    formation = await lycee.opens(ELEC)
    ada, bob = await lycee.imports("A Ada 2ELEC", "B Bob 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    placements = [await lycee.places(one, period, site) for one in (ada, bob)]
    roux, faure = await lycee.do(name_referents, names=["Mme Roux", "M. Faure"], now=lycee.now)
    await lycee.do(
        assign_referents,
        period_id=period,
        shown={},
        chosen={ada: roux, bob: faure},
        now=lycee.now,
    )
    during = replace(lycee, now=DURING)
    return Class(during, period, [ada, bob], placements, [roux, faure])


@pytest.fixture
def today(app: Served, database: object, units: UnitsOfWork) -> None:
    """Pages are read during the period."""
    work = app.application.state.runtime.work
    work._clock = lambda: DURING


@asynccontextmanager
async def stranger(app: Served) -> AsyncIterator[Visitor]:
    """Somebody without an account, on a phone."""
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app.application, client=(str(uuid4()), 1)),
        base_url="http://127.0.0.1:8000",
        headers={"Sec-Fetch-Site": "same-origin"},
    ) as client:
        yield Visitor(client)


def buttons(page: Page, kind: str) -> list[Form]:
    return [form for form in page.forms if dict(form.fields).get("kind") == kind]


async def test_a_visit_is_noted_taken_back_and_told_by_its_level_alone(
    today: None, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    page = await bureau.get(f"/pfmp/placements/{here.placements[0]}")
    assert "Suivi : visites, contacts, incident" in page.text
    page = await bureau.get(f"/pfmp/placements/{here.placements[0]}/suivi")
    assert "Référent : Mme Roux." in page.text
    form = page.form(f"/pfmp/placements/{here.placements[0]}/suivi", exactly=True)

    early = await bureau.send(form, kind="visit", on="2027-01-13")
    assert (early.status, "n’est pas encore passé" in early.text) == (422, True)
    done = await bureau.send(
        form, kind="visit", on="2027-01-11", level="none", absence_days="2", note="Bien intégrée."
    )

    assert "Visite notée." in done.text
    assert "Bien intégrée." in done.text
    assert "2 jours" in done.text
    (told,) = await lycee.published(FollowUpNotedV1)
    assert (told.kind, told.level, told.pupil_year_id) == ("visit", "none", here.pupils[0])
    assert await lycee.published(PlacementAlertRaisedV1) == []
    back = await bureau.send(done.form("/pfmp/suivis/"))
    assert "Ni visite ni contact" in back.text
    assert len(await lycee.published(FollowUpWithdrawnV1)) == 1


async def test_a_problem_opens_an_alert_until_somebody_closes_it(
    today: None, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    path = f"/pfmp/placements/{here.placements[0]}/suivi"
    form = (await bureau.get(path)).form(path, exactly=True)

    page = await bureau.send(form, kind="call", on="2027-01-11", level="problem")
    assert "Signalement : problème" in page.text
    again = (await bureau.get(path)).form(path, exactly=True)
    page = await bureau.send(again, kind="call", on="2027-01-12", level="urgent")
    assert "Signalement : urgent" in page.text
    closed = await bureau.send(page.form("/pfmp/alertes/"))
    assert "Signalement : urgent" not in closed.text
    opened = await bureau.send(closed.form("/pfmp/alertes/"))
    assert "Signalement : urgent" in opened.text

    told = await lycee.published(PlacementAlertRaisedV1)
    assert [one.level for one in told] == ["problem", "urgent", "urgent"]
    assert len({one.alert_id for one in told}) == 1
    assert len(await lycee.published(PlacementAlertClosedV1)) == 1


async def test_an_accident_is_closed_once_each_step_of_the_48_hours_is_ticked(
    today: None, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    path = f"/pfmp/placements/{here.placements[0]}/suivi"
    page = await bureau.get(path)
    told = next(f for f in page.forms if dict(f.fields).get("matter") == "declaration")

    page = await bureau.send(told)
    assert "Accident : à déclarer sous 48 heures" in page.text
    for step in Step:
        assert not any(form.action.endswith("/cloture") for form in page.forms)
        tick = next(f for f in page.forms if dict(f.fields).get("step") == step.value)
        page = await bureau.send(tick)
        assert "fait le 12 janvier 2027 (Responsable" in page.text
    page = await bureau.send(next(f for f in page.forms if f.action.endswith("/cloture")))

    assert "Accident" not in page.text.replace("Un accident", "")
    # The bus learns that something is urgent, and nothing else.
    (raised,) = await lycee.published(PlacementAlertRaisedV1)
    assert raised.level is ReportLevel.URGENT
    assert "declaration" not in raised.model_dump_json()


async def test_a_step_left_keeps_it_open(lycee: Lycee) -> None:
    here = await at_work(lycee)
    alert_id = await here.lycee.do(
        raise_alert,
        placement_id=here.placements[0],
        matter=AlertMatter.DECLARATION,
        now=DURING,
    )
    await here.lycee.do(
        tick_step,
        alert_id=alert_id,
        version=1,
        step=Step.HOST_DECLARED,
        done=True,
        now=DURING,
    )
    with pytest.raises(StepsLeft):
        await here.lycee.do(close_alert, alert_id=alert_id, version=2, now=DURING)


async def test_an_accident_told_by_mistake_is_taken_back_without_a_tick(
    today: None, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    path = f"/pfmp/placements/{here.placements[0]}/suivi"
    button = next(
        f for f in (await bureau.get(path)).forms if dict(f.fields).get("matter") == "declaration"
    )
    first = await bureau.send(button)
    undo, lasting = (f for f in first.forms if f.action.endswith("/erreur"))
    assert undo.action == lasting.action
    assert "Ouverte par erreur" in first.text
    # Tapped again, it is the alert somebody gave before: nothing of one's own to take back.
    again = await bureau.send(button, command_id=str(uuid4()))
    assert len([f for f in again.forms if f.action.endswith("/erreur")]) == 1

    done = await bureau.send(undo)

    assert "Alerte retirée : elle était ouverte par erreur." in done.text
    [row] = await lycee.superuser.fetch("SELECT closed_as, steps FROM alerts")
    assert (row["closed_as"], row["steps"]) == ("rbde", "{}")
    assert len(await lycee.published(PlacementAlertClosedV1)) == 1
    opened = await bureau.send(next(f for f in done.forms if f.action.endswith("/reouverture")))
    assert "Accident : à déclarer sous 48 heures" in opened.text


async def test_a_teacher_takes_back_the_incident_they_told_until_somebody_deals_with_it(
    today: None, app: Served, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    _, address = await here.gives_a_link(here.referents[0])
    own = f"{address}/{here.placements[0]}"
    state = "SELECT alert_id, closed_as FROM alerts WHERE matter = $1"
    async with stranger(app) as teacher:
        buttons_ = [f for f in (await teacher.get(own)).forms if f.action.endswith("/incident")]
        accident, left = buttons_
        undo = (await teacher.send(accident)).form(f"{own}/incident/retrait")
        assert "Alerte retirée." in (await teacher.send(undo)).text
        [row] = await lycee.superuser.fetch(state, "declaration")
        assert row["closed_as"] == Role.REFERENT_TEACHER.value

        undo = (await teacher.send(left)).form(f"{own}/incident/retrait")
        [row] = await lycee.superuser.fetch(state, "leaving")
        await here.lycee.do(close_alert, alert_id=row["alert_id"], version=1, now=DURING)
        assert (await teacher.send(undo)).status == 409
        bureaus = await here.lycee.do(
            raise_alert,
            placement_id=here.placements[0],
            matter=AlertMatter.DECLARATION,
            now=DURING,
        )
        assert (
            await teacher.send(undo, alert_id=str(bureaus), command_id=str(uuid4()))
        ).status == 404


async def tells(here: Class, level: ReportLevel, hour: int) -> UUID:
    """Note a call about the first pupil that day; its id."""
    told = Contact(ContactKind.CALL, DURING.date(), level)
    at = DURING.replace(hour=hour)
    return await here.lycee.do(
        note_follow_up, placement_id=here.placements[0], contact=told, now=at
    )


async def withdraws(here: Class, follow_up_id: UUID) -> None:
    await here.lycee.do(withdraw_follow_up, follow_up_id=follow_up_id, now=DURING)


async def test_no_later_contact_lowers_an_alert(lycee: Lycee) -> None:
    here = await at_work(lycee)
    await tells(here, ReportLevel.URGENT, 9)
    await tells(here, ReportLevel.VIGILANCE, 10)

    [level] = await lycee.superuser.fetch("SELECT level FROM alerts WHERE closed_on IS NULL")
    assert level["level"] == "urgent"


async def test_a_contact_taken_back_leaves_the_alert_to_what_others_told(lycee: Lycee) -> None:
    here = await at_work(lycee)
    first, urgent, well, last = [
        await tells(here, level, hour)
        for hour, level in enumerate(
            (ReportLevel.PROBLEM, ReportLevel.URGENT, ReportLevel.NONE, ReportLevel.VIGILANCE), 9
        )
    ]

    async def stands() -> tuple[str, UUID, bool]:
        [row] = await lycee.superuser.fetch("SELECT level, follow_up_id, closed_on FROM alerts")
        return row["level"], row["follow_up_id"], row["closed_on"] is None

    assert await stands() == ("urgent", first, True)
    await withdraws(here, first)
    assert await stands() == ("urgent", urgent, True)
    await withdraws(here, urgent)
    assert await stands() == ("vigilance", last, True)
    await withdraws(here, well)
    assert await stands() == ("vigilance", last, True)
    await withdraws(here, last)
    assert await stands() == ("vigilance", last, False)
    raised = await lycee.published(PlacementAlertRaisedV1)
    assert [one.level for one in raised] == ["problem", "urgent", "urgent", "vigilance"]
    assert len(await lycee.published(PlacementAlertClosedV1)) == 1


async def test_what_was_dealt_with_before_is_no_part_of_a_new_alert(lycee: Lycee) -> None:
    here = await at_work(lycee)
    await tells(here, ReportLevel.URGENT, 9)
    alert_id = await lycee.superuser.fetchval("SELECT alert_id FROM alerts")
    await here.lycee.do(close_alert, alert_id=alert_id, version=1, now=DURING)
    mistake = await tells(here, ReportLevel.VIGILANCE, 10)

    await withdraws(here, mistake)

    assert (
        await lycee.superuser.fetchval("SELECT count(*) FROM alerts WHERE closed_on IS NULL") == 0
    )


async def test_a_teacher_tells_that_all_is_well_with_one_button_and_takes_it_back(
    today: None, app: Served, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    _, address = await here.gives_a_link(here.referents[0])
    async with stranger(app) as teacher:
        page = await teacher.get(address)
        assert "A Ada" in page.text
        assert "B Bob" not in page.text

        done = await teacher.send(buttons(page, "visit")[0])

        assert "Merci, c’est noté." in done.text
        assert "Visite le 12" in done.text
        (told,) = await lycee.published(FollowUpNotedV1)
        assert (told.kind, told.level, told.occurred_on) == ("visit", "none", date(2027, 1, 12))
        undone = await teacher.send(next(f for f in done.forms if f.action.endswith("/retrait")))
        assert "Pas encore de visite." in undone.text
    assert await lycee.superuser.fetchval("SELECT count(*) FROM follow_ups") == 0


async def test_what_a_teacher_reports_reaches_the_bureau_which_confirms(
    today: None, app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    _, address = await here.gives_a_link(here.referents[0])
    own = f"{address}/{here.placements[0]}"
    async with stranger(app) as teacher:
        page = await teacher.get(own)
        left = next(f for f in page.forms if dict(f.fields).get("matter") == "leaving")
        assert "le bureau des entreprises est prévenu" in (await teacher.send(left)).text
        wrong = await teacher.send(page.form(own, exactly=True), kind="visit", on="2027-01-14")
        assert (wrong.status, "n’est pas encore passé" in wrong.text) == (422, True)
        other = await teacher.get(f"{address}/{here.placements[1]}")
        assert other.status == 404

    page = await bureau.get(f"/pfmp/placements/{here.placements[0]}/suivi")
    assert "L’élève a quitté l’entreprise depuis le 12 janvier 2027 (" in re.sub(
        r" Urgent", "", page.text
    )
    assert "Confirmer la rupture" in page.text
    status = "SELECT status FROM placements WHERE placement_id = $1"
    assert await lycee.superuser.fetchval(status, here.placements[0]) == "confirmed"


async def test_a_link_that_is_closed_replaced_or_too_old_opens_and_sends_nothing(
    today: None, app: Served, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    first, old = await here.gives_a_link(here.referents[0])
    async with stranger(app) as teacher:
        button = buttons(await teacher.get(old), "visit")[0]
        second, new = await here.gives_a_link(here.referents[0])
        assert (await teacher.get(old)).status == 404
        assert (await teacher.send(button)).status == 404
        assert (await teacher.get(new)).status == 200
        await here.lycee.do(revoke_personal_link, link_id=second, now=DURING)
        assert (await teacher.get(new)).status == 404
    late = replace(here.lycee, now=NOW - FOLLOWED_PUPILS.lasts)
    _, expired = await replace(here, lycee=late).gives_a_link(here.referents[1])
    async with stranger(app) as teacher:
        assert (await teacher.get(expired)).status == 404
    assert first != second
    assert await lycee.published(FollowUpNotedV1) == []


async def test_the_secretariat_notes_what_a_teacher_says_on_the_phone(
    today: None, app: Served, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    path = f"/pfmp/placements/{here.placements[0]}/suivi"
    async with app.visited_by((Role.SECRETARIAT, BOURDELLE)) as secretariat:
        form = (await secretariat.get(path)).form(path, exactly=True)
        assert "Contact noté." in (await secretariat.send(form, kind="call", on="2027-01-12")).text


async def test_nothing_is_noted_at_a_host_that_did_not_agree(lycee: Lycee) -> None:
    formation = await lycee.opens(ELEC)
    [ada] = await lycee.imports("A Ada 2ELEC", classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    proposed = await lycee.proposes(ada, period, await lycee.knows_a_host())

    with pytest.raises(NotHosted):
        await lycee.do(note_follow_up, placement_id=proposed, contact=SEEN, now=DURING)
    with pytest.raises(NotFound):
        await lycee.do(note_follow_up, placement_id=uuid4(), contact=SEEN, now=DURING)


async def test_a_contact_is_not_noted_before_it_takes_place(lycee: Lycee) -> None:
    here = await at_work(lycee)
    late = replace(SEEN, on=DURING.date() + timedelta(days=1))

    with pytest.raises(ContactInTheFuture):
        await here.lycee.do(
            note_follow_up, placement_id=here.placements[0], contact=late, now=DURING
        )


async def test_what_was_written_of_a_pupil_goes_with_their_name(lycee: Lycee) -> None:
    here = await at_work(lycee)
    said = replace(SEEN, note="Ada arrive en retard.")
    await here.lycee.do(note_follow_up, placement_id=here.placements[0], contact=said, now=DURING)
    version = await lycee.superuser.fetchval(
        "SELECT version FROM pupils WHERE pupil_year_id = $1", here.pupils[0]
    )
    await here.lycee.do(
        erase_pupil, pupil_year_id=here.pupils[0], version=version, notes=(), now=DURING
    )

    [row] = await lycee.superuser.fetch("SELECT kind, note FROM follow_ups")
    assert (row["kind"], row["note"]) == ("visit", None)


async def test_a_link_is_printed_with_a_code_that_opens_the_same_page(
    today: None, app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    listed = await bureau.get("/pfmp/referents")
    printed = await bureau.send(listed.form(f"/pfmp/referents/{here.referents[0]}/lien"))
    assert "Enseignant référent : Mme Roux." in printed.text
    [code] = re.findall(r"\bS[0-9A-Z]{4}-[0-9A-Z]{5}-[0-9A-Z]{5}\b", printed.text)

    async with stranger(app) as teacher:
        typed = Form(FOLLOWED_PUPILS.code_path, [("command_id", str(uuid4())), ("code", code)])
        assert "A Ada" in (await teacher.send(typed)).text
        typed.fields[1] = ("code", code[:-1] + ("A" if code[-1] != "A" else "B"))
        assert (await teacher.send(typed)).status == 404
    assert "Enseignant référent : Mme Roux" in (await bureau.get("/pfmp/liens")).text
