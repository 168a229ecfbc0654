"""Days of the network in calendars: all of them for the supervisor, those of its lycée for a bureau, no word typed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from contracts.coordination.offer_files import OfferBody
from contracts.identifiers import SchoolYear
from services.chassis.base.identity import Role
from services.coordination.news.model.calendar import PARIS, local_date
from services.coordination.offer_calendar.commands import add_date
from services.coordination.offer_calendar.model import DatePlan
from services.coordination.supervisor_tasks.commands import add_supervisor_task
from services.coordination.supervisor_tasks.model import TaskDetails
from services.internships.service import SERVICE as INTERNSHIPS
from services.partnerships.service import SERVICE as PARTNERSHIPS
from tests.coordination.campaigns.world import a_campaign
from tests.coordination.committees.world import a_committee, a_meeting, a_seat, convenes, decides
from tests.coordination.offer_files.world import a_file, know_the_network
from tests.coordination.world import Somebody, people
from tests.partnerships.world import Bureau
from tests.portal.calendar.test_calendar import made, read
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.services import ServiceDatabases

TYPED = ("CLEE", "Salle Ingres", "forum", "Écrire au recteur", "Préparer")


def day(dsden: Somebody, days: int) -> date:
    return local_date(dsden.now) + timedelta(days=days)


async def a_network(network: Network) -> Somebody:
    """Meetings, bodies, a campaign, decisions and tasks of the days to come."""
    _, dsden = people(network.runtime("coordination").work)
    dsden.now = datetime.now(UTC)
    await know_the_network(dsden)
    committee_id = await a_committee(dsden)
    await a_seat(dsden, committee_id, lycee=HERE)
    convened_id = await a_meeting(dsden, committee_id, on=day(dsden, 5))
    await convenes(dsden, convened_id)
    meeting_id = await a_meeting(dsden, committee_id, on=day(dsden, 12))
    await decides(dsden, meeting_id, HERE)
    await decides(dsden, meeting_id, HERE)
    await decides(dsden, meeting_id, ELSEWHERE, in_days=3)
    await a_file(dsden)
    for body, days in ((OfferBody.CDEN, 20), (OfferBody.CAEN, 30)):
        plan = DatePlan(body, SchoolYear("2027-2028"), day(dsden, days), None, day(dsden, 8))
        await dsden.do(add_date, plan=plan)
    other = DatePlan(OfferBody.COUNCIL, SchoolYear("2027-2028"), day(dsden, 9), ELSEWHERE)
    await dsden.do(add_date, plan=other)
    await a_campaign(dsden, {HERE: 12}, from_on=day(dsden, -8), until_on=day(dsden, 17))
    for title in ("Écrire au recteur", "Appeler"):
        await dsden.do(add_supervisor_task, details=TaskDetails(title, day(dsden, 1)))
    return dsden


def days_of(content: bytes) -> dict[str, Event]:
    """The days of the network, by what they say."""
    calendar = Calendar.from_ical(content)
    assert [event.errors for event in calendar.walk()] == [[]] * len(calendar.walk())
    return {
        str(event["summary"]).partition(" (")[0].replace("\u00a0", " "): event
        for event in calendar.events
    }


async def test_the_supervisor_has_all_days_of_the_network_and_no_word_anybody_typed(
    network: Network,
) -> None:
    dsden = await a_network(network)
    address = await made(await network.client_as(Role.SUPERVISOR, None))
    answer = await read(network.client(), address)
    found = days_of(answer.content)
    assert {
        *("Réunion : CLEE", "Instance : CDEN", "Instance : CAEN", "Fin de campagne"),
        *("Instance : Conseil d’administration", "Dernier jour de dépôt : CDEN"),
        "2 tâches à faire",
    } <= set(found)
    assert found["2 tâches à faire"].start == day(dsden, 1)
    meetings = [
        one for one in Calendar.from_ical(answer.content).events if "reunion-" in str(one["uid"])
    ]
    starts = {one.decoded("dtstart").astimezone(PARIS).hour for one in meetings}
    assert (len(meetings), starts) == (2, {14})
    said = answer.text.replace("\r\n ", "")
    for typed in TYPED[1:]:
        assert typed not in said


@pytest.mark.parametrize("role", [Role.RBDE, Role.HEAD])
async def test_a_lycee_has_the_meetings_it_is_convened_to_and_the_bodies_of_its_files(
    network: Network, role: Role
) -> None:
    dsden = await a_network(network)
    address = await made(await network.client_as(role))
    found = days_of((await read(network.client(), address)).content)
    assert {"Réunion : CLEE", "Instance : CDEN", "Dernier jour de dépôt : CDEN"} <= set(found)
    meetings = [one for one in found.values() if "reunion-" in str(one["uid"])]
    assert [one.decoded("dtstart").astimezone(PARIS).date() for one in meetings] == [day(dsden, 5)]
    assert [one for one in found if "décision" in one] == ["2 décisions à mener"]
    for others in ("Conseil d’administration", "Fin de campagne", "tâches à faire"):
        assert not [one for one in found if others in one and "entreprises" not in one]


async def test_another_lycee_finds_nothing_of_it(network: Network) -> None:
    await a_network(network)
    other = await made(await network.client_as(Role.RBDE, ELSEWHERE))
    found = days_of((await read(network.client(), other)).content)
    # A body without a file about it is none of its days.
    assert [one for one in found if not one.startswith("1 décision")] == []
    office = await made(await network.client_as(Role.SECRETARIAT))
    assert days_of((await read(network.client(), office)).content) == {}


async def test_the_rest_of_the_calendar_is_whole_where_the_network_does_not_answer(
    running: Running, service_databases: ServiceDatabases
) -> None:
    async with running(PARTNERSHIPS, INTERNSHIPS) as network:
        bureau = Bureau(HERE, network.runtime("partnerships").work, service_databases.published)
        company = await bureau.registers("Ateliers Delbosc")
        await bureau.logs(company, next_step_on=date(2026, 12, 1))
        for role, uai in ((Role.RBDE, HERE), (Role.SUPERVISOR, None)):
            address = await made(await network.client_as(role, uai))
            answer = await network.client().get(address)
            assert answer.status_code == 200
            told = [one for one in days_of(answer.content) if "tâche" in one]
            assert len(told) == (1 if uai else 0)
