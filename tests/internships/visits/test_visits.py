"""A teacher or the bureau plans a visit: it is moved, called off, noted, and follows the stay."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.internships.follow_up import ContactKind
from contracts.internships.periods import WithdrawalReason
from contracts.internships.placements import EndReason
from contracts.internships.visits import (
    VisitId,
    VisitInvite,
    VisitInviteAskedV1,
    VisitInviteKind,
    VisitInviteRequest,
    VisitWay,
)
from contracts.partnerships.companies import ContactErasedV1
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.calendars.commands import reschedule_period
from services.internships.follow_ups.commands.note_follow_up import note_follow_up
from services.internships.follow_ups.commands.withdraw_follow_up import withdraw_follow_up
from services.internships.follow_ups.model import Contact
from services.internships.placements.commands.choose_tutor import choose_tutor
from services.internships.placements.commands.set_placement_dates import set_placement_dates
from services.internships.rights.commands import erase_pupil
from services.internships.rules.reactions import forget_the_tutor
from services.internships.visits.answers import visit_of_a_host
from services.internships.visits.commands import (
    cancel_visit,
    move_visit,
    plan_visit,
    restore_visit,
)
from services.internships.visits.model import (
    NobodyToVisit,
    Visit,
    VisitAlreadyPlanned,
    VisitInThePast,
    VisitNotPlanned,
    VisitOutsideStay,
    VisitPlan,
)
from services.internships.visits.store import Visits
from services.internships.watchlist.model import Late
from tests.internships.conftest import Served
from tests.internships.follow_ups.test_follow_ups import Class, at_work, stranger, today
from tests.internships.host_desk.staying import Stays
from tests.internships.referent_desk.test_own_pupils import LIST, teacher
from tests.internships.referent_desk.test_own_pupils import at_work as with_accounts
from tests.internships.watchlist.test_watchlist import late
from tests.internships.world import Lycee
from tests.support.pages import Page, Visitor

__all__ = ["today"]
DURING = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
PLAN = VisitPlan(date(2027, 1, 19), time(14, 30), VisitWay.ON_SITE)
K = VisitInviteKind


async def plans(here: Class, plan: VisitPlan = PLAN, which: int = 0) -> Visit:
    place = here.placements[which]
    return await here.lycee.do(plan_visit, placement_id=place, plan=plan, now=DURING)


async def told(lycee: Lycee) -> list[VisitInviteKind]:
    return [one.kind for one in await lycee.published(VisitInviteAskedV1)]


async def standing(here: Class) -> Visit | None:
    async def read(uow: UnitOfWork) -> Visit | None:
        return await Visits(uow).standing(here.placements[0])

    return await here.lycee.do(read)


async def said(here: Class, visit: Visit, now: datetime = DURING) -> VisitInvite:
    async def ask(uow: UnitOfWork) -> VisitInvite:
        return await visit_of_a_host(VisitInviteRequest(visit_id=VisitId(visit.id)), uow)

    return await replace(here.lycee, now=now).do(ask)


def known(here: Class, visit: Visit) -> dict[str, Any]:
    return {
        "placement_id": here.placements[0],
        "visit_id": visit.id,
        "version": visit.version,
        "now": DURING,
    }


async def version_of(here: Class) -> int:
    statement = "SELECT version FROM placements WHERE placement_id = $1"
    found: int = await here.lycee.superuser.fetchval(statement, here.placements[0])
    return found


async def test_a_visit_is_told_to_who_hosts_and_nothing_of_it_is_on_the_bus(lycee: Lycee) -> None:
    here = await at_work(lycee)
    visit = await plans(here)

    (event,) = await lycee.published(VisitInviteAskedV1)
    assert (event.kind, event.visit_id, event.tutor_id) == (K.PLANNED, visit.id, None)
    for secret in ("2027-01-19", "14:30", "Ada", "Roux", "on_site"):
        assert secret not in event.to_json().decode()
    answer = await said(here, visit)
    assert (answer.standing, answer.silent, answer.sequence) == (True, False, 0)
    assert (answer.pupil_name, answer.referent) == ("Ada A", "Mme Roux")
    assert (answer.on, answer.starts_at, answer.way) == (PLAN.on, PLAN.starts_at, PLAN.way)
    # The day is over.
    assert (await said(here, visit, datetime(2027, 1, 20, 9, tzinfo=UTC))).silent


async def test_what_moves_is_told_once_and_what_does_not_is_not(lycee: Lycee) -> None:
    here = await at_work(lycee)
    visit = await plans(here)
    same = await here.lycee.do(move_visit, **known(here, visit), plan=PLAN)
    assert same is None
    later = replace(PLAN, starts_at=None)
    assert await here.lycee.do(move_visit, **known(here, visit), plan=later) == PLAN
    with pytest.raises(StaleVersion):
        await here.lycee.do(move_visit, **known(here, visit), plan=PLAN)
    assert await told(lycee) == [K.PLANNED, K.MOVED]
    answer = await said(here, visit)
    assert (answer.sequence, answer.starts_at) == (1, None)


async def test_one_that_is_called_off_stands_again_unless_another_one_does(lycee: Lycee) -> None:
    here = await at_work(lycee)
    off = await here.lycee.do(cancel_visit, **known(here, await plans(here)))
    assert not (await said(here, off)).standing
    back = await here.lycee.do(restore_visit, **known(here, off))
    off = await here.lycee.do(cancel_visit, **known(here, back))
    assert await told(lycee) == [K.PLANNED, K.CALLED_OFF, K.PLANNED, K.CALLED_OFF]
    with pytest.raises(VisitNotPlanned):
        await here.lycee.do(cancel_visit, **known(here, off))

    other = await plans(here)
    assert other.id != off.id
    with pytest.raises(VisitAlreadyPlanned):
        await plans(here)
    with pytest.raises(VisitAlreadyPlanned):
        await here.lycee.do(restore_visit, **known(here, off))


async def test_the_visit_of_another_pupil_is_not_touched(lycee: Lycee) -> None:
    here = await at_work(lycee)
    visit = await plans(here, which=1)
    for command in (cancel_visit, restore_visit):
        with pytest.raises(NotFound):
            await here.lycee.do(command, **known(here, visit))


@pytest.mark.parametrize(
    ("on", "refused"),
    [
        (date(2027, 1, 11), VisitInThePast),
        (date(2027, 1, 30), VisitOutsideStay),
        (date(2026, 12, 1), VisitInThePast),
    ],
)
async def test_a_day_that_is_over_or_after_the_stay_is_refused(
    lycee: Lycee, on: date, refused: type[Exception]
) -> None:
    here = await at_work(lycee)
    with pytest.raises(refused):
        await plans(here, replace(PLAN, on=on))
    visit = await plans(here)
    with pytest.raises(refused):
        await here.lycee.do(move_visit, **known(here, visit), plan=replace(PLAN, on=on))


async def test_nobody_is_visited_before_the_first_day(lycee: Lycee) -> None:
    here = await at_work(lycee)
    early: dict[str, Any] = {"placement_id": here.placements[0], "now": lycee.now}
    with pytest.raises(VisitOutsideStay):
        await lycee.do(plan_visit, **early, plan=replace(PLAN, on=date(2027, 1, 3)))


async def test_a_stay_that_is_interrupted_takes_its_visit_along_and_takes_no_other(
    lycee: Lycee,
) -> None:
    here = await at_work(lycee)
    visit = await plans(here)
    await here.lycee.interrupts(here.placements[0], on=date(2027, 1, 11))
    assert await told(lycee) == [K.PLANNED, K.CALLED_OFF]
    assert await standing(here) is None
    assert not (await said(here, visit)).standing
    with pytest.raises(NobodyToVisit):
        await plans(here)


async def test_a_visit_that_took_place_before_the_rupture_is_still_to_be_noted(
    lycee: Lycee,
) -> None:
    here = await at_work(lycee)
    await plans(here, replace(PLAN, on=DURING.date()))
    then = replace(here.lycee, now=datetime(2027, 1, 15, 9, tzinfo=UTC))
    await then.interrupts(here.placements[0], on=date(2027, 1, 14))
    assert await told(lycee) == [K.PLANNED]
    assert await standing(here) is not None


async def test_a_stay_that_never_began_or_is_withdrawn_has_no_visit(lycee: Lycee) -> None:
    here = await at_work(lycee)
    await plans(here)
    await here.lycee.notes_a_no_show(here.placements[0], on=DURING.date())
    await plans(here, which=1)
    await here.lycee.withdraws(here.placements[1], reason=WithdrawalReason.MISTAKE, version=2)
    assert await told(lycee) == [K.PLANNED, K.CALLED_OFF] * 2


async def test_a_visit_follows_the_days_of_the_stay(lycee: Lycee) -> None:
    here = await at_work(lycee)
    await plans(here)
    dates: dict[str, Any] = {
        "placement_id": here.placements[0],
        "starts_on": date(2027, 1, 4),
        "now": DURING,
    }
    for last, kinds in ((20, [K.PLANNED]), (15, [K.PLANNED, K.CALLED_OFF])):
        await here.lycee.do(
            set_placement_dates,
            **dates,
            ends_on=date(2027, 1, last),
            reason=EndReason.COMPANY,
            version=await version_of(here),
        )
        assert await told(lycee) == kinds


async def test_a_period_that_is_put_off_takes_along_the_visits_it_has_no_more(
    lycee: Lycee,
) -> None:
    here = await at_work(lycee)
    first, later = await plans(here), await plans(here, replace(PLAN, on=date(2027, 1, 27)), 1)
    version = await lycee.superuser.fetchval("SELECT version FROM periods")
    dates: dict[str, Any] = {"starts_on": date(2027, 1, 20), "ends_on": date(2027, 2, 12)}
    await here.lycee.do(
        reschedule_period, period_id=here.period, version=version, weeks=4, **dates, now=DURING
    )
    events = await lycee.published(VisitInviteAskedV1)
    assert [one.kind for one in events] == [K.PLANNED, K.PLANNED, K.CALLED_OFF]
    assert events[-1].visit_id == first.id
    assert not (await said(here, first)).standing
    assert (await said(here, later)).standing


async def test_another_tutor_is_invited_and_who_was_is_told_that_it_is_off(lycee: Lycee) -> None:
    here = await at_work(lycee)
    visit = await plans(here)
    tutor = uuid4()
    await here.lycee.do(
        choose_tutor,
        placement_id=here.placements[0],
        version=await version_of(here),
        tutor_id=tutor,
        knowingly=True,
        now=DURING,
    )
    events = await lycee.published(VisitInviteAskedV1)
    assert [one.kind for one in events] == [K.PLANNED, K.CALLED_OFF, K.PLANNED]
    assert [one.tutor_id for one in events] == [None, None, tutor]
    again = await standing(here)
    assert again is not None
    assert (again.plan, again.id != visit.id) == (PLAN, True)

    erased = ContactErasedV1(contact_id=tutor, checks=(), placements=(), occurred_on=DURING.date())
    await here.lycee.do(lambda uow: forget_the_tutor(erased, uow))
    assert (await said(here, again)).tutor_id is None


async def notes(here: Class, kind: ContactKind, on: date) -> UUID:
    now = datetime(2027, 1, 20, 9, tzinfo=UTC)
    contact = Contact(kind, on)
    place = here.placements[0]
    return await replace(here.lycee, now=now).do(
        note_follow_up, placement_id=place, contact=contact, now=now
    )


async def test_a_visit_that_is_noted_closes_it_and_what_is_taken_back_opens_it(
    lycee: Lycee,
) -> None:
    here = await at_work(lycee)
    visit = await plans(here)
    await notes(here, ContactKind.VISIT, date(2027, 1, 18))
    await notes(here, ContactKind.CALL, date(2027, 1, 19))
    assert await standing(here) is not None
    noted = await notes(here, ContactKind.VISIT, date(2027, 1, 19))
    assert await standing(here) is None
    assert (await said(here, visit)).silent

    await here.lycee.do(withdraw_follow_up, follow_up_id=noted, now=DURING)
    assert await standing(here) is not None
    assert await told(lycee) == [K.PLANNED]


async def test_a_call_that_was_planned_is_noted_as_a_call(lycee: Lycee) -> None:
    here = await at_work(lycee)
    await plans(here, replace(PLAN, way=VisitWay.CALL))
    await notes(here, ContactKind.CALL, date(2027, 1, 19))
    assert await standing(here) is None


async def test_a_pupil_who_is_erased_takes_the_visit_along(lycee: Lycee) -> None:
    here = await at_work(lycee)
    visit = await plans(here)
    version = await lycee.superuser.fetchval(
        "SELECT version FROM pupils WHERE pupil_year_id = $1", here.pupils[0]
    )
    await here.lycee.do(
        erase_pupil, pupil_year_id=here.pupils[0], version=version, notes=(), now=DURING
    )
    assert await lycee.superuser.fetchval("SELECT count(*) FROM planned_visits") == 0
    with pytest.raises(NotFound):
        await said(here, visit)


async def test_a_visit_that_is_planned_is_not_late_and_one_that_was_is_to_be_noted(
    lycee: Lycee,
) -> None:
    here = await at_work(lycee)
    for which in (0, 1):
        told = Contact(ContactKind.CALL, date(2027, 1, 11))
        place = here.placements[which]
        await here.lycee.do(note_follow_up, placement_id=place, contact=told, now=DURING)
    await plans(here, replace(PLAN, on=date(2027, 1, 25)))
    on = datetime(2027, 1, 25, 9, tzinfo=UTC)
    assert await late(here, on) == {"B Bob": [Late.VISIT]}
    after = await late(here, datetime(2027, 1, 26, 9, tzinfo=UTC))
    assert after == {"A Ada": [Late.VISIT, Late.UNNOTED], "B Bob": [Late.VISIT]}


def visit_form(page: Page) -> str:
    return next(form.action for form in page.forms if form.action.endswith("/visite"))


async def test_a_bureau_plans_moves_calls_off_and_takes_back_on_the_page_of_the_follow_up(
    today: None, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    path = f"/pfmp/placements/{here.placements[0]}"
    page = await bureau.get(f"{path}/suivi")
    form = page.form(f"{path}/suivi/visite", exactly=True)

    typed: dict[str, Any] = {"visit_on": "2027-01-30", "visit_at": "14:30", "visit_way": "video"}
    refused = await bureau.send(form, **typed)
    assert refused.status == 422
    assert "du 04/01/2027 au 29/01/2027 : choisissez un de ces jours." in refused.text
    again = refused.form(f"{path}/suivi/visite", exactly=True)
    assert {("visit_at", "14:30"), ("visit_way", "video")} <= set(again.fields)
    past = await bureau.send(again, visit_on="2027-01-11")
    assert (past.status, "Ce jour est passé" in past.text) == (422, True)

    planned = await bureau.send(again, visit_on="2027-01-19")
    assert "Visite prévue le mardi 19 janvier à 14 h 30 (visioconférence)" in planned.text
    # The same form again, as a second tap sends it.
    await bureau.send(again, visit_on="2027-01-19")
    assert await told(lycee) == [K.PLANNED]
    other = await bureau.send(again, visit_on="2027-01-20", command_id=str(uuid4()))
    assert (other.status, "Une visite est déjà prévue" in other.text) == (409, True)
    place = await bureau.get(path)
    assert "Visite prévue le mardi 19 janvier à 14 h 30" in place.text

    moved = await bureau.send(
        planned.form(f"{path}/suivi/visite", exactly=True), visit_on="2027-01-21"
    )
    assert "Visite prévue le jeudi 21 janvier" in moved.text
    undo = next(f for f in moved.forms if ("visit_on", "2027-01-19") in f.fields)
    back = await bureau.send(undo)
    assert "Visite prévue le mardi 19 janvier à 14 h 30" in back.text
    off = await bureau.send(back.form(f"{path}/suivi/visite/annulation", exactly=True))
    assert "Visite annulée." in off.text
    restored = await bureau.send(off.form(f"{path}/suivi/visite/retablissement", exactly=True))
    assert "Visite prévue le mardi 19 janvier à 14 h 30" in restored.text
    assert await told(lycee) == [K.PLANNED, K.MOVED, K.MOVED, K.CALLED_OFF, K.PLANNED]


async def test_once_its_day_has_come_the_form_of_the_follow_up_is_filled(
    today: None, app: Served, bureau: Visitor, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    await plans(here)
    app.application.state.runtime.work._clock = lambda: datetime(2027, 1, 20, 9, tzinfo=UTC)
    path = f"/pfmp/placements/{here.placements[0]}/suivi"
    page = await bureau.get(path)
    assert "Visite du mardi 19 janvier : notez-la" in page.text
    form = page.form(path, exactly=True)
    assert ("on", "2027-01-19") in form.fields
    assert ("kind", "visit") in form.fields
    assert "Visite du mardi 19 janvier : notez-la" in (await bureau.get("/pfmp/suivi")).text
    done = await bureau.send(form)
    assert "notez-la" not in done.text


async def test_a_teacher_plans_by_their_link_and_takes_it_back(
    today: None, app: Served, lycee: Lycee
) -> None:
    here = await at_work(lycee)
    _, address = await here.gives_a_link(here.referents[0])
    own = f"{address}/{here.placements[0]}"
    async with stranger(app) as visitor:
        form = (await visitor.get(own)).form(f"{own}/visite", exactly=True)
        refused = await visitor.send(form, visit_on="2027-02-05", visit_at="09:15")
        assert (refused.status, "choisissez un de ces jours" in refused.text) == (422, True)
        again = refused.form(f"{own}/visite", exactly=True)
        assert ("visit_at", "09:15") in again.fields
        page = await visitor.send(again, visit_on="2027-01-19")
        assert "Visite prévue le mardi 19 janvier à 9 h 15 (sur place)" in page.text
        twice = await visitor.send(again, visit_on="2027-01-19")
        assert twice.status == 200
        assert await told(lycee) == [K.PLANNED]

        moving = (await visitor.get(own)).form(f"{own}/visite", exactly=True)
        page = await visitor.send(moving, visit_on="2027-01-20")
        assert "Visite prévue le mercredi 20 janvier" in page.text
        off = await visitor.send(page.form(f"{own}/visite/annulation", exactly=True))
        assert "Visite prévue" not in off.text
        back = await visitor.send(off.form(f"{own}/visite/retablissement", exactly=True))
        assert "Visite prévue le mercredi 20 janvier" in back.text

        other = own.replace(str(here.placements[0]), str(here.placements[1]))
        assert (await visitor.send(replace(moving, action=f"{other}/visite"))).status == 404
    assert await told(lycee) == [K.PLANNED, K.MOVED, K.CALLED_OFF, K.PLANNED]


async def test_a_teacher_who_is_signed_in_plans_for_their_own_pupils_alone(
    today: None, app: Served, lycee: Lycee
) -> None:
    here = await with_accounts(lycee)
    async with teacher(app, here.account) as visitor:
        page = await visitor.get(f"{LIST}?eleve={here.placements[0]}")
        form = page.form(f"{LIST}/visite", exactly=True)
        refused = await visitor.send(form, visit_on="2027-01-11", visit_at="10:00")
        assert refused.status == 422
        again = refused.form(f"{LIST}/visite", exactly=True)
        assert ("visit_at", "10:00") in again.fields
        page = await visitor.send(again, visit_on="2027-01-19")
        assert "Visite prévue le mardi 19 janvier à 10 h 00 (sur place)" in page.text
        off = await visitor.send(page.form(f"{LIST}/visite/annulation", exactly=True))
        assert "Visite prévue" not in off.text
        back = await visitor.send(off.form(f"{LIST}/visite/retablissement", exactly=True))
        assert "Visite prévue le mardi 19 janvier" in back.text
        stranger_ = await visitor.send(
            again, stay_id=str(here.placements[1]), command_id=str(uuid4())
        )
        assert stranger_.status == 404


async def test_who_hosts_reads_it_on_their_page(today: None, app: Served, lycee: Lycee) -> None:
    here = await at_work(lycee)
    await plans(here)
    stays = Stays(here.lycee, here.period, here.pupils, here.placements)
    _, address = await stays.gives_a_link()
    async with stranger(app) as host:
        assert "Visite prévue le mardi 19 janvier à 14 h 30" in (await host.get(address)).text
