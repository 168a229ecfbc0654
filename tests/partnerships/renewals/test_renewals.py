"""Agreements that run out are recalled: on the home page, in the week, by mail, to calendars."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from uuid import UUID

import asyncpg
import pytest

from contracts.identifiers import TaskDigestId
from contracts.partnerships.actions import ActionKind
from contracts.partnerships.partnerships import PartnershipStage
from contracts.partnerships.questions import RegistryDaysRequest, TaskDigestRequest
from contracts.partnerships.tasks import TaskDigestAskedV1
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.answers import days_of_the_registry
from services.partnerships.actions.commands import cancel_action, plan_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.base.calendar import PARIS, local_date
from services.partnerships.partnerships.model.partnership import EXPIRES_WITHIN, PartnershipAct
from services.partnerships.renewals.model import TOLD_AFTER
from services.partnerships.renewals.queries import SHOWN_AFTER, TO_RENEW_SHOWN
from services.partnerships.tasks.answers import what_is_due
from services.partnerships.tasks.commands import add_task, remind_tasks
from services.partnerships.tasks.model import TaskCode, TaskDetails
from services.partnerships.totals.commands import state_totals
from tests.partnerships.browsing import Answer, Browser, Pages
from tests.partnerships.world import BOURDELLE, ELSEWHERE, Bureau
from tests.support.services import Published

TODAY_FRAGMENT = "/entreprises/fragments/aujourdhui"
_TAG = re.compile(r"<[^>]+>")


def now() -> datetime:
    """Asked anew each time: tests run past midnight too."""
    return datetime.now(UTC)


def today() -> date:
    return local_date(now())


def soon() -> date:
    return today() + timedelta(days=30)


@pytest.fixture
def bureau(bureau: Bureau) -> Bureau:
    """The bureau, on the day the pages are read."""
    return replace(bureau, now=now())


def words(page: Answer) -> str:
    return " ".join(unescape(_TAG.sub(" ", page.text)).replace("\u00a0", " ").split())


async def agrees(bureau: Bureau, name: str, until_on: date) -> UUID:
    """A company with which there is an agreement until that day."""
    one = await bureau.opens_a_partnership(await bureau.registers(name, distinct=True))
    signed_on = until_on - timedelta(days=400)
    await bureau.signs(one, 1, signed_on=signed_on, until_on=until_on)
    return one


def section(page: Answer, title: str) -> str:
    """The words of « Ma semaine » under a heading."""
    for part in page.text.split("<section ")[1:]:
        if f">{title} <" in part:
            return " ".join(unescape(_TAG.sub(" ", part.partition("</section>")[0])).split())
    return ""


async def test_the_home_page_says_how_many_more_are_to_be_renewed_and_leads_to_all(
    browser: Browser, bureau: Bureau
) -> None:
    late = await agrees(bureau, "Atelier zéro", today() - timedelta(days=3))
    for n in range(TO_RENEW_SHOWN + 1):
        await agrees(bureau, f"Atelier {n + 1}", soon() + timedelta(days=n))
    ended = await agrees(bureau, "Atelier clos", soon())
    await bureau.moves(ended, 2, PartnershipStage.ENDED)

    home = await browser.opens(TODAY_FRAGMENT)

    assert "et 2 autres conventions à renouveler" in words(home)
    address = re.search(r'href="([^"]*to-renew)"', home.text)
    assert address
    everything = words(await browser.opens(unescape(address[1])))
    for n in range(TO_RENEW_SHOWN + 2):
        assert f"Atelier {n or 'zéro'}" in everything
    assert "Atelier clos" not in everything
    await bureau.moves(late, 2, PartnershipStage.ENDED)
    assert "et 1 autre convention à renouveler" in words(await browser.opens(TODAY_FRAGMENT))


async def test_all_that_are_to_be_renewed_are_on_the_board_too_and_stay_so_when_one_is_moved(
    browser: Browser, bureau: Bureau
) -> None:
    one = await agrees(bureau, "Atelier vieux", today() - timedelta(days=3))
    await agrees(bureau, "Atelier neuf", today() + EXPIRES_WITHIN + timedelta(days=1))
    board = "/entreprises/partenariats?convention=to-renew"

    shown = await browser.opens(board)
    assert ("Atelier vieux" in shown.text, "Atelier neuf" in shown.text) == (True, False)
    moved = await browser.sends(shown, f"/entreprises/partenariats/{one}/etape", {"to": "dormant"})
    assert moved.headers["location"] == board


async def test_the_week_has_an_agreement_on_its_last_day_from_the_day_it_is_to_be_renewed(
    browser: Browser, bureau: Bureau
) -> None:
    await agrees(bureau, "Atelier échu", today() - timedelta(days=1))
    await agrees(bureau, "Atelier du jour", today())
    near = await agrees(bureau, "Atelier proche", today() + EXPIRES_WITHIN)
    await agrees(bureau, "Atelier lointain", today() + EXPIRES_WITHIN + timedelta(days=1))

    for address in ("/semaine", "/semaine?qui=tous"):
        week = await browser.opens(address)
        assert "Convention à renouveler Atelier échu Expirée" in section(week, "En retard")
        assert "Atelier du jour" in section(week, "Aujourd’hui")
        assert "Atelier proche" in section(week, "Plus tard")
        assert f'href="/entreprises/partenariats/{near}"' in week.text
        assert "Atelier lointain" not in week.text
        assert "Rien à faire" not in week.text

    later = today() + timedelta(days=400)
    await browser.sends(
        f"/entreprises/partenariats/{near}",
        f"/entreprises/partenariats/{near}/convention",
        {"act": "renew", "signed_on": f"{today()}", "until_on": f"{later}"},
    )
    assert "Atelier proche" not in (await browser.opens("/semaine")).text


async def test_only_the_lycees_whose_tasks_one_sees_have_agreements_in_the_week(
    served: Pages, signed_in: Callable[..., Browser], bureau: Bureau, other_bureau: Bureau
) -> None:
    await agrees(bureau, "Atelier Bourdelle", soon())
    await agrees(replace(other_bureau, now=now()), "Atelier des Deux Rives", soon())
    somebody = served.holding((Role.FORM_TEACHER, BOURDELLE), (Role.RBDE, ELSEWHERE))

    week = (await somebody.opens("/semaine")).text
    assert ("Atelier Bourdelle" in week, "Atelier des Deux Rives" in week) == (False, True)
    # A teacher reads the partnerships of the lycée they teach in.
    assert "Atelier Bourdelle" in (await somebody.opens(TODAY_FRAGMENT)).text
    elsewhere = signed_in(Role.RBDE, ELSEWHERE)
    for address in (TODAY_FRAGMENT, "/entreprises/partenariats?convention=to-renew"):
        assert "Atelier Bourdelle" not in (await elsewhere.opens(address)).text


@dataclass
class Mornings:
    """What the mails of a bureau say of agreements that run out."""

    bureau: Bureau
    published: Published
    superuser: asyncpg.Connection

    async def passes(self, day: date) -> list[tuple[date, int]] | None:
        """A night, and what the mail of its morning says; None without a mail."""
        self.bureau.now = datetime.combine(day, time(2), tzinfo=PARIS).astimezone(UTC)
        await self.bureau.do(state_totals, uai=BOURDELLE, now=self.bureau.now)
        planned = "SELECT due_at FROM due_work WHERE job = 'remind-tasks' AND key = $1"
        due_at = await self.superuser.fetchval(planned, str(day))
        if due_at is None:
            return None
        assert due_at == datetime.combine(day, time(6, 45), tzinfo=PARIS)
        before = len(await self.published(TaskDigestAskedV1))
        self.bureau.now = due_at
        await self.bureau.do(remind_tasks, day=day, now=due_at)
        asked = (await self.published(TaskDigestAskedV1))[before:]
        return await self.says(asked[0].digest_id) if asked else None

    async def says(self, digest_id: TaskDigestId) -> list[tuple[date, int]]:
        async def digest(uow: UnitOfWork) -> list[tuple[date, int]]:
            found = await what_is_due(TaskDigestRequest(digest_id=digest_id), uow)
            return [(one.until_on, one.many) for one in found.agreements]

        return await self.bureau.do(digest)


@pytest.fixture
def mornings(bureau: Bureau, published: Published, superuser: asyncpg.Connection) -> Mornings:
    return Mornings(bureau, published, superuser)


async def test_the_mail_of_the_morning_says_it_two_months_before_a_week_before_and_on_the_day(
    mornings: Mornings,
) -> None:
    until_on = today() + timedelta(days=100)
    await agrees(mornings.bureau, "Atelier", until_on)

    told = {
        days: await mornings.passes(until_on - timedelta(days=days))
        for days in (61, 60, 59, 8, 7, 6, 1, 0, -1)
    }

    assert {days for days, said in told.items() if said} == {60, 7, 0}
    assert told[7] == [(until_on, 1)]


async def test_one_that_was_signed_or_found_late_is_said_the_next_morning_once(
    mornings: Mornings,
) -> None:
    until_on = today() + timedelta(days=44)
    await agrees(mornings.bureau, "Atelier court", until_on)
    late = today() - timedelta(days=3)
    await agrees(mornings.bureau, "Atelier échu", late)
    await agrees(mornings.bureau, "Atelier ancien", today() - TOLD_AFTER - timedelta(days=2))

    told = [await mornings.passes(today() + timedelta(days=n)) for n in range(1, 4)]
    assert told == [[(late, 1), (until_on, 1)], None, None]
    # The service was off a week before its last day, and the two days after that.
    assert await mornings.passes(until_on - timedelta(days=5)) == [(until_on, 1)]
    assert await mornings.passes(until_on - timedelta(days=4)) is None


async def test_a_renewed_agreement_is_said_again_before_its_new_last_day(
    mornings: Mornings,
) -> None:
    until_on = today() + timedelta(days=70)
    one = await agrees(mornings.bureau, "Atelier", until_on)
    assert await mornings.passes(until_on - timedelta(days=60)) == [(until_on, 1)]

    again = until_on + timedelta(days=365)
    await mornings.bureau.signs(one, 2, PartnershipAct.RENEW, until_on=again)

    assert await mornings.passes(until_on) is None
    assert await mornings.passes(again - timedelta(days=60)) == [(again, 1)]


async def test_a_mail_that_leaves_after_midnight_still_says_it_and_the_next_one_does_not(
    mornings: Mornings,
) -> None:
    until_on = today() + timedelta(days=70)
    day = until_on - timedelta(days=60)
    await agrees(mornings.bureau, "Atelier", until_on)
    rest = TaskDetails(code=TaskCode.SEND, note=None, due_on=day + timedelta(days=1))
    await mornings.bureau.do(add_task, details=rest, now=mornings.bureau.now)
    await mornings.passes(day)
    (held_back,) = await mornings.published(TaskDigestAskedV1)

    assert await mornings.passes(day + timedelta(days=1)) == []
    assert await mornings.says(held_back.digest_id) == [(until_on, 1)]


async def test_an_agreement_renewed_or_ended_meanwhile_is_not_recalled(
    bureau: Bureau, published: Published
) -> None:
    until_on = today() + timedelta(days=70)
    renewed = await agrees(bureau, "Atelier renouvelé", until_on)
    ended = await agrees(bureau, "Atelier clos", until_on)
    await bureau.signs(renewed, 2, PartnershipAct.RENEW, until_on=until_on + timedelta(days=365))
    await bureau.moves(ended, 2, PartnershipStage.ENDED)
    day = until_on - timedelta(days=60)
    bureau.now = datetime.combine(day, time(6, 45), tzinfo=PARIS)

    await bureau.do(remind_tasks, day=day, now=bureau.now)

    assert await published(TaskDigestAskedV1) == []


async def test_calendars_are_told_of_the_lycee_s_agreements_and_actions_and_of_nobody_else_s(
    bureau: Bureau, other_bureau: Bureau
) -> None:
    other_bureau = replace(other_bureau, now=now())
    one = await agrees(bureau, "Atelier", soon())
    await agrees(bureau, "Atelier ancien", today() - SHOWN_AFTER - timedelta(days=1))
    await agrees(other_bureau, "Atelier d’ailleurs", soon())
    company_id = await bureau.registers("Scierie", distinct=True)
    visit = ActionDetails(kind=ActionKind.VISIT, title="Scierie du Tescou", planned_on=soon())
    action_id = await bureau.do(plan_action, details=visit, company_id=company_id, now=now())
    called_off = await bureau.do(plan_action, details=visit, now=now())
    await bureau.do(cancel_action, action_id=called_off, version=1, now=now())
    await other_bureau.do(plan_action, details=visit, now=now())

    async def days(uow: UnitOfWork) -> str:
        found = await days_of_the_registry(RegistryDaysRequest(), uow)
        (agreement,), (action,) = found.agreements, found.actions
        assert (agreement.partnership_id, agreement.until_on) == (one, soon())
        assert agreement.told_on == soon() - EXPIRES_WITHIN
        assert (action.action_id, action.on, action.companies) == (action_id, soon(), 1)
        assert action.kind == "Visite d’entreprise"
        return found.model_dump_json()

    told = await bureau.do(days)
    for name in ("Atelier", "Scierie", "Tescou"):
        assert name not in told
