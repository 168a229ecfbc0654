"""What a bureau is told of: what runs out, what nobody reported, what companies and mails did."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from contracts.identifiers import AccountId, ContactId, MailingId
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from contracts.notifications.mails import LetterState, MailingLetterMovedV1
from contracts.partnerships.actions import ActionKind
from contracts.partnerships.commitments import (
    RegulatedWork,
    RegulatedWorkDeclarationExpiryAnnouncedV1,
)
from contracts.partnerships.companies import ContactCheckedV1
from contracts.partnerships.host_pages import HostActedV1
from contracts.partnerships.reminders import RegistryReminderAskedV1, RegistryReminderKind
from contracts.publication import FactFamily, PublicationStep
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import Scope
from services.partnerships.actions.commands import cancel_action, correct_action, plan_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.base.calendar import local_date
from services.partnerships.commitments.commands import file_declaration, withdraw_declaration
from services.partnerships.contact_checks.commands import ask_contact_check, confirm_contact
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import remove_contact
from services.partnerships.host_pages.commands.ask_own_pause import ask_own_pause
from services.partnerships.host_pages.commands.end_own_pause import end_own_pause
from services.partnerships.host_pages.commands.give_host_page import give_host_page
from services.partnerships.host_pages.commands.offer_places import offer_places
from services.partnerships.host_pages.commands.take_places_back import take_places_back
from services.partnerships.mailings.reactions import note_what_became_of_a_letter
from services.partnerships.notices.answers import notices_of_the_registry
from services.partnerships.notices.commands import plan_reminders
from services.partnerships.notices.model import dormant_id
from services.partnerships.notices.reactions import have_the_bureau_know_what_did_not_arrive
from services.partnerships.pauses.model import PauseReason
from services.partnerships.publications.commands import copy_publication
from services.partnerships.subscribers import timed
from services.partnerships.totals.commands import state_totals
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, NOW, TODAY, Bureau
from tests.support.services import Published, ServiceDatabases

K, R = NoticeKind, RegistryReminderKind
ANNE = ContactDetails("Anne Verdier", "Tutrice", "a.verdier@quercy.example", "+33536490001")


def at(day: date) -> datetime:
    """Two o'clock in the night of that day, as the work of the night runs."""
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


async def told(bureau: Bureau, *asked: tuple[NoticeKind, UUID]) -> list[NoticeFacts | None]:
    request = NoticesRequest(asked=tuple(AskedNotice(kind=k, about=about) for k, about in asked))
    return list((await bureau.do(lambda uow: notices_of_the_registry(request, uow))).facts)


async def told_of(bureau: Bureau, kind: NoticeKind, about: UUID) -> NoticeFacts:
    [facts] = await told(bureau, (kind, about))
    assert facts
    return facts


def lines(facts: NoticeFacts) -> dict[str, str]:
    return {
        line.label: line.text.replace("\u00a0", " ").replace("\u202f", " ") for line in facts.lines
    }


class Nights:
    """Nights and mornings of a bureau, as its timed work goes through them."""

    def __init__(self, bureau: Bureau, databases: ServiceDatabases) -> None:
        self.bureau = bureau
        self.databases = databases

    async def pass_to(self, *days: date) -> None:
        """The work of the night of each day, and what is due by its noon."""
        for day in days:
            night = replace(self.bureau, now=at(day))
            await night.do(plan_reminders, uai=BOURDELLE, now=night.now)
            database = self.databases.open("partnerships")
            noon = night.now + timedelta(hours=11)
            await run_due_work(timed, self.bureau.units, database.relay_dsn, noon)
            await database.close()


@pytest.fixture
def nights(bureau: Bureau, service_databases: ServiceDatabases) -> Nights:
    return Nights(bureau, service_databases)


@pytest.fixture
def asked(published: Published) -> Callable[[], Any]:
    """The reminders that were asked: kind, thing, days left."""

    async def found() -> list[tuple[RegistryReminderKind, UUID, int]]:
        events = await published(RegistryReminderAskedV1)
        return [(one.kind, one.about, one.days) for one in events]

    return found


async def files(bureau: Bureau, company_id: UUID, until: date, **changes: Any) -> UUID:
    """A declaration whose last day is that one."""
    filed_on = (until + timedelta(days=1)).replace(year=until.year - 3)
    known: dict[str, Any] = {"works": (RegulatedWork.HEIGHT,), "site_id": None}
    return await bureau.do(
        file_declaration,
        company_id=company_id,
        filed_on=filed_on,
        now=bureau.now,
        **{**known, **changes},
    )


async def plans(bureau: Bureau, planned_on: date) -> UUID:
    details = ActionDetails(kind=ActionKind.VISIT, title="Visite de l’usine", planned_on=planned_on)
    return await bureau.do(plan_action, details=details, now=bureau.now)


# Declarations


async def test_a_declaration_that_runs_out_is_said_two_months_one_and_a_week_before_then_once_over(
    bureau: Bureau, nights: Nights, asked: Callable[[], Any]
) -> None:
    until = TODAY + timedelta(days=70)
    company_id = await bureau.registers()
    declared = await files(bureau, company_id, until)

    await nights.pass_to(*(TODAY + timedelta(days=n) for n in range(1, 80)))

    assert await asked() == [
        (R.DEROGATION_EXPIRING, declared, 60),
        (R.DEROGATION_EXPIRING, declared, 30),
        (R.DEROGATION_EXPIRING, declared, 7),
        (R.DEROGATION_EXPIRED, declared, -1),
    ]


async def test_its_bureau_is_told_whatever_its_head_opens_to_the_department(
    bureau: Bureau, nights: Nights, asked: Callable[[], Any], published: Published
) -> None:
    closed = (PublicationStep(from_on=TODAY, open=False),)
    await bureau.do(
        copy_publication, uai=BOURDELLE, family=FactFamily.COMPANIES, steps=closed, version=2
    )
    company_id = await bureau.registers()
    declared = await files(bureau, company_id, TODAY + timedelta(days=60))

    await nights.pass_to(TODAY)

    assert await asked() == [(R.DEROGATION_EXPIRING, declared, 60)]
    assert await published(RegulatedWorkDeclarationExpiryAnnouncedV1) == []


async def test_after_days_without_service_each_thing_is_said_once_as_it_is_now(
    bureau: Bureau, nights: Nights, asked: Callable[[], Any]
) -> None:
    company_id = await bureau.registers()
    declared = await files(bureau, company_id, TODAY + timedelta(days=34))

    await nights.pass_to(*(TODAY + timedelta(days=n) for n in (28, 29)))

    assert await asked() == [(R.DEROGATION_EXPIRING, declared, 6)]


async def test_what_was_planned_and_not_said_in_time_is_said_by_what_came_after_it(
    bureau: Bureau, nights: Nights, asked: Callable[[], Any]
) -> None:
    company_id = await bureau.registers()
    declared = await files(bureau, company_id, TODAY + timedelta(days=30))
    night = replace(bureau, now=at(TODAY))
    await night.do(plan_reminders, uai=BOURDELLE, now=night.now)

    await nights.pass_to(TODAY + timedelta(days=23))

    assert await asked() == [(R.DEROGATION_EXPIRING, declared, 7)]


async def test_what_ran_out_long_ago_is_not_dug_up(
    bureau: Bureau, nights: Nights, asked: Callable[[], Any]
) -> None:
    company_id = await bureau.registers()
    await files(bureau, company_id, TODAY - timedelta(days=15))
    await plans(bureau, TODAY - timedelta(days=15))

    await nights.pass_to(TODAY)

    assert await asked() == []


async def test_a_declaration_renewed_or_taken_back_is_nobodys_concern(
    bureau: Bureau, nights: Nights, asked: Callable[[], Any]
) -> None:
    company_id = await bureau.registers()
    renewed = await files(bureau, company_id, TODAY + timedelta(days=30))
    taken = await files(
        bureau, company_id, TODAY + timedelta(days=29), works=(RegulatedWork.MACHINES,)
    )
    night = replace(bureau, now=at(TODAY))
    await night.do(plan_reminders, uai=BOURDELLE, now=night.now)
    assert (await told_of(bureau, K.DEROGATION_EXPIRING, renewed)).standing

    await files(bureau, company_id, TODAY.replace(year=TODAY.year + 3) - timedelta(days=1))
    await bureau.do(
        withdraw_declaration, company_id=company_id, declaration_id=taken, now=bureau.now
    )
    await nights.pass_to(TODAY)

    assert await asked() == []
    assert not (await told_of(bureau, K.DEROGATION_EXPIRING, renewed)).standing
    assert await told(bureau, (K.DEROGATION_EXPIRING, taken)) == [None]


async def test_a_notice_says_which_company_which_works_and_until_when(bureau: Bureau) -> None:
    company_id = await bureau.registers("Garage du Pont")
    until = TODAY + timedelta(days=7)
    declared = await files(
        bureau, company_id, until, works=(RegulatedWork.HEIGHT, RegulatedWork.ELECTRICITY)
    )

    facts = await told_of(bureau, K.DEROGATION_EXPIRING, declared)

    assert facts.object == "Garage du Pont"
    assert lines(facts) == {
        "Entreprise": "Garage du Pont",
        "Établissement": "Montauban",
        "Travaux": "Travail en hauteur, échafaudages, Risque électrique",
        "Déclarée le": "2 décembre 2023",
        "Valable jusqu’au": "1er décembre 2026",
        "Il reste": "7 jours",
    }
    assert facts.path == f"/entreprises/{company_id}/engagements"
    assert not (await told_of(bureau, K.DEROGATION_EXPIRED, declared)).standing
    bureau.now = NOW + timedelta(days=9)
    assert not (await told_of(bureau, K.DEROGATION_EXPIRING, declared)).standing
    over = await told_of(bureau, K.DEROGATION_EXPIRED, declared)
    assert over.standing
    assert lines(over)["Expirée depuis"] == "2 jours"


# Actions


async def test_an_action_without_a_result_is_recalled_three_days_after(
    bureau: Bureau, nights: Nights, asked: Callable[[], Any]
) -> None:
    late = await plans(bureau, TODAY)
    cancelled = await plans(bureau, TODAY)
    await bureau.do(cancel_action, action_id=cancelled, version=1, now=bureau.now)

    await nights.pass_to(*(TODAY + timedelta(days=n) for n in range(1, 20)))

    assert await asked() == [(R.ACTION_UNREPORTED, late, -3)]


async def test_an_action_put_off_is_recalled_after_its_new_day(
    bureau: Bureau, nights: Nights, asked: Callable[[], Any]
) -> None:
    late = await plans(bureau, TODAY)
    await nights.pass_to(TODAY + timedelta(days=3))
    moved = ActionDetails(
        kind=ActionKind.VISIT, title="Visite", planned_on=TODAY + timedelta(days=10)
    )
    await bureau.do(correct_action, action_id=late, version=1, details=moved, now=bureau.now)
    await nights.pass_to(*(TODAY + timedelta(days=n) for n in range(4, 15)))

    assert await asked() == [(R.ACTION_UNREPORTED, late, -3), (R.ACTION_UNREPORTED, late, -3)]


async def test_a_notice_of_an_action_stands_until_its_result_is_noted(bureau: Bureau) -> None:
    late = await plans(bureau, TODAY - timedelta(days=3))

    facts = await told_of(bureau, K.ACTION_UNREPORTED, late)
    assert facts.standing
    assert facts.object == "Visite de l’usine"
    assert lines(facts)["Prévue le"] == "21 novembre 2026"
    assert facts.path == f"/entreprises/actions/{late}"

    await bureau.do(cancel_action, action_id=late, version=1, now=bureau.now)
    assert not (await told_of(bureau, K.ACTION_UNREPORTED, late)).standing


async def test_the_night_plans_reminders_with_its_totals(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    late = await plans(bureau, TODAY - timedelta(days=3))

    await bureau.do(state_totals, uai=BOURDELLE, now=bureau.now)

    [planned] = await superuser.fetch("SELECT key FROM due_work WHERE job = 'remind-registry'")
    assert planned["key"] == f"action_unreported:{late}:{TODAY - timedelta(days=3)}"


# Companies nobody spoke with

DECEMBER = date(2026, 12, 1)


async def spoke_with(bureau: Bureau, name: str, days_ago: int) -> UUID:
    company_id = await bureau.registers(name, distinct=True)
    await bureau.logs(company_id, occurred_on=TODAY - timedelta(days=days_ago))
    return company_id


async def test_companies_nobody_spoke_with_for_a_year_are_said_on_the_first_working_day_of_a_month(
    bureau: Bureau, nights: Nights, asked: Callable[[], Any]
) -> None:
    await spoke_with(bureau, "Garage du Pont", 400)
    await nights.pass_to(*(TODAY + timedelta(days=n) for n in range(1, 70)))

    february, january = date(2027, 2, 1), date(2027, 1, 1)
    # The first of January is a holiday: its Monday says it.
    months = (DECEMBER, january, february)
    assert await asked() == [
        (R.COMPANIES_DORMANT, dormant_id(BOURDELLE, first), 0) for first in months
    ]


async def test_a_month_in_which_the_bureau_spoke_with_everybody_says_nothing(
    bureau: Bureau, nights: Nights, asked: Callable[[], Any]
) -> None:
    company_id = await spoke_with(bureau, "Garage du Pont", 400)
    night = replace(bureau, now=at(DECEMBER))
    await night.do(plan_reminders, uai=BOURDELLE, now=night.now)
    await bureau.logs(company_id, occurred_on=TODAY)
    await bureau.registers("Nouvelle", distinct=True)

    await nights.pass_to(DECEMBER)

    assert await asked() == []


async def test_companies_nobody_spoke_with_are_those_of_the_list_the_notice_leads_to(
    bureau: Bureau, browser: Browser
) -> None:
    await spoke_with(bureau, "Garage du Pont", 400)
    await spoke_with(bureau, "Scierie Vidal", 366)
    await spoke_with(bureau, "Menuiserie Roques", 300)
    bureau.now = at(DECEMBER)
    this, before = (dormant_id(BOURDELLE, first) for first in (DECEMBER, date(2026, 11, 1)))

    facts = await told_of(bureau, K.COMPANIES_DORMANT, this)
    over, unknown = await told(
        bureau, (K.COMPANIES_DORMANT, before), (K.COMPANIES_DORMANT, uuid4())
    )

    assert facts.standing
    assert facts.object == "2\u00a0entreprises"
    assert lines(facts) == {"Sans échange depuis plus d’un an": "2 entreprises"}
    page = await browser.opens(facts.path)
    assert "Garage du Pont" in page.text
    assert "Scierie Vidal" in page.text
    assert "Menuiserie Roques" not in page.text
    assert over is not None
    assert not over.standing
    assert unknown is None


# Checks of cards


async def with_a_contact(bureau: Bureau) -> tuple[UUID, UUID]:
    company_id = await bureau.registers("Garage du Pont")
    site_id = (await bureau.card(company_id)).sites[0].id
    contact = await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=ANNE)
    return company_id, contact


@pytest.mark.parametrize(
    ("details", "object_", "said"),
    [
        (ANNE, "Garage du Pont : fiche confirmée", "A confirmé ses coordonnées"),
        (
            replace(ANNE, function="Gérante"),
            "Garage du Pont : fiche corrigée",
            "A corrigé ses coordonnées : relisez-les sur la fiche",
        ),
    ],
)
async def test_a_checked_card_says_who_answered_and_whether_it_was_corrected(
    bureau: Bureau, published: Published, details: ContactDetails, object_: str, said: str
) -> None:
    company_id, contact = await with_a_contact(bureau)
    check = await bureau.do(ask_contact_check, contact_id=contact, now=bureau.now)
    assert not (await told_of(bureau, K.CARD_CHECKED, check)).standing
    await bureau.do(confirm_contact, check_id=check, version=1, details=details, now=bureau.now)

    [event] = await published(ContactCheckedV1)
    facts = await told_of(bureau, K.CARD_CHECKED, event.contact_check_id)
    assert facts.standing
    assert facts.object.replace("\u00a0", " ") == object_
    assert lines(facts) == {
        "Entreprise": "Garage du Pont",
        "Contact": "Anne Verdier",
        "Réponse": said,
        "Le": "24 novembre 2026",
    }
    assert facts.path == f"/entreprises/{company_id}"

    await bureau.do(remove_contact, contact_id=contact, now=bureau.now)
    assert "Verdier" not in (await told_of(bureau, K.CARD_CHECKED, check)).model_dump_json()


# Mails to many


@dataclass(frozen=True)
class Mailed:
    """A mail to many companies, and whom it goes to."""

    id: UUID
    author: UUID
    contacts: list[UUID]


async def a_mail(bureau: Bureau, superuser: asyncpg.Connection, *states: LetterState) -> Mailed:
    """One that was written to as many companies."""
    mailed = Mailed(uuid4(), uuid4(), [])
    await superuser.execute(
        "INSERT INTO mailings (uai, mailing_id, subject, body, purpose, author, status, drafted_at,"
        " version) VALUES ($1, $2, 'Places de janvier', 'Bonjour', 'pfmp', $3, 'sent', $4, 1)",
        BOURDELLE,
        mailed.id,
        mailed.author,
        NOW,
    )
    for rank, state in enumerate(states):
        company_id = await bureau.registers(f"Atelier {rank}", distinct=True)
        site_id = (await bureau.card(company_id)).sites[0].id
        contact = await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=ANNE)
        mailed.contacts.append(contact)
        await superuser.execute(
            "INSERT INTO mailing_recipients (uai, recipient_id, mailing_id, rank, company_id,"
            " contact_id, mail_digest, state) VALUES ($1, $2, $3, $4, $5, $6, 'x', $7)",
            BOURDELLE,
            uuid4(),
            mailed.id,
            rank,
            company_id,
            contact,
            state,
        )
    return mailed


async def moves(bureau: Bureau, mailed: Mailed, *states: LetterState) -> None:
    """What the mail server says of each letter, as it comes to every group."""
    for contact, state in zip(mailed.contacts, states, strict=True):
        event = MailingLetterMovedV1(
            mailing_id=MailingId(mailed.id),
            contact_id=ContactId(contact),
            state=state,
            occurred_on=TODAY,
        )
        for react in (note_what_became_of_a_letter, have_the_bureau_know_what_did_not_arrive):
            async with bureau.units.begin(Scope(frozenset({BOURDELLE})), now=bureau.now) as uow:
                await react(event, uow)


async def test_a_mail_that_did_not_reach_some_is_recalled_once_a_day_and_not_if_it_left_after_all(
    bureau: Bureau,
    superuser: asyncpg.Connection,
    service_databases: ServiceDatabases,
    asked: Callable[[], Any],
) -> None:
    waiting, failed, left = LetterState.WAITING, LetterState.UNDELIVERED, LetterState.LEFT
    mailed = await a_mail(bureau, superuser, waiting, waiting)
    other = await a_mail(bureau, superuser, waiting)
    database = service_databases.open("partnerships")

    async def later(minutes: int) -> None:
        now = bureau.now + timedelta(minutes=minutes)
        await run_due_work(timed, bureau.units, database.relay_dsn, now)

    await moves(bureau, mailed, failed, LetterState.NO_ADDRESS)
    await moves(bureau, other, failed)
    await moves(bureau, other, left)
    await later(14)
    assert await asked() == []
    await later(16)
    assert await asked() == [(R.MAILING_UNDELIVERED, mailed.id, 0)]
    await moves(bureau, mailed, failed, failed)
    await later(600)
    await database.close()

    assert await asked() == [(R.MAILING_UNDELIVERED, mailed.id, 0)]


async def test_a_mail_that_did_not_arrive_says_to_whom_and_tells_its_author(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    states = [LetterState.UNDELIVERED] * 6 + [LetterState.NO_ADDRESS, LetterState.LEFT]
    mailed = await a_mail(bureau, superuser, *states)
    mailing = mailed.id

    facts = await told_of(bureau, K.MAILING_UNDELIVERED, mailing)

    assert facts.standing
    assert facts.concerned == (AccountId(mailed.author),)
    assert lines(facts) == {
        "Objet": "Places de janvier",
        "Non remis": "7 sur 8 courriels",
        "Entreprises": "Atelier 0, Atelier 1, Atelier 2, Atelier 3, Atelier 4 et 2 autres",
    }
    assert facts.path == f"/entreprises/courriels/{mailing}"

    await superuser.execute("UPDATE mailing_recipients SET state = 'left'")
    await superuser.execute("UPDATE mailings SET subject = NULL, body = NULL")
    mended = await told_of(bureau, K.MAILING_UNDELIVERED, mailing)
    assert not mended.standing
    assert mended.object == "Courriel à plusieurs entreprises"


# What companies do by themselves


async def test_a_bureau_is_told_of_what_a_company_does_on_its_page_while_it_holds(
    bureau: Bureau, published: Published
) -> None:
    company_id, contact = await with_a_contact(bureau)
    page = await bureau.do(give_host_page, contact_id=contact, by_mail=False, now=bureau.now)
    months = (date(2027, 1, 1), date(2027, 3, 1))
    offer = await bureau.do(
        offer_places, page_id=page, mef=None, months=months, seats=2, now=bureau.now
    )
    await bureau.do(offer_places, page_id=page, mef=None, months=months, seats=1, now=bureau.now)
    [event, _] = await published(HostActedV1)
    assert event.occurred_on == local_date(bureau.now)

    facts = await told_of(bureau, K.HOST_ACTED, event.doing_id)
    assert facts.standing
    assert facts.object.replace("\u00a0", " ") == "Garage du Pont : propose des places"
    assert lines(facts)["Places"] == "2 places de janvier 2027 à mars 2027"
    assert facts.path == f"/entreprises/{company_id}"

    await bureau.do(take_places_back, page_id=page, capacity_id=offer, now=bureau.now)
    assert not (await told_of(bureau, K.HOST_ACTED, event.doing_id)).standing
    [_, _, taken] = await published(HostActedV1)
    assert (await told_of(bureau, K.HOST_ACTED, taken.doing_id)).standing


async def test_a_pause_a_company_asks_for_is_told_until_it_ends(
    bureau: Bureau, published: Published
) -> None:
    _, contact = await with_a_contact(bureau)
    page = await bureau.do(give_host_page, contact_id=contact, by_mail=False, now=bureau.now)
    await bureau.do(
        ask_own_pause,
        page_id=page,
        until_on=TODAY + timedelta(days=40),
        reason=PauseReason.CAPACITY,
        now=bureau.now,
    )
    [paused] = await published(HostActedV1)
    facts = await told_of(bureau, K.HOST_ACTED, paused.doing_id)
    assert (facts.standing, lines(facts)["Jusqu’au"]) == (True, "3 janvier 2027")

    await bureau.do(end_own_pause, page_id=page, now=bureau.now)
    assert not (await told_of(bureau, K.HOST_ACTED, paused.doing_id)).standing


# All of them


async def test_another_lycee_is_told_nothing_and_what_is_unknown_is_gone(
    bureau: Bureau, other_bureau: Bureau, published: Published
) -> None:
    company_id, contact = await with_a_contact(bureau)
    page = await bureau.do(give_host_page, contact_id=contact, by_mail=False, now=bureau.now)
    months = (date(2027, 1, 1), date(2027, 1, 1))
    await bureau.do(offer_places, page_id=page, mef=None, months=months, seats=1, now=bureau.now)
    [acted] = await published(HostActedV1)
    things = (
        (K.DEROGATION_EXPIRING, await files(bureau, company_id, TODAY)),
        (K.CARD_CHECKED, await bureau.do(ask_contact_check, contact_id=contact, now=bureau.now)),
        (K.ACTION_UNREPORTED, await plans(bureau, TODAY)),
        (K.HOST_ACTED, acted.doing_id),
    )

    assert await told(other_bureau, *things) == [None] * 4
    assert all(await told(bureau, *things))
    assert await told(bureau, *((kind, uuid4()) for kind, _ in things)) == [None] * 4
    assert await told(bureau, (K.RUPTURE, things[0][1])) == [None]
