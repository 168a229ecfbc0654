"""Companies that come to an action are written to: whom, when, what of, and when nothing is."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.notifications.mails import LetterState, MailAbout, MailReturnReason
from contracts.partnerships.action_invites import (
    ActionInvite,
    ActionInviteAskedV1,
    ActionInviteId,
    ActionInviteKind,
    ActionInviteRequest,
)
from contracts.partnerships.actions import ActionKind
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.action_mails.answers import appointment_of_a_contact
from services.partnerships.action_mails.commands import remind_participants, write_again
from services.partnerships.action_mails.labels import line_of
from services.partnerships.action_mails.model import Unreached, reminded_on
from services.partnerships.action_mails.store import read_readers
from services.partnerships.actions.commands import (
    cancel_action,
    correct_action,
    hold_action,
    plan_action,
    replan_action,
)
from services.partnerships.actions.model import ActionDetails, ActionEndsTooEarly, CompanyAnswer
from services.partnerships.actions.store import Actions
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import Contact, ContactDetails
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.invitations.commands import invite_company, note_answer
from services.partnerships.mail_stops.model import MailReturn
from services.partnerships.mail_stops.store import MailStops
from services.partnerships.subscribers import timed
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, NOW, TODAY, Bureau
from tests.support.services import Published, ServiceDatabases

ON = date(2026, 12, 15)
K = ActionInviteKind
HORTENSE = ContactDetails(name="Hortense Delbosc", mail="hortense@peyrusse.example")
DETAILS = ActionDetails(
    kind=ActionKind.FORUM,
    title="Forum des métiers",
    planned_on=ON,
    starts_at=time(14, 0),
    ends_at=time(17, 0),
    place="Salle polyvalente",
)


async def knows(bureau: Bureau, company_id: UUID, details: ContactDetails = HORTENSE) -> UUID:
    site_id = (await bureau.card(company_id)).sites[0].id
    return await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=details)


class Forum:
    """An action, and a company that is asked to it."""

    def __init__(self, bureau: Bureau, published: Published, company_id: UUID) -> None:
        self.bureau, self._published, self.company_id = bureau, published, company_id
        self.id = uuid4()
        self.version = 1

    async def plans(self, **changes: Any) -> None:
        self.id = await self.bureau.do(plan_action, details=replace(DETAILS, **changes), now=NOW)
        self.version = 1

    async def invites(self, **known: Any) -> None:
        await self.bureau.do(
            invite_company,
            action_id=self.id,
            company_id=self.company_id,
            takes_part=True,
            answer=known.get("answer", CompanyAnswer.INVITED),
            now=NOW,
        )

    async def answers(self, answer: CompanyAnswer) -> None:
        company: dict[str, Any] = {"action_id": self.id, "company_id": self.company_id, "now": NOW}
        await self.bureau.do(note_answer, answer=answer, **company)

    async def moves(self, **changes: Any) -> None:
        details = replace(DETAILS, **changes)
        version = await self.current_version()
        known: dict[str, Any] = {
            "action_id": self.id,
            "version": version,
            "details": details,
            "now": NOW,
        }
        await self.bureau.do(correct_action, **known)

    async def told(self) -> list[ActionInviteKind]:
        return [one.kind for one in await self._published(ActionInviteAskedV1)]

    async def appointment(self) -> ActionInvite:
        last = (await self._published(ActionInviteAskedV1))[-1]
        request = ActionInviteRequest(invite_id=ActionInviteId(last.invite_id))

        async def ask(uow: UnitOfWork) -> ActionInvite:
            return await appointment_of_a_contact(request, uow)

        return await self.bureau.do(ask)

    async def current_version(self) -> int:
        async def read(uow: UnitOfWork) -> int:
            return (await Actions(uow).get(self.id)).version

        return await self.bureau.do(read)


@pytest.fixture
def forum_of(bureau: Bureau, published: Published) -> Callable[[UUID], Forum]:
    return lambda company_id: Forum(bureau, published, company_id)


async def coming(
    bureau: Bureau,
    forum_of: Callable[[UUID], Forum],
    name: str = "Chaudronnerie du Quercy",
    **changes: Any,
) -> Forum:
    """A forum with one company that comes, whose contact has an address."""
    company_id = await bureau.registers(name)
    await knows(bureau, company_id)
    forum = forum_of(company_id)
    await forum.plans(**changes)
    await forum.invites()
    await forum.answers(CompanyAnswer.COMING)
    return forum


async def test_who_comes_is_told_and_who_is_invited_is_not(
    bureau: Bureau, published: Published, forum_of: Callable[[UUID], Forum]
) -> None:
    company_id = await bureau.registers()
    contact_id = await knows(bureau, company_id)
    forum = forum_of(company_id)
    await forum.plans()
    await forum.invites()
    assert await forum.told() == []

    await forum.answers(CompanyAnswer.COMING)
    await forum.answers(CompanyAnswer.COMING)
    (event,) = await published(ActionInviteAskedV1)
    assert (event.kind, event.contact_id) == (K.NOTED, contact_id)
    for secret in ("Forum", "polyvalente", "Hortense", "peyrusse", str(company_id)):
        assert secret not in event.to_json().decode()

    told = await forum.appointment()
    assert (told.standing, told.silent, told.sequence) == (True, False, 0)
    assert (told.title, told.on, told.starts_at) == ("Forum des métiers", ON, time(14, 0))
    assert (told.mail, told.contact_name) == (HORTENSE.mail, HORTENSE.name)
    assert (told.place, told.kind) == ("Salle polyvalente", "Forum ou salon")


@pytest.mark.parametrize(
    "changes",
    [
        {"planned_on": ON + timedelta(days=1)},
        {"starts_at": time(9, 0)},
        {"ends_at": None},
        {"place": "Atelier"},
    ],
)
async def test_what_moves_is_told_and_what_is_only_called_otherwise_is_not(
    bureau: Bureau, forum_of: Callable[[UUID], Forum], changes: dict[str, Any]
) -> None:
    forum = await coming(bureau, forum_of)
    await forum.moves(title="Forum de l’industrie")
    assert await forum.told() == [K.NOTED]
    await forum.moves(**changes)
    assert await forum.told() == [K.NOTED, K.MOVED]
    assert (await forum.appointment()).sequence == 1


async def test_who_comes_no_more_and_who_comes_again_is_told(
    bureau: Bureau, forum_of: Callable[[UUID], Forum]
) -> None:
    forum = await coming(bureau, forum_of)
    await forum.answers(CompanyAnswer.DECLINED)
    assert not (await forum.appointment()).standing
    await forum.answers(CompanyAnswer.COMING)
    leaving: dict[str, Any] = {
        "action_id": forum.id,
        "company_id": forum.company_id,
        "takes_part": False,
    }
    await bureau.do(invite_company, **leaving, now=NOW)
    assert await forum.told() == [K.NOTED, K.CALLED_OFF, K.NOTED, K.CALLED_OFF]
    told = await forum.appointment()
    assert (told.standing, told.sequence) == (False, 3)


async def test_an_action_that_is_cancelled_then_planned_again_is_told(
    bureau: Bureau, forum_of: Callable[[UUID], Forum]
) -> None:
    forum = await coming(bureau, forum_of)
    version = await forum.current_version()
    await bureau.do(cancel_action, action_id=forum.id, version=version, now=NOW)
    await bureau.do(replan_action, action_id=forum.id, version=version + 1, now=NOW)
    assert await forum.told() == [K.NOTED, K.CALLED_OFF, K.NOTED]


async def test_nothing_is_written_of_an_action_that_is_over(
    bureau: Bureau, forum_of: Callable[[UUID], Forum]
) -> None:
    forum = await coming(bureau, forum_of, planned_on=TODAY)
    version = await forum.current_version()
    balance: dict[str, Any] = {
        "version": version,
        "on": TODAY,
        "pupils": 20,
        "teachers": 2,
        "now": NOW,
    }
    await bureau.do(hold_action, action_id=forum.id, **balance)
    await forum.answers(CompanyAnswer.ABSENT)
    assert await forum.told() == [K.NOTED]
    assert (await forum.appointment()).silent

    past = await coming(bureau, forum_of, "Scierie Lafon", planned_on=TODAY - timedelta(days=1))
    assert await past.told() == [K.NOTED]


async def test_an_action_of_today_is_over_by_the_clocks_of_paris(
    bureau: Bureau, forum_of: Callable[[UUID], Forum]
) -> None:
    """It is ten there: what ended is noted afterwards, and is no invitation."""
    ended: dict[str, Any] = {"planned_on": TODAY, "starts_at": time(8, 0), "ends_at": time(10, 0)}
    forum = await coming(bureau, forum_of, **ended)
    await coming(bureau, forum_of, "Scierie Lafon", **{**ended, "ends_at": None})
    assert await forum.told() == []

    await coming(bureau, forum_of, "Garage Roca", **{**ended, "ends_at": time(10, 30)})
    assert await forum.told() == [K.NOTED]
    assert not (await forum.appointment()).silent


async def test_a_bureau_that_wants_no_mails_of_an_action_has_none(
    bureau: Bureau, forum_of: Callable[[UUID], Forum]
) -> None:
    forum = await coming(bureau, forum_of, mails_off=True)
    await forum.moves(mails_off=True, place="Atelier")
    assert await forum.told() == []
    await forum.moves(place="Atelier")
    assert await forum.told() == [K.NOTED]
    await forum.moves(mails_off=True, place="Gymnase")
    assert await forum.told() == [K.NOTED]
    assert (await forum.appointment()).silent


async def test_hours_that_end_before_they_begin_are_refused(
    bureau: Bureau, forum_of: Callable[[UUID], Forum]
) -> None:
    forum = await coming(bureau, forum_of)
    for hours in (
        {"starts_at": time(14, 0), "ends_at": time(14, 0)},
        {"starts_at": None, "ends_at": time(15, 0)},
    ):
        with pytest.raises(ActionEndsTooEarly):
            await forum.moves(**hours)


async def test_who_read_a_mail_to_many_is_written_to_else_the_main_contact(
    bureau: Bureau, superuser: Any
) -> None:
    company_id = await bureau.registers()
    main = await knows(bureau, company_id, replace(HORTENSE, gets_mail=True))
    other = await knows(bureau, company_id, ContactDetails("Odon Perdigal", mail="o@p.example"))

    async def reader(uow: UnitOfWork) -> Contact | Unreached:
        return (await read_readers(uow, BOURDELLE, [company_id]))[company_id]

    async def reader_id() -> UUID | None:
        found = await bureau.do(reader)
        return found.id if isinstance(found, Contact) else None

    assert await reader_id() == main
    mailing = uuid4()
    await superuser.execute(
        "INSERT INTO mailings (uai, mailing_id, purpose, author, status, drafted_at, version)"
        " VALUES ($1, $2, 'pfmp', $3, 'sent', $4, 1)",
        *(BOURDELLE, mailing, uuid4(), NOW),
    )
    await superuser.execute(
        "INSERT INTO mailing_recipients (uai, recipient_id, mailing_id, rank, company_id,"
        " contact_id, mail_digest, state, moved_at) VALUES ($1, $2, $3, 1, $4, $5, 'x', $6, $7)",
        *(BOURDELLE, uuid4(), mailing, company_id, other, LetterState.LEFT.value, NOW),
    )
    assert await reader_id() == other

    async def stops(uow: UnitOfWork) -> None:
        stops = MailStops(uow)
        await stops.stop(stops.digest("o@p.example"), now=NOW)

    await bureau.do(stops)
    assert await reader_id() == main

    async def comes_back(uow: UnitOfWork) -> None:
        back = MailReturn(NOW, MailReturnReason.UNKNOWN_ADDRESS)
        await MailStops(uow).note_return(str(HORTENSE.mail), back)

    await bureau.do(comes_back)
    assert await bureau.do(reader) is Unreached.STOPPED


async def test_a_company_without_an_address_is_written_to_once_one_is_known(
    browser: Browser, bureau: Bureau, forum_of: Callable[[UUID], Forum]
) -> None:
    company_id = await bureau.registers()
    forum = forum_of(company_id)
    await forum.plans(planned_on=datetime.now(UTC).date() + timedelta(days=60))
    await forum.invites(answer=CompanyAnswer.COMING)
    assert await forum.told() == []
    here = f"/entreprises/actions/{forum.id}"
    page = await browser.opens(here)
    assert "Pas d’adresse" in page.text
    assert f'href="/entreprises/{company_id}#contacts"' in page.text
    assert "Écrire à celles" not in page.text

    await knows(bureau, company_id)
    page = await browser.opens(here)
    assert "une adresse est connue" in page.text
    page = await browser.follows(await browser.sends(page, f"{here}/courriels"))
    assert await forum.told() == [K.NOTED]
    assert "Hortense Delbosc" in page.text
    assert "Écrire à celles" not in page.text
    await bureau.do(write_again, action_id=forum.id, now=NOW)
    assert await forum.told() == [K.NOTED]


async def test_the_form_keeps_hours_place_and_silence(browser: Browser, bureau: Bureau) -> None:
    new = "/entreprises/actions/nouvelle"
    on = datetime.now(UTC).date() + timedelta(days=60)
    typed = {
        "title": "Forum",
        "kind": "forum",
        "planned_on": f"{on}",
        "mails_off": "true",
        "starts_at": "14:00",
        "ends_at": "13:00",
        "place": "Salle B",
    }
    refused = await browser.sends(new, new, typed)
    assert refused.status_code == 422
    assert "heure de fin après l’heure de début" in refused.text
    assert 'value="13:00"' in refused.text
    for wrong in ("17h30", "25:00", "17:30+02:00"):
        refused = await browser.sends(new, new, {**typed, "ends_at": wrong})
        assert refused.status_code == 422
        assert "Indiquez une heure, par exemple 14:30." in refused.text
    page = await browser.follows(await browser.sends(new, new, {**typed, "ends_at": "17:30:59"}))
    text = unescape(re.sub(r"<[^>]*>", " ", page.text)).replace("\u00a0", " ")
    assert "14 h 00 à 17 h 30" in text
    assert "Salle B" in text
    assert "Rien n’est écrit ni montré aux entreprises de cette action" in text
    assert 'value="14:00"' in page.text


async def test_who_comes_is_reminded_once_a_week_before(
    bureau: Bureau, forum_of: Callable[[UUID], Forum], service_databases: ServiceDatabases
) -> None:
    forum = await coming(bureau, forum_of, planned_on=date(2027, 1, 14))
    database = service_databases.open("partnerships")
    for later in (datetime(2027, 1, 7, 5, tzinfo=UTC), datetime(2027, 1, 7, 6, tzinfo=UTC)):
        assert await forum.told() == [K.NOTED]
        await run_due_work(timed, bureau.units, database.relay_dsn, later)
    await database.close()
    again: dict[str, Any] = {"action_id": forum.id, "planned_on": "2027-01-14"}
    await bureau.do(remind_participants, **again, now=datetime(2027, 1, 7, 6, tzinfo=UTC))
    assert await forum.told() == [K.NOTED, K.REMINDER]

    await forum.moves(planned_on=date(2027, 1, 21))
    await bureau.do(remind_participants, **again, now=datetime(2027, 1, 7, 6, tzinfo=UTC))
    assert await forum.told() == [K.NOTED, K.REMINDER, K.MOVED]


@pytest.mark.parametrize(
    ("planned_on", "today", "day"),
    [
        (date(2027, 1, 14), TODAY, date(2027, 1, 7)),
        # A Saturday, and the first of January: the next working morning.
        (date(2027, 1, 16), TODAY, date(2027, 1, 11)),
        (date(2027, 1, 8), TODAY, date(2027, 1, 4)),
        (date(2027, 1, 14), date(2027, 1, 7), None),
        (date(2027, 1, 14), date(2027, 1, 12), None),
    ],
)
def test_an_action_is_recalled_in_a_working_morning_or_not_at_all(
    planned_on: date, today: date, day: date | None
) -> None:
    assert reminded_on(planned_on, today) == day


async def test_what_was_to_remind_of_is_nothing_once_it_is_off(
    bureau: Bureau, forum_of: Callable[[UUID], Forum]
) -> None:
    forum = await coming(bureau, forum_of)
    await forum.answers(CompanyAnswer.DECLINED)
    again: dict[str, Any] = {"action_id": forum.id, "planned_on": ON.isoformat()}
    await bureau.do(remind_participants, **again, now=datetime(2026, 12, 8, 6, tzinfo=UTC))
    assert K.REMINDER not in await forum.told()


async def test_a_contact_that_is_forgotten_takes_its_appointment_along(
    bureau: Bureau, forum_of: Callable[[UUID], Forum]
) -> None:
    forum = await coming(bureau, forum_of)
    contact_id = (await forum.appointment()).contact_id

    async def forget(uow: UnitOfWork) -> None:
        await Contacts(uow).remove(contact_id)

    await bureau.do(forget)
    with pytest.raises(NotFound):
        await forum.appointment()


async def test_two_cards_that_become_one_keep_the_appointments_of_both(
    bureau: Bureau, forum_of: Callable[[UUID], Forum]
) -> None:
    forum = await coming(bureau, forum_of)
    kept = await bureau.registers("Chaudronnerie Quercy", distinct=True)
    await bureau.merges(kept, forum.company_id)
    assert (await forum.appointment()).standing
    forum.company_id = kept
    await forum.answers(CompanyAnswer.DECLINED)
    assert await forum.told() == [K.NOTED, K.CALLED_OFF]


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("sent", "Changement, parti mardi 24\u00a0novembre 2026 à 10\u00a0h\u00a000"),
        ("deferred", "Changement, part bientôt"),
        ("failed", "Changement, non remis"),
        ("cancelled", None),
    ],
)
def test_the_page_of_an_action_says_what_became_of_each_mail(state: str, line: str | None) -> None:
    mail = MailAbout(
        mail_id=uuid4(),
        about=uuid4(),
        template="action_moved",
        state=state,
        queued_at=NOW,
        finished_at=NOW,
    )
    assert line_of(mail) == line
