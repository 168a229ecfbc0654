"""The calendar of an account, read by programs that hold its address."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import httpx2
import pytest_asyncio
from icalendar import Alarm, Calendar, Event

from contracts.identifiers import PartnershipId
from contracts.partnerships.actions import ActionKind
from contracts.partnerships.questions import AgreementDay, NextStepDay
from services.chassis.base.identity import Role
from services.partnerships.actions.commands import plan_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.partnerships.model.partnership import PartnershipAct
from services.partnerships.tasks.model import TASKS, TaskCode
from services.portal.accounts.store import Accounts
from services.portal.base.scopes import DEPARTMENT
from services.portal.calendar.pages.calendar_file import OfLycee, calendar_file
from tests.internships.world import CARE, Lycee
from tests.partnerships.world import Bureau
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases
from tests.support.waiting import eventually

ADDRESS = re.compile(r"/calendrier/[\w-]{43}\.ics")


async def made(browser: httpx2.AsyncClient) -> str:
    """Press « Créer l’adresse » or « Renouveler », and copy what is shown."""
    visitor = Visitor(browser)
    page = await visitor.get("/compte")
    shown = await visitor.send(page.form("/compte/calendrier"))
    found = ADDRESS.search(unescape(shown.answer.text))
    assert found, shown.text
    return found[0]


async def read(
    program: httpx2.AsyncClient, address: str, headers: Mapping[str, str] | None = None
) -> httpx2.Response:
    """What a program is given, which comes again where a busy service did not answer in time."""

    async def answered() -> httpx2.Response | None:
        answer = await program.get(address, headers=headers)
        return None if answer.status_code == httpx2.codes.SERVICE_UNAVAILABLE else answer

    answer = await eventually(answered)
    assert answer is not None
    return answer


@pytest_asyncio.fixture
async def working(network: Network, service_databases: ServiceDatabases) -> Network:
    """A lycée with a period, a pupil with a place, and a step planned with a company."""
    superuser = await service_databases.superuser("internships")
    lycee = Lycee(HERE, network.runtime("internships").work, superuser)
    formation = await lycee.opens(CARE, "Bac pro Accompagnement, soins et services à la personne")
    pupils = await lycee.imports(
        "DUVERNET Ismérie 1ASSP", "ROUX Tom 1ASSP", classes={"1ASSP": formation}
    )
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host()
    await lycee.confirms(await lycee.proposes(pupils[0], period, site))
    await superuser.close()
    bureau = Bureau(HERE, network.runtime("partnerships").work, service_databases.published)
    company = await bureau.registers("Ateliers Delbosc")
    await bureau.logs(company, next_step_on=date(2026, 12, 1))
    return network


async def test_programs_read_the_days_of_the_lycee_and_nobody_s_name(working: Network) -> None:
    address = await made(await working.client_as("rbde"))

    answer = await read(working.client(), address)

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert [event.errors for event in calendar.walk()] == [[]] * len(calendar.walk())
    period, steps = sorted(calendar.events, key=lambda event: str(event["summary"]), reverse=True)
    assert "Accompagnement, soins" in str(period["summary"])
    assert (period.start, period.end) == (date(2027, 1, 4), date(2027, 1, 30))
    assert "1\u00a0lieu d’accueil confirmé, 1\u00a0élève sans" in str(period["description"])
    assert steps["summary"] == "1\u00a0tâche à faire (entreprises)"
    assert str(steps["description"]).splitlines()[1:] == [TASKS[TaskCode.FOLLOW_UP]]
    assert steps.end - steps.start == timedelta(days=1)
    for name in ("DUVERNET", "Ismérie", "ROUX", "Delbosc"):
        assert name.lower() not in answer.text.lower()


async def test_an_action_with_hours_is_at_these_hours_of_paris(
    network: Network, service_databases: ServiceDatabases
) -> None:
    bureau = Bureau(HERE, network.runtime("partnerships").work, service_databases.published)
    known: dict[str, Any] = {"kind": ActionKind.FORUM, "title": "Chez Delbosc"}
    hours = ActionDetails(
        **known,
        planned_on=date(2027, 2, 4),
        starts_at=time(14, 0),
        ends_at=time(17, 30),
        place="Chez Delbosc",
    )
    one = await bureau.do(plan_action, details=hours, now=bureau.now)
    open_end = ActionDetails(**known, planned_on=date(2027, 6, 3), starts_at=time(9, 0))
    other = await bureau.do(plan_action, details=open_end, now=bureau.now)
    address = await made(await network.client_as("secretariat"))

    answer = await read(network.client(), address)
    assert "Delbosc" not in answer.text
    calendar = Calendar.from_ical(answer.content)
    assert [event.errors for event in calendar.walk()] == [[]] * len(calendar.walk())
    found = {str(event["uid"]): event for event in calendar.events}
    with_hours = found[f"action-{one}@passerelle"]
    assert with_hours.decoded("dtstart") == datetime(2027, 2, 4, 13, 0, tzinfo=UTC)
    assert with_hours.decoded("dtend") == datetime(2027, 2, 4, 16, 30, tzinfo=UTC)
    began = found[f"action-{other}@passerelle"].decoded("dtstart")
    assert began == datetime(2027, 6, 3, 7, 0, tzinfo=UTC)


async def test_agreements_and_actions_are_days_of_the_calendar_under_the_same_names(
    network: Network, service_databases: ServiceDatabases
) -> None:
    bureau = Bureau(HERE, network.runtime("partnerships").work, service_databases.published)
    company = await bureau.registers("Ateliers Delbosc")
    one = await bureau.opens_a_partnership(company)
    await bureau.signs(one, 1, until_on=date(2027, 3, 31))
    forum = ActionDetails(kind=ActionKind.FORUM, title="Chez Delbosc", planned_on=date(2027, 2, 4))
    action = await bureau.do(plan_action, details=forum, company_id=company, now=bureau.now)
    address = await made(await network.client_as("secretariat"))

    async def told() -> dict[str, Event]:
        answer = await read(network.client(), address)
        assert "Delbosc" not in answer.text
        calendar = Calendar.from_ical(answer.content)
        assert [event.errors for event in calendar.walk()] == [[]] * len(calendar.walk())
        return {str(event["uid"]): event for event in calendar.events}

    found = await told()
    convention, visit = f"convention-{one}@passerelle", f"action-{action}@passerelle"
    assert set(found) == {convention, visit}
    assert (found[convention].start, found[convention].end) == (date(2027, 3, 31), date(2027, 4, 1))
    (alarm,) = found[convention].walk("VALARM")
    assert isinstance(alarm, Alarm)
    morning_two_months_before = alarm.TRIGGER
    assert morning_two_months_before == timedelta(days=-60, hours=7)
    assert b"TRIGGER:-P59DT17H" in found[convention].to_ical()
    assert str(found[convention]["url"]).endswith(f"/entreprises/partenariats/{one}")
    assert found[visit].start == date(2027, 2, 4)
    assert found[visit]["summary"] == "Action école-entreprise\u00a0: Forum ou salon"
    assert str(found[visit]["url"]).endswith(f"/entreprises/actions/{action}")

    await bureau.signs(one, 2, PartnershipAct.RENEW, until_on=date(2028, 3, 31))
    renewed = await told()
    assert set(renewed) == {convention, visit}
    assert renewed[convention].start == date(2028, 3, 31)
    before, after = (int(str(one[convention]["sequence"])) for one in (found, renewed))
    assert after > before


async def test_a_lycee_one_only_teaches_at_is_not_in_ones_calendar(
    network: Network, service_databases: ServiceDatabases
) -> None:
    bureau = Bureau(HERE, network.runtime("partnerships").work, service_databases.published)
    one = await bureau.opens_a_partnership(await bureau.registers())
    await bureau.signs(one, 1)
    address = await made(await network.client_as("rbde", ELSEWHERE))
    superuser = await service_databases.superuser("portal")
    account_id = await superuser.fetchval("SELECT account_id FROM accounts")
    await superuser.close()
    await network.client_as("form_teacher")  # opens the lycée
    async with network.runtime("portal").work.begin(DEPARTMENT) as uow:
        today = date.today()  # noqa: DTZ011  the accesses of a test are of any day
        await Accounts(uow).grant(account_id, Role.FORM_TEACHER, HERE, on=today)

    content = (await read(network.client(), address)).content

    assert Calendar.from_ical(content).events == []


async def test_who_may_not_read_the_bureau_s_tasks_is_told_how_many_and_not_which(
    working: Network,
) -> None:
    told = {}
    for role in (Role.HEAD, Role.SECRETARIAT):
        address = await made(await working.client_as(role))
        told[role] = (await read(working.client(), address)).text
    assert all("tâche à faire" in text for text in told.values())
    kind = TASKS[TaskCode.FOLLOW_UP]
    assert [kind in text for text in told.values()] == [True, False]


async def test_the_calendar_is_what_rfc_5545_asks(working: Network) -> None:
    address = await made(await working.client_as("rbde"))

    content = (await read(working.client(), address)).content

    assert content.replace(b"\r\n", b"").count(b"\n") == 0
    assert max(map(len, content.split(b"\r\n"))) <= 75
    for event in Calendar.from_ical(content).events:
        assert event["uid"]
        assert event.DTSTAMP is not None
        assert event["dtstart"].params["VALUE"] == "DATE"


async def test_the_same_days_are_not_sent_twice(working: Network) -> None:
    address = await made(await working.client_as("rbde"))
    program = working.client()

    first = await read(program, address)
    again = await read(program, address, headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["referrer-policy"] == "no-referrer"


async def test_a_renewed_or_revoked_address_opens_nothing_at_once(network: Network) -> None:
    browser, program = await network.client_as("rbde"), network.client()
    first = await made(browser)
    assert (await read(program, first)).status_code == 200

    second = await made(browser)
    assert (await read(program, first)).status_code == 404
    assert (await read(program, second)).status_code == 200

    visitor = Visitor(browser)
    page = await visitor.get("/compte")
    revoked = await visitor.send(page.form("/compte/calendrier/revocation"))
    assert "elle n’ouvre plus rien" in revoked.text
    assert (await read(program, second)).status_code == 404


async def test_the_address_is_shown_once_and_kept_nowhere(
    network: Network, service_databases: ServiceDatabases
) -> None:
    browser = await network.client_as("rbde")
    address = await made(browser)
    secret = address.removeprefix("/calendrier/").removesuffix(".ics")

    assert secret not in (await browser.get("/compte")).text
    superuser = await service_databases.superuser("portal")
    tables = await superuser.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    )
    for (table,) in tables:
        rows = await superuser.fetch(f'SELECT t::text FROM "{table}" t')
        assert not [row for row in rows if secret in str(row)], table
    await superuser.close()


async def test_the_calendar_of_another_lycee_has_none_of_these_days(working: Network) -> None:
    elsewhere = await made(await working.client_as("rbde", ELSEWHERE))

    content = (await read(working.client(), elsewhere)).content

    assert Calendar.from_ical(content).events == []


async def test_who_works_for_no_lycee_has_no_calendar_to_share(network: Network) -> None:
    browser = await network.client_as(Role.OPERATOR, None)

    assert "calendrier" not in (await Visitor(browser).get("/compte")).text


def test_an_agreement_that_is_over_is_said_to_be_and_rings_no_more() -> None:
    last = date(2026, 11, 25)
    ends = AgreementDay(
        partnership_id=PartnershipId(UUID(int=1)),
        until_on=last,
        told_on=last - timedelta(days=60),
        version=2,
    )
    tilleuls = OfLycee(HERE, "Lycée des Tilleuls", [], [], [ends])

    def told(today: date) -> tuple[str, int]:
        content = calendar_file([tilleuls], origin="https://x.example", today=today)
        calendar = Calendar.from_ical(content)
        assert [one.errors for one in calendar.walk()] == [[]] * len(calendar.walk())
        [event] = calendar.events
        assert event.start == last
        return str(event["summary"]), len(event.walk("VALARM"))

    assert told(last) == ("Convention à renouveler\u00a0: dernier jour", 1)
    assert told(last + timedelta(days=1)) == ("Convention expirée", 0)


def test_the_days_of_two_lycees_say_whose_they_are() -> None:
    steps = [NextStepDay(on=date(2026, 11, 30), steps=2)]
    tilleuls = OfLycee(HERE, "Lycée des Tilleuls", [], steps)
    vieux_pont = OfLycee(ELSEWHERE, "Lycée du Vieux-Pont", [], steps)

    def told(*lycees: OfLycee) -> list[str]:
        content = calendar_file(lycees, origin="https://x.example", today=date(2026, 11, 25))
        return [str(event["summary"]) for event in Calendar.from_ical(content).walk("VEVENT")]

    assert [summary.rpartition(" ")[2] for summary in told(tilleuls, vieux_pont)] == [
        "(Tilleuls)",
        "(Vieux-Pont)",
    ]
    assert told(tilleuls)[0].endswith("(entreprises)")
