"""The calendar of bodies: read by all, kept by the supervisor, and shown on the files that go there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contracts.coordination.offer_files import OfferBody, OfferDateFollowedV1, OfferDateStep
from contracts.identifiers import SchoolYear, Uai
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.answers import notices_of_the_network
from services.coordination.news.model.calendar import local_date
from services.coordination.offer_calendar.commands import (
    add_date,
    change_date,
    remove_date,
    restore_date,
)
from services.coordination.offer_calendar.model import (
    CouncilOfNoLycee,
    DatePlan,
    DueAfterMeeting,
    OfferDateKept,
    OfferDateRemoved,
)
from services.coordination.offer_calendar.queries import read_next, read_years
from services.coordination.offer_files.model.offer_file import OfferLyceeUnknown
from tests.coordination.offer_files.world import a_draft, a_file, know_the_network
from tests.coordination.world import NOW, Somebody, people
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.pages import Visitor
from tests.support.services import Published

TODAY, YEAR = NOW.date(), SchoolYear("2027-2028")
CALENDAR = "/offre/calendrier"


def plan(**more: Any) -> DatePlan:
    given: dict[str, Any] = {"body": OfferBody.CDEN, "effect_year": YEAR, "meets_on": TODAY}
    return DatePlan(**(given | more))


def test_files_come_before_the_body_meets_and_a_council_is_of_a_lycee() -> None:
    with pytest.raises(DueAfterMeeting):
        plan(due_on=TODAY + timedelta(days=1))
    with pytest.raises(CouncilOfNoLycee):
        plan(body=OfferBody.COUNCIL)


async def test_a_date_is_changed_removed_and_put_back(supervisor: Somebody) -> None:
    await know_the_network(supervisor)
    date_id = await supervisor.do(add_date, plan=plan())
    asked: dict[str, Any] = {"date_id": date_id}
    with pytest.raises(StaleVersion):
        await supervisor.do(change_date, **asked, version=2, plan=plan())
    with pytest.raises(OfferLyceeUnknown):
        await supervisor.do(change_date, **asked, version=1, plan=plan(lycee=Uai("0310001H")))
    await supervisor.do(change_date, **asked, version=1, plan=plan(body=OfferBody.CAEN))
    with pytest.raises(OfferDateKept):
        await supervisor.do(restore_date, **asked, version=2)
    await supervisor.do(remove_date, **asked, version=2, now=supervisor.now)
    assert await supervisor.do(read_years) == {}
    with pytest.raises(OfferDateRemoved):
        await supervisor.do(change_date, **asked, version=3, plan=plan())
    await supervisor.do(restore_date, **asked, version=3)
    [kept] = (await supervisor.do(read_years))[YEAR]
    assert kept.date.plan.body is OfferBody.CAEN


async def test_a_lycee_reads_those_of_the_department_and_its_own(
    supervisor: Somebody, bureau: Somebody
) -> None:
    await know_the_network(supervisor)
    for more in (
        {"meets_on": TODAY - timedelta(days=1)},
        {"body": OfferBody.COUNCIL, "lycee": HERE, "meets_on": TODAY + timedelta(days=2)},
        {"body": OfferBody.COUNCIL, "lycee": ELSEWHERE},
        {"body": OfferBody.REGION, "meets_on": TODAY + timedelta(days=1)},
    ):
        await supervisor.do(add_date, plan=plan(**more))
    found = await bureau.do(read_next, lycees=[HERE])
    assert [(one.date.plan.body.value, one.lycee) for one in found] == [
        ("region", None),
        ("ca", "Lycée Bourdelle"),
    ]
    with pytest.raises(Exception, match="row-level security"):
        await bureau.do(add_date, plan=plan())


async def test_the_supervisor_keeps_the_calendar_and_files_show_where_they_go(
    network: Network,
) -> None:
    units = network.runtime("coordination").work
    _, dsden = people(units)
    dsden.now = units.now()
    file_id = await a_file(dsden)
    soon = local_date(dsden.now) + timedelta(days=12)
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    reader = Visitor(await network.client_as(Role.HEAD))
    page = await supervisor.get(f"{CALENDAR}/nouvelle")
    typed: dict[str, Any] = {"body": "cden", "effect_year": YEAR, "meets_on": soon.isoformat()}
    page = await supervisor.send(page.form(f"{CALENDAR}/nouvelle"), **typed)
    assert "Date ajoutée" in page.text
    for who in (supervisor, reader):
        for path in ("/offre", f"/offre/{file_id}", CALENDAR):
            assert "CDEN" in (await who.get(path)).text
    read = await reader.get(CALENDAR)
    assert not read.has_form(CALENDAR)

    edit = page.answer.text.partition(f'href="{CALENDAR}/')[2].partition('"')[0]
    while not edit.endswith("/correction"):
        rest = page.answer.text.partition(f'href="{CALENDAR}/{edit}"')[2]
        edit = rest.partition(f'href="{CALENDAR}/')[2].partition('"')[0]
    form = (await supervisor.get(f"{CALENDAR}/{edit}")).form(f"{CALENDAR}/{edit}")
    wrong = await supervisor.send(form, body="ca")
    assert wrong.status == 422
    assert "choisissez lequel" in wrong.text
    late = await supervisor.send(form, due_on="2099-01-01")
    assert "avant la réunion" in late.text
    page = await supervisor.send(form, body="caen")
    assert "Date corrigée" in page.text
    stale = await supervisor.send(form, body="csa")
    assert stale.status == 409
    one = edit.removesuffix("/correction")
    page = await supervisor.send(page.form(f"{CALENDAR}/{one}/retrait"))
    assert "Aucune date n’est notée" in page.text
    page = await supervisor.send(page.form(f"{CALENDAR}/{one}/retour"))
    assert "CAEN" in page.text
    with pytest.raises(NotFound):
        await dsden.do(remove_date, date_id=file_id, version=1, now=dsden.now)


async def test_lycees_whose_files_a_body_sees_are_told_once_when_its_date_moves(
    supervisor: Somebody, bureau: Somebody, published: Published
) -> None:
    await a_file(supervisor, effect_year=YEAR)
    await a_draft(supervisor, effect_year=YEAR, lycee=ELSEWHERE)
    later = {"meets_on": TODAY + timedelta(days=9)}
    date_id = await supervisor.do(add_date, plan=plan(**later))
    asked: dict[str, Any] = {"date_id": date_id}

    async def seen() -> NoticeFacts:
        one = AskedNotice(kind=NoticeKind.OFFER_DATE_MOVED, about=date_id)

        async def answer(uow: UnitOfWork) -> NoticeFacts | None:
            return (await notices_of_the_network(NoticesRequest(asked=(one,)), uow)).facts[0]

        facts = await bureau.do(answer)
        assert facts
        return facts

    async def told() -> list[OfferDateStep]:
        return [one.step for one in await published(OfferDateFollowedV1)]

    assert await told() == [OfferDateStep.ADDED]
    supervisor.now += timedelta(minutes=20)
    await supervisor.do(change_date, **asked, version=1, plan=plan(**later))
    assert (await told())[1:] == []
    moved = plan(meets_on=TODAY + timedelta(days=12), due_on=TODAY + timedelta(days=5))
    await supervisor.do(change_date, **asked, version=2, plan=moved)
    assert (await told())[1:] == [OfferDateStep.MOVED]
    facts = await seen()
    assert facts.standing
    assert [line.label for line in facts.lines] == [
        *("Instance", "Réunion", "Dépôt jusqu’au", "Effet", "Dossiers")
    ]
    assert facts.path == CALENDAR
    supervisor.now += timedelta(minutes=20)
    await supervisor.do(remove_date, **asked, version=3, now=supervisor.now)
    assert "retirée du calendrier" in [line.text for line in (await seen()).lines]
    await supervisor.do(restore_date, **asked, version=4)
    assert (await told())[2:] == [OfferDateStep.MOVED, OfferDateStep.BACK]
    of_another_year = plan(**later, effect_year=SchoolYear("2031-2032"))
    await supervisor.do(change_date, **asked, version=5, plan=of_another_year)
    assert not (await seen()).standing


@pytest.mark.parametrize(("minutes", "step"), [(14, "back"), (16, "moved")])
async def test_a_date_changed_back_or_taken_out_at_once_did_not_move(
    supervisor: Somebody, published: Published, minutes: int, step: str
) -> None:
    await a_file(supervisor, effect_year=YEAR)
    first = plan(meets_on=TODAY + timedelta(days=9))
    date_id = await supervisor.do(add_date, plan=first)
    supervisor.now += timedelta(minutes=20)
    other = plan(meets_on=TODAY + timedelta(days=12))
    await supervisor.do(change_date, date_id=date_id, version=1, plan=other)
    slip = await supervisor.do(add_date, plan=other)
    later = replace(supervisor, now=supervisor.now + timedelta(minutes=minutes))
    await later.do(change_date, date_id=date_id, version=2, plan=first)
    await later.do(remove_date, date_id=slip, version=1, now=later.now)

    told = [one.step for one in await published(OfferDateFollowedV1)]
    assert told == ["added", "moved", "added", step, step]


async def test_a_date_moved_again_after_it_was_changed_back_is_told_again(
    supervisor: Somebody, published: Published
) -> None:
    await a_file(supervisor, effect_year=YEAR)
    first, second, third = (plan(meets_on=TODAY + timedelta(days=days)) for days in (9, 12, 15))
    date_id = await supervisor.do(add_date, plan=first)
    supervisor.now += timedelta(minutes=20)

    async def steps(*moves: DatePlan) -> list[str]:
        """What is told of these moves, a minute each."""
        before = len(await published(OfferDateFollowedV1))
        for one in moves:
            [shown] = (await supervisor.do(read_years))[YEAR]
            supervisor.later()
            asked: dict[str, Any] = {"date_id": date_id, "version": shown.date.version}
            await supervisor.do(change_date, **asked, plan=one)
        return [one.step.value for one in (await published(OfferDateFollowedV1))[before:]]

    assert await steps(second, first, second) == ["moved", "back", "moved"]
    # Of two moves at once the second alone is taken back: it is not where it was known.
    assert await steps(third, second) == ["moved", "moved"]
    assert await steps(first) == ["back"]


async def test_a_date_changed_as_soon_as_it_was_added_is_told_as_added_as_it_then_is(
    supervisor: Somebody, bureau: Somebody, published: Published
) -> None:
    await a_file(supervisor, effect_year=YEAR)
    date_id = await supervisor.do(add_date, plan=plan(meets_on=TODAY + timedelta(days=9)))
    asked: dict[str, Any] = {"date_id": date_id}
    last = plan(meets_on=TODAY + timedelta(days=12))
    supervisor.later()
    await supervisor.do(change_date, **asked, version=1, plan=last)
    assert [one.step for one in await published(OfferDateFollowedV1)] == ["added", "added"]
    # It was added so: taken out by then, it was a slip; moved after that, it moved.
    supervisor.later()
    await supervisor.do(remove_date, **asked, version=2, now=supervisor.now)
    await supervisor.do(restore_date, **asked, version=3)
    supervisor.now += timedelta(minutes=16)
    await supervisor.do(
        change_date, **asked, version=4, plan=plan(meets_on=TODAY + timedelta(days=15))
    )
    told = [one.step for one in await published(OfferDateFollowedV1)]
    assert told == ["added", "added", "back", "added", "moved"]


async def test_a_date_that_was_added_for_another_lycee_by_mistake_is_told_there_no_more(
    supervisor: Somebody, published: Published
) -> None:
    for lycee in (HERE, ELSEWHERE):
        await a_file(supervisor, effect_year=YEAR, lycee=lycee)
    council = plan(body=OfferBody.COUNCIL, lycee=HERE, meets_on=TODAY + timedelta(days=9))
    date_id = await supervisor.do(add_date, plan=council)
    supervisor.later()
    moved = replace(council, lycee=ELSEWHERE)
    await supervisor.do(change_date, date_id=date_id, version=1, plan=moved)
    told = [one.step.value for one in await published(OfferDateFollowedV1)]
    assert told == ["added", "added", "back"]
    supervisor.later()
    over = replace(moved, meets_on=TODAY - timedelta(days=1))
    await supervisor.do(change_date, date_id=date_id, version=2, plan=over)
    told = [one.step.value for one in await published(OfferDateFollowedV1)]
    assert told[3:] == ["back"], "nobody is told of a day that is past"


async def test_a_date_that_moved_is_told_to_have_moved_when_it_is_put_back_at_once(
    supervisor: Somebody, published: Published
) -> None:
    await a_file(supervisor, effect_year=YEAR)
    date_id = await supervisor.do(add_date, plan=plan(meets_on=TODAY + timedelta(days=9)))
    supervisor.now += timedelta(minutes=20)
    asked: dict[str, Any] = {"date_id": date_id}
    moved = plan(meets_on=TODAY + timedelta(days=12))
    await supervisor.do(change_date, **asked, version=1, plan=moved)
    for version in (2, 4):
        await supervisor.do(remove_date, **asked, version=version, now=supervisor.later())
        await supervisor.do(restore_date, **asked, version=version + 1)
    told = [one.step.value for one in await published(OfferDateFollowedV1)]
    # Each telling takes the place of the one before: the last one stands, once.
    assert told == ["added", *["moved"] * 5]


async def test_a_date_taken_out_as_soon_as_it_was_added_is_told_as_added_once_it_is_back(
    supervisor: Somebody, published: Published
) -> None:
    await a_file(supervisor, effect_year=YEAR)
    date_id = await supervisor.do(add_date, plan=plan(meets_on=TODAY + timedelta(days=9)))
    asked: dict[str, Any] = {"date_id": date_id}
    for version in (1, 3):
        await supervisor.do(remove_date, **asked, version=version, now=supervisor.later())
        supervisor.now += timedelta(minutes=20)
        await supervisor.do(restore_date, **asked, version=version + 1)
    supervisor.now += timedelta(minutes=20)
    await supervisor.do(remove_date, **asked, version=5, now=supervisor.later())
    await supervisor.do(restore_date, **asked, version=6)

    told = [one.step.value for one in await published(OfferDateFollowedV1)]
    assert told == ["added", "back", "added", "back", "added", "moved", "back"]
