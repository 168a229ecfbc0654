"""One mail to many companies: what each will read, who is left out and why, what left, what is stopped."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest
import pytest_asyncio

from contracts.identifiers import ContactId, MailingId
from contracts.notifications.mails import LetterState
from contracts.partnerships.companies import InteractionLoggedV1, InteractionPurpose
from contracts.partnerships.mailings import (
    MailingCancelledV1,
    MailingLetter,
    MailingLetterAskedV1,
    MailingLetterRequest,
)
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.partnerships.base.mentions import Named
from services.partnerships.contacts.commands import add_contact, correct_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import erase_notes, remove_contact
from services.partnerships.erasure.queries.access import tell_contact
from services.partnerships.erasure.queries.erasure import find_contact_to_erase
from services.partnerships.erasure.store.notes import Notes
from services.partnerships.exchanges.commands import withdraw_interaction
from services.partnerships.exchanges.queries import read_exchanges
from services.partnerships.mailings.answers import letter_of_a_mailing
from services.partnerships.mailings.commands import follow_letter
from services.partnerships.mailings.model import RECIPIENTS_MAX
from services.partnerships.pauses.commands import pause_site
from services.partnerships.pauses.model import PauseReason
from services.partnerships.register import REGISTER
from services.partnerships.retention import retention
from services.partnerships.sharing.commands import record_objection
from services.partnerships.subscribers import timed
from services.partnerships.territories.commands import take_lead
from services.partnerships.ways.commands import say_way
from tests.partnerships.browsing import Answer, Browser, Pages
from tests.partnerships.world import BOURDELLE, ELSEWHERE, TODAY, Bureau, many_companies
from tests.support.pages import SAME_ORIGIN
from tests.support.services import Published, ServiceDatabases

MAILINGS = "/entreprises/courriels"
LETTER = {
    "subject": "Places de janvier à {entreprise}",
    "body": "Bonjour {contact},\n\nle {lycee} cherche des places pour janvier.",
    "purpose": "pfmp",
}


async def someone(bureau: Bureau, name: str, mail: str | None, **more: Any) -> tuple[UUID, UUID]:
    """A company, and its contact."""
    company_id = more.pop("company_id", None) or await bureau.registers(name)
    site_id = (await bureau.card(company_id)).sites[0].id
    details = ContactDetails(more.pop("person", f"Contact de {name}"), mail=mail, **more)
    contact = await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=details)
    return company_id, contact


def new(*ids: UUID) -> str:
    return f"{MAILINGS}/nouveau?choix=" + ".".join(map(str, ids))


async def drafts(browser: Browser, *ids: UUID, **typed: Any) -> Answer:
    """What will leave, to whom."""
    sent = await browser.sends(new(*ids), MAILINGS, {**LETTER, **typed})
    return await browser.follows(sent)


async def confirms(browser: Browser, preview: Answer) -> Answer:
    here = preview.url.path
    return await browser.follows(await browser.sends(preview, f"{here}/envoi"))


def words(page: Answer) -> str:
    text = unescape(re.sub(r"<[^>]*>", " ", page.text)).replace("\u00a0", " ")
    return " ".join(text.replace("\u202f", " ").split())


def id_of(page: Answer) -> UUID:
    return UUID(page.url.path.rpartition("/")[2])


@pytest.fixture
def minute_later(bureau: Bureau, service_databases: ServiceDatabases) -> Callable[..., Any]:
    """Let the grace go by."""

    async def passes() -> None:
        database = service_databases.open("partnerships")
        later = datetime.now(UTC) + timedelta(minutes=2)
        await run_due_work(timed, bureau.units, database.relay_dsn, later)
        await database.close()

    return passes


async def hears(bureau: Bureau, mailing: UUID, contact: UUID, state: LetterState) -> None:
    """What became of a letter, as the service that sends them tells."""
    await bureau.do(
        follow_letter,
        mailing_id=mailing,
        contact_id=contact,
        state=state,
        on=TODAY,
        now=bureau.now,
    )


async def letter(bureau: Bureau, mailing: UUID, contact: UUID) -> MailingLetter:
    """The letter as it is asked for when it leaves."""
    request = MailingLetterRequest(mailing_id=MailingId(mailing), contact_id=ContactId(contact))
    return await bureau.do(lambda uow: letter_of_a_mailing(request, uow))


async def test_the_preview_shows_what_each_will_read(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    vert, _ = await someone(bureau, "Bois Vert", "a@vert.example", person="Anne Verdier")
    roca, _ = await someone(bureau, "Serrurerie {entreprise}", "r@roca.example")

    preview = await drafts(browser, vert, roca)
    shown = words(preview)

    assert "2 à écrire 0 laissée de côté" in shown
    assert "Places de janvier à Bois Vert" in shown
    assert "Bonjour Anne Verdier, le 0820021C cherche des places pour janvier." in shown
    # Its own braces are its name, and not ours to replace.
    assert "Places de janvier à Serrurerie {entreprise}" in shown
    assert "a@vert.example" in shown
    assert "Envoyer 2 courriels" in shown
    read = "SELECT action FROM audit_entries WHERE result = 'read'"
    assert await superuser.fetchval(read) == "list-contacts"


async def test_who_is_left_out_is_listed_with_the_reason(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    written, _ = await someone(bureau, "Bois Vert", "a@vert.example")
    again, _ = await someone(bureau, "Bois Vert Deux", "A@vert.example")
    nobody, _ = await someone(bureau, "Menuiserie Vidal", None)
    objected, against = await someone(bureau, "Plâtrerie Fau", "f@fau.example")
    paused, _ = await someone(bureau, "Serrurerie Roca", "r@roca.example")
    asked, _ = await someone(bureau, "Toiture Sol", "s@sol.example")
    theirs = await other_bureau.registers("Zinguerie Pons")
    await bureau.do(record_objection, contact_id=against, now=bureau.now)
    site_of_paused = (await bureau.card(paused)).sites[0].id
    other_bureau = replace(other_bureau, now=datetime.now(UTC))
    await other_bureau.do(
        pause_site,
        company_id=paused,
        site_id=site_of_paused,
        reason=PauseReason.CAPACITY,
        until_on=other_bureau.now.date() + timedelta(30),
        now=other_bureau.now,
    )
    await other_bureau.logs(asked, occurred_on=other_bureau.now.date())

    shown = words(await drafts(browser, written, again, nobody, objected, paused, asked, theirs))

    assert "1 à écrire 6 laissées de côté" in shown
    for reason in (
        "Bois Vert Deux : même adresse qu’une autre du choix.",
        "Menuiserie Vidal : aucun contact de votre lycée n’y a d’adresse mail.",
        "Plâtrerie Fau : la personne s’est opposée à être contactée.",
        "Serrurerie Roca : une pause est demandée.",
        "Toiture Sol : un autre lycée vient de la solliciter (délai de courtoisie).",
        "Zinguerie Pons : n’est pas sur la liste de votre lycée.",
    ):
        assert reason in shown, shown


async def test_what_asks_nothing_goes_to_whom_another_lycee_just_asked(
    browser: Browser, bureau: Bureau, other_bureau: Bureau
) -> None:
    asked, _ = await someone(bureau, "Toiture Sol", "s@sol.example")
    other_bureau = replace(other_bureau, now=datetime.now(UTC))
    await other_bureau.logs(asked, occurred_on=other_bureau.now.date())
    preview = await drafts(browser, asked)
    assert "Aucune de ces entreprises ne peut recevoir ce courriel" in preview.text

    here = f"{preview.url.path}/correction"
    corrected = await browser.follows(
        await browser.sends(here, here, {"purpose": "other", "subject": "Vœux"})
    )

    assert "1 à écrire 0 laissée de côté" in words(corrected)
    assert "Vœux" in corrected.text


async def test_nothing_leaves_before_the_minute_is_over_then_one_letter_to_each(
    browser: Browser, bureau: Bureau, published: Published, minute_later: Callable[..., Any]
) -> None:
    vert, anne = await someone(bureau, "Bois Vert", "a@vert.example", person="Anne Verdier")
    roca, other = await someone(bureau, "Serrurerie Roca", "r@roca.example")
    planned = await confirms(browser, await drafts(browser, vert, roca))
    mailing = id_of(planned)

    assert "Les courriels partent dans une minute" in planned.text
    assert await published(MailingLetterAskedV1) == []
    assert (await letter(bureau, mailing, anne)).standing is False
    await minute_later()

    asked = await published(MailingLetterAskedV1)
    assert [(one.mailing_id, one.contact_id) for one in asked] == [
        (mailing, anne),
        (mailing, other),
    ]
    told = await letter(bureau, mailing, anne)
    assert told.standing
    assert (told.subject, told.mail) == ("Places de janvier à Bois Vert", "a@vert.example")
    assert told.body.startswith("Bonjour Anne Verdier,\n\n")
    assert told.author == UUID(int=1)
    assert "/espace-entreprise/courriels/" in told.stop_url
    await minute_later()
    assert len(await published(MailingLetterAskedV1)) == 2


async def test_a_letter_that_left_is_an_exchange_by_mail_with_the_company_once(
    browser: Browser,
    bureau: Bureau,
    published: Published,
    superuser: asyncpg.Connection,
    minute_later: Callable[..., Any],
) -> None:
    vert, anne = await someone(bureau, "Bois Vert", "a@vert.example", person="Anne Verdier")
    roca, other = await someone(bureau, "Serrurerie Roca", "r@roca.example")
    mailing = id_of(await confirms(browser, await drafts(browser, vert, roca)))
    await minute_later()

    for _ in range(2):  # sent again by hand, it is the same letter
        await hears(bureau, mailing, anne, LetterState.LEFT)
    await hears(bureau, mailing, other, LetterState.UNDELIVERED)

    [noted] = (await bureau.do(read_exchanges, vert)).latest
    assert noted.interaction.contact_id == anne
    assert noted.interaction.purpose is InteractionPurpose.PFMP
    assert noted.interaction.note is not None
    assert noted.interaction.note.startswith(
        "Envoyé\u00a0: Places de janvier à Bois Vert\n\nBonjour"
    )
    assert (await bureau.do(read_exchanges, roca)).latest == []
    assert len(await published(InteractionLoggedV1)) == 1
    # It asked something: the others leave the company alone for a while.
    assert await superuser.fetchval("SELECT count(*) FROM solicitations") == 1
    shown = words(await browser.opens(f"{MAILINGS}/{mailing}"))
    assert "1 parti 0 en attente 1 non remis" in shown
    assert "Envois" in shown


async def test_a_letter_that_came_back_is_not_delivered_and_sent_again_is_one_exchange(
    browser: Browser,
    bureau: Bureau,
    published: Published,
    minute_later: Callable[..., Any],
) -> None:
    vert, anne = await someone(bureau, "Bois Vert", "a@vert.example", person="Anne Verdier")
    mailing = id_of(await confirms(browser, await drafts(browser, vert)))
    await minute_later()

    await hears(bureau, mailing, anne, LetterState.LEFT)
    card = f"/entreprises/{vert}"
    assert "Non remis" not in words(await browser.opens(card))
    await hears(bureau, mailing, anne, LetterState.UNDELIVERED)
    assert "0 parti 0 en attente 1 non remis" in words(await browser.opens(f"{MAILINGS}/{mailing}"))
    assert "Envoyé à plusieurs Non remis" in words(await browser.opens(card))
    [letter] = (await bureau.do(read_exchanges, vert)).latest
    correction = f"{card}/echanges/{letter.interaction.id}/correction"
    await browser.sends(correction, correction, {"note": "Une faute corrigée", "outcome": "none"})
    assert "Envoyé à plusieurs Non remis" in words(await browser.opens(card))

    for state in (LetterState.WAITING, LetterState.LEFT):
        await hears(bureau, mailing, anne, state)
    assert "1 parti 0 en attente 0 non remis" in words(await browser.opens(f"{MAILINGS}/{mailing}"))
    assert "Non remis" not in words(await browser.opens(card))
    assert len((await bureau.do(read_exchanges, vert)).latest) == 1
    # As it was noted, and as it was corrected.
    assert len(await published(InteractionLoggedV1)) == 2


async def test_what_has_not_left_is_cancelled_and_what_left_all_the_same_is_told(
    browser: Browser, bureau: Bureau, published: Published, minute_later: Callable[..., Any]
) -> None:
    vert, anne = await someone(bureau, "Bois Vert", "a@vert.example")
    roca, other = await someone(bureau, "Serrurerie Roca", "r@roca.example")
    mailing = id_of(await confirms(browser, await drafts(browser, vert, roca)))
    await minute_later()
    here = f"{MAILINGS}/{mailing}"
    assert "Annuler ce qui n’est pas parti" in (await browser.opens(here)).text

    cancelled = await browser.follows(await browser.sends(here, f"{here}/annulation"))

    assert "0 parti 0 en attente 0 non remis 2 annulés" in words(cancelled)
    assert [one.mailing_id for one in await published(MailingCancelledV1)] == [mailing]
    assert (await letter(bureau, mailing, anne)).standing is False
    await hears(bureau, mailing, other, LetterState.CANCELLED)
    await hears(bureau, mailing, anne, LetterState.LEFT)
    assert "1 parti 0 en attente 0 non remis 1 annulé" in words(await browser.opens(here))
    assert len((await bureau.do(read_exchanges, vert)).latest) == 1


async def test_it_is_taken_back_within_the_minute_from_the_notice(
    browser: Browser, bureau: Bureau, published: Published, minute_later: Callable[..., Any]
) -> None:
    vert, _ = await someone(bureau, "Bois Vert", "a@vert.example")
    planned = await confirms(browser, await drafts(browser, vert))
    assert 'class="notice-undo"' in planned.text

    await browser.sends(planned, f"{planned.url.path}/annulation")
    await minute_later()

    assert await published(MailingLetterAskedV1) == []
    assert await published(MailingCancelledV1) == []
    assert "Courriel annulé" in (await browser.opens(planned.url.path)).text


async def test_confirming_a_page_that_was_corrected_meanwhile_is_refused(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    vert, _ = await someone(bureau, "Bois Vert", "a@vert.example")
    preview = await drafts(browser, vert)
    here = preview.url.path
    await browser.sends(f"{here}/correction", f"{here}/correction", {"subject": "Autre chose"})

    refused = await browser.sends(preview, f"{here}/envoi")

    assert refused.status_code == 409
    assert "Autre chose" in refused.text
    assert await superuser.fetchval("SELECT status FROM mailings") == "draft"
    await confirms(browser, await browser.opens(here))
    late = await browser.opens(f"{here}/correction")
    assert "ne se corrige plus" in late.text


async def test_only_known_words_between_braces_are_sent(browser: Browser, bureau: Bureau) -> None:
    vert, _ = await someone(bureau, "Bois Vert", "a@vert.example")
    for body in ("Bonjour {prénom},", "Bonjour {contact", "{ {entreprise}", "{entreprise}" * 11):
        refused = await browser.sends(new(vert), MAILINGS, {**LETTER, "body": body})

        assert refused.status_code == 422, body
        assert "seuls {entreprise}, {contact}, {lycée} sont remplacés" in words(refused)
        assert unescape(refused.text).count(body) >= 1
    accepted = await browser.sends(new(vert), MAILINGS, {**LETTER, "body": "{ Lycée } {CONTACT}"})
    assert accepted.status_code == 303


async def test_that_there_are_too_many_is_said_before_the_letter_is_written(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    address = f"{MAILINGS}/nouveau?ensemble=toutes"
    await many_companies(superuser, RECIPIENTS_MAX)
    just_enough = await browser.opens(address)
    await bureau.registers("Une de trop")

    told = await browser.opens(address)

    assert f"{RECIPIENTS_MAX} entreprises choisies" in words(just_enough)
    assert f"plus de {RECIPIENTS_MAX} entreprises" in words(told)
    assert "entreprises choisies" not in words(told)
    assert f'action="{MAILINGS}"' not in told.text
    # The list grew while the letter was written: it is refused, and kept.
    refused = await browser.sends(just_enough, MAILINGS, LETTER)
    assert refused.status_code == 422
    assert f"plus de {RECIPIENTS_MAX} entreprises" in words(refused)
    assert "cherche des places pour janvier" in refused.text


async def test_who_works_for_two_lycees_is_told_to_choose_one_when_both_are_too_many(
    signed_in: Callable[..., Browser],
    bureau: Bureau,
    other_bureau: Bureau,
    superuser: asyncpg.Connection,
) -> None:
    await many_companies(superuser, RECIPIENTS_MAX)
    await other_bureau.registers("Une de trop")
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)
    address = f"{MAILINGS}/nouveau?ensemble=toutes"

    assert "choisissez-le en haut de la page" in words(await both.opens(address))
    alone = await both.opens(f"{address}&lycee={BOURDELLE}")
    assert f"{RECIPIENTS_MAX} entreprises choisies" in words(alone)


async def test_it_goes_to_the_address_that_was_looked_at_alone(
    browser: Browser, bureau: Bureau, minute_later: Callable[..., Any]
) -> None:
    vert, anne = await someone(bureau, "Bois Vert", "a@vert.example")
    mailing = id_of(await confirms(browser, await drafts(browser, vert)))
    await minute_later()
    other = ContactDetails("Anne Verdier", mail="autre@vert.example")

    await bureau.do(correct_contact, contact_id=anne, version=1, details=other, now=bureau.now)

    assert (await letter(bureau, mailing, anne)).standing is False


ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def stranger(served: Pages) -> Browser:
    transport = httpx2.ASGITransport(served.app, client=(str(uuid4()), 1))
    return Browser(
        httpx2.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000", headers=SAME_ORIGIN
        )
    )


async def test_a_company_stops_all_mails_by_the_link_of_a_letter_and_takes_it_back(
    browser: Browser,
    served: Pages,
    bureau: Bureau,
    other_bureau: Bureau,
    minute_later: Callable[..., Any],
) -> None:
    vert, anne = await someone(bureau, "Bois Vert", "a@vert.example")
    await someone(other_bureau, "", "A@Vert.example", company_id=vert)
    mailing = id_of(await confirms(browser, await drafts(browser, vert)))
    await minute_later()
    url = (await letter(bureau, mailing, anne)).stop_url
    path = "/" + url.split("/", 3)[3]
    company = stranger(served)

    opened = await company.opens(path)
    assert "Ne plus recevoir de courriels" in opened.text
    assert opened.headers["referrer-policy"] == "no-referrer"
    assert not (await letter(bureau, mailing, anne)).stopped, "opening it changes nothing"
    stopped = await company.follows(await company.sends(opened, f"{path}/arret"))

    assert "Vous ne recevez plus de courriels." in stopped.text
    assert (await letter(bureau, mailing, anne)).stopped
    assert "Bois Vert : ne veut plus de courriels" in words(await drafts(browser, vert))
    assert "ne veut plus de courriels" in words(await browser.opens(f"/entreprises/{vert}")).lower()
    again = await company.follows(await company.sends(path, f"{path}/accord"))
    assert "Ne plus recevoir de courriels" in again.text
    assert not (await letter(bureau, mailing, anne)).stopped


async def test_the_button_of_a_mail_program_stops_all_mails_in_one_go(
    browser: Browser,
    served: Pages,
    bureau: Bureau,
    minute_later: Callable[..., Any],
) -> None:
    vert, anne = await someone(bureau, "Bois Vert", "a@vert.example")
    mailing = id_of(await confirms(browser, await drafts(browser, vert)))
    await minute_later()
    url = (await letter(bureau, mailing, anne)).stop_url
    path = "/" + url.split("/", 3)[3]
    transport = httpx2.ASGITransport(served.app, client=(str(uuid4()), 1))
    # Its server sends it: no cookie, no page it comes from, no id of a command (RFC 8058).
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as program:
        wrong = await program.post(path, data={"List-Unsubscribe": "Later"})
        assert wrong.status_code == 422
        elsewhere = await program.post(f"{path}/arret", data=ONE_CLICK)
        assert elsewhere.status_code == 403
        by_a_page = await program.post(
            path, data=ONE_CLICK, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert by_a_page.status_code == 403
        assert not (await letter(bureau, mailing, anne)).stopped

        for _ in range(2):
            done = await program.post(path, data=ONE_CLICK)
            assert done.status_code == 200, done.text
            assert (await letter(bureau, mailing, anne)).stopped
        in_parts = await program.post(path, files={"List-Unsubscribe": (None, "One-Click")})
        assert in_parts.status_code == 200
        unknown = await program.post(f"{path[:-4]}AAAA", data=ONE_CLICK)
        assert unknown.status_code == 404
    assert "Bois Vert : ne veut plus de courriels" in words(await drafts(browser, vert))


async def test_an_erased_contact_takes_the_letter_along_and_its_link_opens_nothing(
    browser: Browser,
    served: Pages,
    bureau: Bureau,
    superuser: asyncpg.Connection,
    minute_later: Callable[..., Any],
) -> None:
    vert, anne = await someone(bureau, "Bois Vert", "a@vert.example")
    mailing = id_of(await confirms(browser, await drafts(browser, vert)))
    await minute_later()
    path = "/" + (await letter(bureau, mailing, anne)).stop_url.split("/", 3)[3]
    found = await bureau.do(find_contact_to_erase, anne, lambda _: {"rbde"})
    told = await bureau.do(tell_contact, REGISTER, found)
    assert [one for one in told if one.table == "mailing_recipients"]

    await bureau.do(remove_contact, contact_id=anne, now=bureau.now)

    assert await superuser.fetchval("SELECT count(*) FROM mailing_recipients") == 0
    assert (await stranger(served).opens(path)).status_code == 404
    # What was on its way is heard of, and is nobody's.
    await hears(bureau, mailing, anne, LetterState.LEFT)
    assert (await browser.opens(f"{MAILINGS}/{mailing}")).status_code == 200


async def test_a_text_is_found_by_whom_it_names_erased_and_forgotten_in_time(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    vert, _ = await someone(bureau, "Bois Vert", "a@vert.example")
    body = "Voyez Ismérie Duvernet."
    first, second = [id_of(await drafts(browser, vert, body=body)) for _ in range(2)]
    naming = await bureau.do(lambda uow: Notes(uow).naming(Named("Duvernet", "Ismérie")))
    assert {one.interaction_id for one in naming} == {first, second}

    await bureau.do(erase_notes, interaction_ids=[first], now=bureau.now)
    assert "a été oublié ou effacé" in (await browser.opens(f"{MAILINGS}/{first}")).text
    assert "Texte oublié" in (await browser.opens(MAILINGS)).text

    later = datetime.now(UTC) + timedelta(days=91)
    rule = retention.rules["mailing_texts"]
    due = await bureau.do(rule.find, now=later, limit=10)
    assert [one.id for one in due] == [second]
    await bureau.do(rule.remove, [second], later)
    assert await superuser.fetch("SELECT 1 FROM mailings WHERE body IS NOT NULL") == []
    rule, later = retention.rules["mailings"], datetime.now(UTC) + timedelta(days=366)
    due = await bureau.do(rule.find, now=later, limit=10)
    await bureau.do(rule.remove, [one.id for one in due], later)
    assert await superuser.fetchval("SELECT count(*) FROM mailing_recipients") == 0


async def test_a_card_that_became_one_with_another_is_written_to_and_noted_there(
    browser: Browser, bureau: Bureau, minute_later: Callable[..., Any]
) -> None:
    kept = await bureau.registers("Bois Vert et Fils")
    absorbed, anne = await someone(bureau, "Bois Vert", "a@vert.example")
    mailing = id_of(await confirms(browser, await drafts(browser, absorbed)))
    await minute_later()
    await bureau.merges(kept, absorbed)

    assert (await letter(bureau, mailing, anne)).company == "Bois Vert et Fils"
    await hears(bureau, mailing, anne, LetterState.LEFT)
    assert len((await bureau.do(read_exchanges, kept)).latest) == 1


async def test_a_draft_is_given_up_and_a_confirmed_one_is_not(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    vert, _ = await someone(bureau, "Bois Vert", "a@vert.example")
    kept, dropped = await drafts(browser, vert), await drafts(browser, vert)
    shown = await browser.follows(await browser.sends(dropped, f"{dropped.url.path}/abandon"))
    assert "rien n’est parti" in words(shown)

    await confirms(browser, kept)
    await browser.sends(kept, f"{kept.url.path}/abandon")

    assert await superuser.fetchval("SELECT count(*) FROM mailings") == 1


async def test_only_the_bureau_writes_to_many(signed_in: Callable[..., Browser]) -> None:
    assert (await signed_in(Role.ATCT, BOURDELLE).opens(MAILINGS)).status_code == 200
    assert (await signed_in(Role.HEAD, BOURDELLE).opens(MAILINGS)).status_code == 404


@dataclass
class Marked:
    """Companies one may write to, some of which one would first ask somebody about."""

    plain: UUID
    through: UUID
    led: UUID
    own: UUID


async def goes_through(bureau: Bureau, company_id: UUID, somebody: str) -> None:
    await bureau.do(
        say_way, company_id=company_id, brought_by=None, through=somebody, now=bureau.now
    )


@pytest_asyncio.fixture
async def marked(bureau: Bureau, other_bureau: Bureau) -> Marked:
    found = Marked(
        *[
            (await someone(bureau, name, f"{name[:3].lower()}@quercy.example"))[0]
            for name in ("Bois Vert", "Toiture Sol", "Zinguerie Pons", "Plâtrerie Fau")
        ]
    )
    await goes_through(bureau, found.through, "M. Lacaze")
    # What another lycée says of its way is its own.
    await goes_through(other_bureau, found.plain, "Mme Delprat")
    await other_bureau.do(take_lead, company_id=found.led, now=bureau.now)
    await bureau.do(take_lead, company_id=found.own, now=bureau.now)
    return found


async def test_a_company_one_goes_to_through_somebody_or_another_bureau_leads_waits_for_a_word(
    browser: Browser, published: Published, marked: Marked, minute_later: Callable[..., Any]
) -> None:
    preview = await drafts(browser, *vars(marked).values())
    shown = words(preview)

    assert "2 à écrire 2 à décider 0 laissée de côté" in shown
    assert "Toiture Sol : passer par M. Lacaze" in shown
    assert f"Zinguerie Pons : chef de file : {ELSEWHERE}" in shown
    assert "Delprat" not in shown
    assert not re.search(r'name="knowingly"[^>]*checked', preview.text)
    sent = await confirms(browser, preview)
    assert "Zinguerie Pons : un autre bureau est chef de file." in words(sent)
    assert "Toiture Sol : votre lycée passe par quelqu’un" in words(sent)
    await minute_later()
    assert len(await published(MailingLetterAskedV1)) == 2


async def test_those_that_are_ticked_are_written_to_with_the_others(
    browser: Browser, published: Published, marked: Marked, minute_later: Callable[..., Any]
) -> None:
    preview = await drafts(browser, *vars(marked).values())
    here = preview.url.path

    sent = await browser.follows(
        await browser.sends(preview, f"{here}/envoi", {"knowingly": [str(marked.through)]})
    )

    shown = words(sent)
    assert "1 laissée de côté" in shown
    assert "Toiture Sol Passer par M. Lacaze" in shown
    await minute_later()
    assert len(await published(MailingLetterAskedV1)) == 3


async def test_what_asks_nothing_goes_past_a_lead_and_not_past_a_colleague(
    browser: Browser, marked: Marked
) -> None:
    shown = words(await drafts(browser, marked.led, marked.through, purpose="other"))

    assert "1 à écrire 1 à décider" in shown
    assert f"Zinguerie Pons Chef de file : {ELSEWHERE}" in shown


async def test_nothing_leaves_when_all_wait_for_a_word_and_none_is_ticked(
    browser: Browser, marked: Marked, superuser: asyncpg.Connection
) -> None:
    preview = await drafts(browser, marked.led, marked.through)
    here = preview.url.path

    refused = await browser.sends(preview, f"{here}/envoi")

    assert refused.status_code == 422
    assert "Cochez au moins une entreprise à qui écrire quand même" in words(refused)
    assert await superuser.fetchval("SELECT status FROM mailings") == "draft"
    # A company that was never chosen is not slipped in.
    stranger = {"knowingly": [str(marked.plain), str(marked.led)]}
    planned = await browser.follows(await browser.sends(refused, f"{here}/envoi", stranger))
    assert "Zinguerie Pons" in planned.text
    assert "Bois Vert" not in planned.text


async def test_whom_a_company_that_waits_would_be_written_to_is_shown_with_what_they_would_read(
    browser: Browser, marked: Marked, superuser: asyncpg.Connection
) -> None:
    preview = await drafts(browser, marked.through, marked.led)
    shown = words(preview)

    whom = "Contact de Toiture Sol (toi@quercy.example)"
    assert f"Toiture Sol : passer par M. Lacaze ; courriel à {whom}" in shown
    assert "Ce que lira une entreprise cochée" in shown
    assert "Bonjour Contact de Toiture Sol, le 0820021C cherche des places" in shown
    ticked = {"knowingly": [str(marked.through)]}
    await browser.sends(preview, f"{preview.url.path}/envoi", ticked)
    # Of the one no word was said of, it is not kept whom it would have gone to.
    kept = await superuser.fetch("SELECT company_id, contact_id FROM mailing_recipients")
    assert {row["company_id"]: row["contact_id"] is None for row in kept} == {
        marked.through: False,
        marked.led: True,
    }


@pytest.mark.parametrize("waits", [True, False])
async def test_nothing_leaves_to_a_contact_or_an_address_that_was_not_looked_at(
    browser: Browser,
    bureau: Bureau,
    published: Published,
    marked: Marked,
    superuser: asyncpg.Connection,
    minute_later: Callable[..., Any],
    *,
    waits: bool,
) -> None:
    preview = await drafts(browser, marked.plain, marked.through)
    colleague = await browser.opens(preview.url.path)
    send = f"{preview.url.path}/envoi"
    company_id = marked.through if waits else marked.plain
    contact_id = await superuser.fetchval(
        "SELECT contact_id FROM contacts WHERE company_id = $1", company_id
    )
    other = ContactDetails("Anne Verdier", mail="anne@ailleurs.example")
    await bureau.do(
        correct_contact, contact_id=contact_id, version=1, details=other, now=bureau.now
    )

    ticked = {"knowingly": [str(marked.through)]}
    again = await browser.follows(await browser.sends(preview, send, ticked))

    assert "Rien n’est parti : depuis que vous avez lu cette page, un contact" in words(again)
    assert "1 à écrire 1 à décider" in words(again)
    assert "Anne Verdier (anne@ailleurs.example)" in words(again)
    assert await superuser.fetchval("SELECT status FROM mailings") == "draft"
    assert (await browser.sends(colleague, send, ticked)).status_code == 409
    await browser.follows(await browser.sends(again, send, ticked))
    await minute_later()
    assert len(await published(MailingLetterAskedV1)) == 2


async def test_a_company_that_waits_and_becomes_one_with_another_is_not_lost(
    browser: Browser,
    bureau: Bureau,
    published: Published,
    marked: Marked,
    minute_later: Callable[..., Any],
) -> None:
    kept = await bureau.registers("Ateliers du Tescou")
    preview = await drafts(browser, marked.through)
    await bureau.merges(kept, marked.through)

    again = await browser.opens(preview.url.path)
    assert "Ateliers du Tescou : passer par M. Lacaze" in words(again)
    await browser.sends(again, f"{preview.url.path}/envoi", {"knowingly": [str(kept)]})

    await minute_later()
    assert len(await published(MailingLetterAskedV1)) == 1


@pytest.mark.parametrize("first", [True, False])
async def test_the_address_of_a_company_that_waits_is_not_written_to_by_another_that_has_it(
    browser: Browser, bureau: Bureau, *, first: bool
) -> None:
    held, _ = await someone(bureau, "Scierie du Tescou", "rh@groupe.example")
    other, _ = await someone(bureau, "Charpentes Delbosc", "RH@groupe.example")
    await goes_through(bureau, held, "M. Lacaze")

    preview = await drafts(browser, *((held, other) if first else (other, held)))

    shown = words(preview)
    assert "0 à écrire 2 à décider" in shown
    assert "Charpentes Delbosc : même adresse qu’une entreprise à décider" in shown
    send = f"{preview.url.path}/envoi"
    assert (await browser.sends(preview, send)).status_code == 422
    ticked = {"knowingly": [str(held)]}
    sent = words(await browser.follows(await browser.sends(preview, send, ticked)))
    assert "1 laissée de côté" in sent
    assert "Charpentes Delbosc : même adresse qu’une autre du choix." in sent


async def test_who_came_to_be_gone_through_since_the_preview_is_not_written_to(
    browser: Browser, bureau: Bureau, marked: Marked
) -> None:
    preview = await drafts(browser, marked.plain, marked.own)
    await goes_through(bureau, marked.own, "M. Lacaze")

    shown = words(await confirms(browser, preview))

    assert "1 laissée de côté" in shown
    assert "Plâtrerie Fau : votre lycée passe par quelqu’un" in shown


@pytest.mark.parametrize("waited", [True, False])
async def test_a_tick_does_not_lift_a_reason_that_came_up_since_it_was_shown(
    browser: Browser,
    bureau: Bureau,
    other_bureau: Bureau,
    published: Published,
    marked: Marked,
    minute_later: Callable[..., Any],
    *,
    waited: bool,
) -> None:
    company_id = marked.through if waited else marked.plain
    preview = await drafts(browser, company_id, marked.own)
    send, ticked = f"{preview.url.path}/envoi", {"knowingly": [str(company_id)]}
    await other_bureau.do(take_lead, company_id=company_id, now=bureau.now)

    again = await browser.follows(await browser.sends(preview, send, ticked))

    assert "une raison de demander d’abord a changé" in words(again)
    assert f"chef de file : {ELSEWHERE}" in words(again)
    await minute_later()
    assert await published(MailingLetterAskedV1) == []
    await browser.follows(await browser.sends(again, send, ticked))
    await minute_later()
    assert len(await published(MailingLetterAskedV1)) == 2


async def test_the_colleague_of_another_of_ones_lycees_holds_nothing_back(
    signed_in: Callable[..., Browser], marked: Marked
) -> None:
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)

    shown = words(await drafts(both, marked.plain, marked.through, uai=BOURDELLE))

    assert "1 à écrire 1 à décider" in shown
    assert "M. Lacaze" in shown
    assert "Delprat" not in shown


async def test_a_letter_to_many_asks_something_and_is_no_exchange_the_company_took_part_in(
    browser: Browser,
    signed_in: Callable[..., Browser],
    bureau: Bureau,
    minute_later: Callable[..., Any],
) -> None:
    vert, anne = await someone(bureau, "Bois Vert", "a@vert.example")
    roca, other = await someone(bureau, "Serrurerie Roca", "r@roca.example")
    spoke_on = TODAY - timedelta(days=200)
    await bureau.logs(vert, occurred_on=spoke_on)
    mailing = id_of(await confirms(browser, await drafts(browser, vert, roca)))
    await minute_later()
    for contact in (anne, other):
        await hears(bureau, mailing, contact, LetterState.LEFT)

    card = f"/entreprises/{vert}"
    neighbour = signed_in(Role.RBDE, ELSEWHERE)
    typing = await neighbour.opens("/entreprises/fragments/deja-suivies?name=Bois+Vert")
    assert f"dernier échange le {spoke_on:%d/%m/%Y}" in words(typing)
    assert f"{TODAY:%d/%m/%Y}" not in words(typing)
    # The others leave it alone for a while all the same, and are told why.
    seen = words(await neighbour.opens(card))
    assert "Sollicité 1 fois en 30 jours" in seen
    assert f"dernier échange le {spoke_on:%d/%m/%Y}" in seen
    # It is on the timeline, and keeps the contact as the published text says.
    assert "Envoyé à plusieurs" in words(await browser.opens(card))
    assert "Envoyé : Places de janvier à Bois Vert" in words(await browser.opens(card))
    rule, later = retention.rules["contacts"], bureau.now + timedelta(days=3 * 365 - 2)
    assert await bureau.do(rule.find, now=later, limit=10) == []
    for told in (rule.kept, REGISTER["contacts"].processing.retention):
        assert "courriel envoyé" in told
    silent = words(await browser.opens("/entreprises?echange=semestre"))
    assert ("Bois Vert" in silent, "Serrurerie Roca" in silent) == (True, False)
    never = words(await browser.opens("/entreprises?echange=jamais"))
    assert ("Bois Vert" in never, "Serrurerie Roca" in never) == (False, True)

    [_, answered] = sorted(
        (await bureau.do(read_exchanges, vert)).latest,
        key=lambda one: one.interaction.occurred_on,
    )
    correction = f"{card}/echanges/{answered.interaction.id}/correction"
    slip = {"note": "Une faute corrigée", "outcome": "none"}
    assert (await browser.sends(correction, correction, slip)).status_code == 303
    assert "Bois Vert" in words(await browser.opens("/entreprises?echange=semestre"))
    [_, again] = sorted(
        (await bureau.do(read_exchanges, vert)).latest,
        key=lambda one: one.interaction.occurred_on,
    )
    correction = f"{card}/echanges/{again.interaction.id}/correction"
    await browser.sends(correction, correction, {"outcome": "agreed"})
    assert "Bois Vert" not in words(await browser.opens("/entreprises?echange=semestre"))


async def test_a_letter_to_many_corrected_into_a_visit_is_an_exchange_like_any_other(
    browser: Browser, bureau: Bureau, minute_later: Callable[..., Any]
) -> None:
    vert, anne = await someone(bureau, "Bois Vert", "a@vert.example")
    mailing = id_of(await confirms(browser, await drafts(browser, vert)))
    await minute_later()
    await hears(bureau, mailing, anne, LetterState.LEFT)
    [sent] = (await bureau.do(read_exchanges, vert)).latest
    correction = f"/entreprises/{vert}/echanges/{sent.interaction.id}/correction"

    await browser.sends(correction, correction, {"kind": "visit", "outcome": "none"})

    assert "Envoyé à plusieurs" not in words(await browser.opens(f"/entreprises/{vert}"))
    assert "Bois Vert" not in words(await browser.opens("/entreprises?echange=jamais"))


async def test_taking_another_exchange_back_does_not_make_an_exchange_of_a_letter(
    browser: Browser, bureau: Bureau, minute_later: Callable[..., Any]
) -> None:
    vert, anne = await someone(bureau, "Bois Vert", "a@vert.example")
    spoke = await bureau.logs(vert)
    mailing = id_of(await confirms(browser, await drafts(browser, vert)))
    await minute_later()
    await hears(bureau, mailing, anne, LetterState.LEFT)

    await bureau.do(withdraw_interaction, company_id=vert, interaction_id=spoke, now=bureau.now)

    assert "Bois Vert" in words(await browser.opens("/entreprises?echange=jamais"))
