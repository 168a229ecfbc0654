"""« Ma semaine » of the supervisor: what each feature makes due, by day; noted, ticked, moved and taken back."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from contracts.coordination.offer_files import OfferBody
from contracts.coordination.support import SupportTopic
from contracts.identifiers import SchoolYear
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.coordination.decisions.commands import take_decision
from services.coordination.decisions.model import DecisionDetails, Owner
from services.coordination.needs.commands.take_need import take_need
from services.coordination.network_week.labels import done_of, dues_of
from services.coordination.network_week.model import (
    Due,
    DueKind,
    Moment,
    by_moment,
    moment_of,
    put_off_to,
)
from services.coordination.network_week.queries import read_week
from services.coordination.news.model.calendar import PARIS, local_date
from services.coordination.offer_calendar.commands import add_date
from services.coordination.offer_calendar.model import DatePlan
from services.coordination.offer_files.model.states import OfferAction
from services.coordination.supervisor_tasks.commands import (
    add_supervisor_task,
    finish_supervisor_task,
)
from services.coordination.supervisor_tasks.model import About, AboutKind, TaskDetails
from services.coordination.support_requests.commands import ask_support, promise_support
from tests.coordination.accounts.world import asks, seen, the_lycees
from tests.coordination.accounts.world import decides as arbitrates
from tests.coordination.campaigns.world import a_campaign
from tests.coordination.committees.world import a_committee, a_meeting, decides
from tests.coordination.needs.world import assignments_of, passed_on, sent
from tests.coordination.offer_files.world import TO_THE_VOTE, a_file, know_the_network, moves
from tests.coordination.world import NOW, Somebody, people
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.pages import Visitor
from tests.support.statements import statements

TODAY = NOW.date()  # a Tuesday
WEEK = "/reseau/semaine"


def day(n: int) -> date:
    return TODAY + timedelta(days=n)


@pytest.mark.parametrize(
    ("on", "today", "moment"),
    [
        (None, TODAY, Moment.UNDATED),
        (day(-1), TODAY, Moment.LATE),
        (day(0), TODAY, Moment.TODAY),
        (day(5), TODAY, Moment.THIS_WEEK),
        (day(6), TODAY, Moment.NEXT_WEEK),
        (day(12), TODAY, Moment.NEXT_WEEK),
        (day(13), TODAY, Moment.LATER),
        # On a Sunday what was for Friday is late, and Monday is next week already.
        (day(3), day(5), Moment.LATE),
        (day(5), day(5), Moment.TODAY),
        (day(6), day(5), Moment.NEXT_WEEK),
    ],
)
def test_weeks_begin_on_monday_whatever_the_day(
    on: date | None, today: date, moment: Moment
) -> None:
    assert moment_of(on, today) is moment


def test_late_rows_come_by_day_then_by_kind() -> None:
    rows = [
        Due(DueKind.NEED, "b", "", day(-1)),
        Due(DueKind.TASK, "c", "", day(-1)),
        Due(DueKind.CAMPAIGN, "a", "", day(-9)),
    ]
    assert [one.title for one in by_moment(rows, TODAY)[Moment.LATE]] == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (day(0), (day(1), day(7))),
        (day(3), (day(6), day(10))),  # a Friday
        (day(4), (day(6), day(13))),  # a Saturday: a week later is none to work on
        (date(2026, 12, 24), (date(2026, 12, 28), date(2026, 12, 31))),
        (date(2026, 12, 25), (date(2026, 12, 28), date(2027, 1, 4))),
    ],
)
def test_a_task_is_put_off_to_a_working_day(today: date, expected: tuple[date, date]) -> None:
    assert put_off_to(today) == expected


def test_a_need_is_late_by_working_days() -> None:
    need = Due(DueKind.NEED, "b", "", day(3))  # a Friday
    late = [need.worked_late(day(n)) for n in (2, 3, 4, 5, 6, 7)]
    assert late == [0, 0, 0, 0, 1, 2]


async def a_full_week(supervisor: Somebody, bureau: Somebody) -> None:
    """One thing of each kind."""
    await know_the_network(supervisor)
    committee_id = await a_committee(supervisor)
    meeting_id = await a_meeting(supervisor, committee_id, on=day(20))
    held_id = await a_meeting(supervisor, committee_id, on=day(-3))
    await decides(supervisor, held_id, HERE)
    own = DecisionDetails("Publier la charte", Owner(supervisor_uai(supervisor)), day(-1))
    await supervisor.do(take_decision, meeting_id=meeting_id, details=own, now=NOW)
    await sent(supervisor)
    support_id = await bureau.do(ask_support, topic=SupportTopic.RULES, text="Qui signe ?", now=NOW)
    await supervisor.do(
        promise_support, support_id=support_id, version=1, promised_on=day(2), now=NOW
    )
    await bureau.do(ask_support, topic=SupportTopic.TOOL, text="Où est-ce ?", now=NOW)
    plan = DatePlan(OfferBody.CDEN, SchoolYear("2027-2028"), day(9), None, day(1))
    await supervisor.do(add_date, plan=plan)
    await a_campaign(supervisor, {HERE: 12})
    await bureau.proposes("Forum des métiers")
    await supervisor.do(add_supervisor_task, details=TaskDetails("Rappeler", day(0), HERE))


def supervisor_uai(supervisor: Somebody) -> Any:
    return supervisor.units.department_uai


async def rows_of(who: Somebody) -> list[tuple[DueKind, date | None]]:
    async def read(uow: UnitOfWork) -> list[Due]:
        return dues_of(await read_week(uow), local_date(uow.now))

    return [(one.kind, one.on) for one in await who.do(read)]


async def test_each_feature_has_its_rows_on_the_day_they_are_due(
    supervisor: Somebody, bureau: Somebody
) -> None:
    await a_full_week(supervisor, bureau)
    found = await rows_of(supervisor)
    for expected in (
        (DueKind.TASK, day(0)),
        (DueKind.DECISION, day(-1)),
        (DueKind.CONVENE, day(6)),
        (DueKind.MEETING, day(20)),
        (DueKind.ATTENDANCE, day(-3)),
        (DueKind.SUPPORT, day(2)),
        (DueKind.SUPPORT, None),
        (DueKind.DEADLINE, day(1)),
        (DueKind.BODY, day(9)),
        (DueKind.NEWS, None),
        (DueKind.CHARTER, None),
    ):
        assert expected in found, expected
    kinds = [kind for kind, _ in found]
    # The decision of a lycée is the lycée’s.
    assert kinds.count(DueKind.DECISION) == 1
    assert {DueKind.NEED, DueKind.CAMPAIGN} <= set(kinds)


async def test_what_is_to_be_decided_of_big_accounts_is_in_the_week(
    supervisor: Somebody, bureau: Somebody
) -> None:
    await the_lycees(supervisor)
    asked, decided, again = [await asks(bureau) for _ in range(3)]
    last = await asks(bureau)
    supervisor.now = NOW + timedelta(hours=1)
    for account_id, review_on in ((decided, day(5)), (again, day(6)), (last, None)):
        await arbitrates(supervisor, account_id, from_on=day(0), review_on=review_on)
    found = {one[1] for one in await rows_of(supervisor) if one[0] is DueKind.ACCOUNT}
    assert found == {None, day(5), day(6)}
    bureau.now = NOW + timedelta(hours=6)
    company_id = (await seen(bureau, again)).account.company_id
    await asks(bureau, company_id)
    found = {one[1] for one in await rows_of(supervisor) if one[0] is DueKind.ACCOUNT}
    assert found == {None, day(5)}
    supervisor.now = NOW + timedelta(days=6)
    found = {one[1] for one in await rows_of(supervisor) if one[0] is DueKind.ACCOUNT}
    assert found == {None, day(5), day(6)}
    assert asked != again


async def test_a_promise_that_passed_is_in_the_week_until_another_day_is_promised(
    supervisor: Somebody, bureau: Somebody
) -> None:
    await know_the_network(supervisor)
    need_id = await sent(supervisor)
    await passed_on(supervisor, need_id, HERE, ELSEWHERE)
    parts = {one.uai: one.id for one in await assignments_of(supervisor, need_id)}

    async def takes(uai: Any, on: date) -> None:
        part: dict[str, Any] = {
            "need_id": need_id,
            "assignment_id": parts[uai],
            "promised_on": on,
            "now": NOW,
        }
        await replace(supervisor, scope=Scope(frozenset({uai})), now=NOW).do(take_need, **part)

    async def promised() -> list[date | None]:
        return [on for kind, on in await rows_of(supervisor) if kind is DueKind.NEED]

    await takes(HERE, day(2))
    assert await promised() == []
    supervisor.now = NOW + timedelta(days=3)
    assert await promised() == [day(2)]
    # Another one works at it still.
    await takes(ELSEWHERE, day(5))
    assert await promised() == []
    supervisor.now = NOW + timedelta(days=6)
    assert await promised() == [day(5)]


async def test_the_whole_week_is_one_statement(supervisor: Somebody, bureau: Somebody) -> None:
    await a_full_week(supervisor, bureau)
    with statements() as run:
        await supervisor.do(read_week)
    assert len([one for one in run if "FROM" in one]) == 1


async def test_the_home_counts_exactly_what_the_week_shows_as_late_or_for_today(
    network: Network,
) -> None:
    units = network.runtime("coordination").work
    bureau, supervisor = people(units)
    visitor = Visitor(await network.client_as(Role.SUPERVISOR))
    part = "/reseau/fragments/semaine"
    assert "à faire aujourd’hui" not in (await visitor.get(part)).text
    # Long past by the clock of the machine, but a task of today.
    await a_full_week(supervisor, bureau)
    details = TaskDetails("Appeler", local_date(units.now()))
    await supervisor.do(add_supervisor_task, details=details)

    home = (await visitor.get(part)).text
    week = (await visitor.get("/reseau/semaine")).text
    counted = re.search(r"(\d+) choses? à faire aujourd’hui(?:, dont (\d+) en retard)?", home)
    listed = sum(
        int(found.group(1))
        for title in ("En retard", "Aujourd’hui")
        if (found := re.search(rf"{title} \((\d+)\)", week))
    )
    late = re.search(r"En retard \((\d+)\)", week)
    assert counted is not None
    assert int(counted.group(1)) == listed
    assert counted.group(2) == (late.group(1) if late else None)


async def test_what_was_done_today_is_shown_until_midnight(supervisor: Somebody) -> None:
    task_id = await supervisor.do(add_supervisor_task, details=TaskDetails("Rappeler"))
    await supervisor.do(finish_supervisor_task, task_id=task_id, version=1, now=NOW)

    async def done(uow: UnitOfWork) -> list[str]:
        return [one.title for one in done_of(await read_week(uow))]

    assert await supervisor.do(done) == ["Rappeler"]
    supervisor.now = datetime.combine(day(1), time(0, 1), PARIS)
    assert await supervisor.do(done) == []


async def test_the_supervisor_keeps_her_week_from_its_page(network: Network) -> None:
    units = network.runtime("coordination").work
    _, dsden = people(units)
    dsden.now = units.now()
    today = local_date(dsden.now)
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    empty = await supervisor.get(WEEK)
    assert "Rien à faire." in empty.text

    page = await supervisor.send(empty.form(f"{WEEK}/taches", exactly=True), title="  ")
    assert page.status == 422
    page = await supervisor.send(
        empty.form(f"{WEEK}/taches", exactly=True), title="Appeler le CMQ", due_on=str(today)
    )
    assert "Tâche notée." in page.text
    assert "Aujourd’hui (1)" in page.text
    page = await supervisor.send(page.form(f"{WEEK}/taches/", exactly=False))
    # The notice’s form is the first one: it takes the new task back.
    assert "Tâche retirée." in page.text
    page = await supervisor.send(next(one for one in page.forms if one.action.endswith("/reprise")))
    done = next(one for one in page.forms if one.action.endswith("/faite"))
    page = await supervisor.send(done)
    assert "Faites aujourd’hui (1)" in page.text
    # Pressed twice, it is done once.
    again = await supervisor.send(done)
    assert "Faites aujourd’hui (1)" in again.text
    page = await supervisor.send(next(one for one in page.forms if one.action.endswith("/reprise")))
    moved = [one for one in page.forms if one.action.endswith("/date")]
    assert f"Reporter au {str(moved[-1].typed()['due_on'])[8:]}/" in page.text
    page = await supervisor.send(moved[-1])
    assert "Tâche reportée." in page.text
    assert "Aujourd’hui (" not in page.text
    page = await supervisor.send(page.form(f"{WEEK}/taches/"))
    assert "Aujourd’hui (1)" in page.text


async def test_no_button_puts_a_task_off_to_an_earlier_day(network: Network) -> None:
    units = network.runtime("coordination").work
    _, dsden = people(units)
    dsden.now = units.now()
    soon, next_week = put_off_to(local_date(dsden.now))
    for due_on in (soon, soon + timedelta(days=1), next_week, next_week + timedelta(days=1)):
        details = TaskDetails(f"Pour le {due_on}", due_on)
        await dsden.do(add_supervisor_task, details=details)

    page = await Visitor(await network.client_as(Role.SUPERVISOR, None)).get(WEEK)

    # Of the four, the two that are due before next week may go there; nothing goes back.
    offered = [form.typed()["due_on"] for form in page.forms if form.action.endswith("/date")]
    assert offered == [str(next_week)] * 2


async def test_a_need_is_as_late_in_the_week_as_on_its_own_page(network: Network) -> None:
    her = Visitor(await network.client_as(Role.SUPERVISOR, None))
    units = network.runtime("coordination").work
    then = people(units)[1]
    then.now = units.now() - timedelta(days=25)
    need_id = await sent(then)

    def said(page: str) -> list[str]:
        return re.findall(r"En retard de (\d+ jours ouvrés)", page.replace("\u00a0", " "))

    own = said((await her.get(f"/besoins/{need_id}")).text)
    assert len(own) == 1
    assert said((await her.get(WEEK)).text) == own == said((await her.get("/besoins")).text)


async def test_what_is_drawn_again_in_place_is_one_thing_of_the_page(network: Network) -> None:
    _, dsden = people(network.runtime("coordination").work)
    dsden.now = network.runtime("coordination").work.now()
    for days in (-1, *range(15), 40, None):
        due_on = None if days is None else local_date(dsden.now) + timedelta(days=days)
        await dsden.do(add_supervisor_task, details=TaskDetails("Rappeler", due_on))
    page = (await (await network.client_as(Role.SUPERVISOR, None)).get(WEEK)).text
    ids = re.findall(r' id="([^"]+)"', page)
    assert [one for one in ids if ids.count(one) > 1] == []


async def test_a_row_that_somebody_ticked_meanwhile_is_said_and_what_was_typed_stays(
    network: Network,
) -> None:
    units = network.runtime("coordination").work
    _, dsden = people(units)
    task_id: UUID = await dsden.do(add_supervisor_task, details=TaskDetails("Écrire"))
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    page = await supervisor.get(WEEK)
    edit = await supervisor.get(f"{WEEK}/taches/{task_id}")
    await dsden.do(finish_supervisor_task, task_id=task_id, version=1, now=NOW)
    refused = await supervisor.send(page.form(f"{WEEK}/taches/{task_id}/faite"))
    assert refused.status == 409
    assert "Cette tâche est déjà faite" in refused.text
    refused = await supervisor.send(edit.form(f"{WEEK}/taches/{task_id}"), title="Écrire au CMQ")
    assert refused.status == 409
    assert 'value="Écrire au CMQ"' in refused.answer.text


async def test_a_tick_in_place_leaves_no_notice_for_the_next_page(network: Network) -> None:
    units = network.runtime("coordination").work
    _, dsden = people(units)
    await dsden.do(add_supervisor_task, details=TaskDetails("Écrire"))
    client = await network.client_as(Role.SUPERVISOR, None)
    supervisor = Visitor(client)
    form = next(one for one in (await supervisor.get(WEEK)).forms if one.action.endswith("/faite"))
    answer = await client.post(
        form.action, data=form.typed(), headers={"HX-Request": "true"}, follow_redirects=True
    )
    assert 'id="semaine"' in answer.text
    assert "Faites aujourd’hui" in answer.text
    assert "Tâche faite." not in (await supervisor.get(WEEK)).text


async def test_one_is_reminded_of_a_thing_from_its_page(network: Network) -> None:
    units = network.runtime("coordination").work
    _, dsden = people(units)
    actor_id = await dsden.adds("Comité de la Lomagne")
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    page = await supervisor.get(f"{WEEK}/taches/nouvelle?quoi=acteur&numero={actor_id}")
    form = page.form(f"{WEEK}/taches/nouvelle")
    page = await supervisor.send(form, title="Reprendre contact")
    assert "Tâche notée dans votre semaine." in page.text
    week = await supervisor.get(WEEK)
    assert f'href="/annuaire/{actor_id}"' in week.answer.text


@pytest.mark.parametrize("role", [Role.RBDE, Role.HEAD, Role.DDFPT])
async def test_no_lycee_opens_it(network: Network, role: Role) -> None:
    client = await network.client_as(role)
    assert (await client.get(WEEK)).status_code == 404


async def test_a_task_may_be_about_anything_that_has_a_page(supervisor: Somebody) -> None:
    for kind in AboutKind:
        about = About(kind, UUID(int=7))
        await supervisor.do(add_supervisor_task, details=TaskDetails(kind.value), about=about)

    async def pages(uow: UnitOfWork) -> set[str]:
        return {one.href for one in dues_of(await read_week(uow), TODAY)}

    assert len(await supervisor.do(pages)) == len(AboutKind)


async def test_a_file_of_the_training_offer_is_late_since_the_first_day_a_body_was_to_have_it(
    supervisor: Somebody,
) -> None:
    year = SchoolYear("2027-2028")
    for body, on, due_on in (
        (OfferBody.CSA, day(-40), None),
        (OfferBody.CDEN, day(12), day(4)),
        (OfferBody.CAEN, day(8), None),
    ):
        await supervisor.do(add_date, plan=DatePlan(body, year, on, None, due_on))
    late = await a_file(supervisor)
    ready = await a_file(supervisor, *TO_THE_VOTE, formation="CAP Couvreur")
    await a_file(supervisor, formation="CAP Maçon", effect_year=SchoolYear("2028-2029"))

    async def behind() -> list[Due]:
        async def read(uow: UnitOfWork) -> list[Due]:
            return dues_of(await read_week(uow), local_date(uow.now))

        return [one for one in await supervisor.do(read) if one.kind is DueKind.OFFER_FILE]

    supervisor.now = NOW + timedelta(days=4)
    assert await behind() == [], (
        "the day itself is not over, and what was over before it began is not late"
    )
    supervisor.now = NOW + timedelta(days=9)
    (one,) = await behind()
    assert (one.on, one.href) == (day(4), f"/offre/{late}")
    assert one.title == "Mention complémentaire zingueur"
    assert one.more == "dépôt pour «\u00a0CDEN\u00a0» passé, proposition"
    # Sent back from the vote, another one is behind too; ready, the first one no more.
    await moves(supervisor, ready, OfferAction.PLAN)
    for action in TO_THE_VOTE[1:]:
        await moves(supervisor, late, action)
    (one,) = await behind()
    assert one.title == "CAP Couvreur"
    # The body has it as it meets: refused and taken up again, it is behind no day of that body.
    for after, action in (
        (10, OfferAction.MAKE_READY),
        (12, OfferAction.REFUSE),
        (14, OfferAction.RESUME),
    ):
        supervisor.now = NOW + timedelta(days=after)
        await moves(supervisor, ready, action)
    assert await behind() == []
