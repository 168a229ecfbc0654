"""What teachers bring by their link, and what the bureau makes of it."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import unescape
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from contracts.partnerships.companies import CompanyRegisteredV1, LegalForm
from contracts.partnerships.teacher_links import TeacherLinkSentV1
from services.chassis.base.identity import Role
from services.partnerships.base.mentions import Named
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.erasure.commands import erase_notes, remove_contact
from services.partnerships.erasure.store.notes import Notes
from services.partnerships.exchanges.queries import read_exchanges
from services.partnerships.sharing.commands import record_objection
from services.partnerships.teacher_links.commands import bring_company, give_teacher_links
from services.partnerships.teacher_links.model import (
    LINK_LASTS,
    LINK_PURPOSE,
    WAITING_MAX,
    NobodyNamed,
    teachers_of,
    who_and_number,
)
from services.partnerships.teacher_links.queries import PAGE_LENGTH, read_to_settle
from services.partnerships.ways.commands import say_way
from tests.partnerships.browsing import Answer, Browser, Pages
from tests.partnerships.host_pages.test_host_page import plain, somewhere
from tests.partnerships.world import ELSEWHERE, Bureau
from tests.support.pages import SAME_ORIGIN
from tests.support.services import Published
from tests.support.statements import statements

LIST, LINKS = "/entreprises/apports", "/entreprises/professeurs"
BONNECAZE = {
    "company": "Menuiserie Bonnecaze",
    "town": "Moissac",
    "reach": "M. Paul, 05 36 49 00 07",
}


@dataclass
class Teacher:
    """A link a teacher holds, and their browser."""

    bureau: Bureau
    browser: Browser
    link_id: UUID

    @property
    def path(self) -> str:
        links = self.bureau.units.links
        token = links.token(LINK_PURPOSE, uai=self.bureau.uai, row_id=self.link_id)
        return f"/espace-professeur/{token}"

    async def opens(self) -> Answer:
        return await self.browser.opens(self.path)

    async def tells(self, what: str, **typed: str) -> Answer:
        answer = await self.browser.sends(await self.opens(), f"{self.path}/{what}", typed)
        return await self.browser.follows(answer) if answer.status_code == 303 else answer


@pytest_asyncio.fixture
async def teacher(bureau: Bureau, served: Pages) -> Teacher:
    # The page's own clock says whether the link is over: it is given now.
    bureau = replace(bureau, now=datetime.now(UTC))
    [link_id] = await bureau.do(
        give_teacher_links, teachers=[("Mme Quercy-Lalande", None)], now=bureau.now
    )
    return Teacher(bureau, somewhere(served), link_id)


async def test_a_company_brought_becomes_a_card_that_says_by_whom(
    teacher: Teacher, browser: Browser
) -> None:
    thanks = await teacher.tells("entreprise", **BONNECAZE, through="true")
    assert "Merci : le bureau la regarde." in plain(thanks)
    assert "Le bureau va regarder" in plain(thanks)

    waiting = await browser.opens(LIST)
    for shown in ("Menuiserie Bonnecaze, Moissac", "Apportée par Mme Quercy-Lalande"):
        assert shown in plain(waiting)
    [accept] = {f for f in actions(waiting) if f.endswith("/accord")}
    card = await browser.follows(await browser.sends(waiting, accept))
    for shown in ("Apportée par Mme Quercy-Lalande", "Passer par Mme Quercy-Lalande", "M. Paul"):
        assert shown in plain(card)
    assert "05 36 49 00 07" in plain(card)
    assert "Au registre" in plain(await teacher.opens())
    assert "Rien à regarder" in plain(await browser.opens(LIST))


async def test_a_company_is_taken_without_whoever_objected(
    teacher: Teacher, browser: Browser
) -> None:
    bureau = teacher.bureau
    known = await bureau.registers("Ébénisterie Paul")
    site_id = (await bureau.card(known)).sites[0].id
    paul = ContactDetails("M. Paul", phone="+33536490007")
    contact_id = await bureau.do(add_contact, company_id=known, site_id=site_id, details=paul)
    await bureau.do(record_objection, contact_id=contact_id, now=bureau.now)
    await teacher.tells("entreprise", **BONNECAZE)
    waiting = await browser.opens(LIST)
    [accept] = {f for f in actions(waiting) if f.endswith("/accord")}

    card = plain(await browser.follows(await browser.sends(waiting, accept)))

    assert "sans le contact" in card
    assert "05 36 49 00 07" not in card
    assert "Apportée par Mme Quercy-Lalande" in card


async def test_a_company_that_is_known_is_shown_and_added_to(
    teacher: Teacher, browser: Browser, other_bureau: Bureau, published: Published
) -> None:
    known = await other_bureau.registers("Menuiserie Bonnecaze")
    await other_bureau.do(
        say_way, company_id=known, brought_by=None, through="M. Roux", now=other_bureau.now
    )
    await teacher.tells("entreprise", **{**BONNECAZE, "town": "Montauban"})

    waiting = await browser.opens(LIST)
    assert "Déjà suivie par le" in plain(waiting)
    assert "Passer par M. Roux" not in plain(waiting)
    [accept] = {f for f in actions(waiting) if f.endswith("/accord")}
    sent = await browser.sends(waiting, accept)
    assert sent.headers["location"] == f"/entreprises/{known}"
    card = plain(await browser.follows(sent))
    assert "Apportée par Mme Quercy-Lalande" in card
    assert len(await published(CompanyRegisteredV1)) == 1


async def test_who_leads_to_a_company_already_stays(teacher: Teacher, browser: Browser) -> None:
    bureau = teacher.bureau
    known = await bureau.registers("Menuiserie Bonnecaze")
    await bureau.do(
        say_way, company_id=known, brought_by="M. Roux", through="M. Roux", now=bureau.now
    )
    await teacher.tells("entreprise", **{**BONNECAZE, "town": "Montauban"}, through="true")
    waiting = await browser.opens(LIST)
    assert "Passer par M. Roux" in plain(waiting)
    [accept] = {f for f in actions(waiting) if f.endswith("/accord")}
    card = plain(await browser.follows(await browser.sends(waiting, accept)))
    assert "Apportée par M. Roux" in card
    assert "Passer par Mme" not in card


async def test_a_call_told_becomes_an_exchange_of_its_company(
    teacher: Teacher, browser: Browser
) -> None:
    known = await teacher.bureau.registers("Menuiserie Bonnecaze")
    assert '<option value="Menuiserie Bonnecaze">' in (await teacher.opens()).text
    await teacher.tells(
        "appel", called="Menuiserie Bonnecaze", outcome="agreed", note="Deux places en mars."
    )
    waiting = await browser.opens(LIST)
    assert "Appel de Mme Quercy-Lalande" in plain(waiting)
    [accept] = {f for f in actions(waiting) if f.endswith("/accord")}
    card = plain(await browser.follows(await browser.sends(waiting, accept)))
    assert "Appel de Mme Quercy-Lalande : Deux places en mars." in card
    assert "D’accord" in card
    exchanges = (await teacher.bureau.do(read_exchanges, known)).latest
    assert len(exchanges) == 1


async def test_what_is_left_aside_comes_back_when_one_says_so(
    teacher: Teacher, browser: Browser
) -> None:
    await teacher.tells("entreprise", **BONNECAZE)
    waiting, seen_too = await browser.opens(LIST), await browser.opens(LIST)
    [refuse] = {f for f in actions(waiting) if f.endswith("/refus")}
    gone = await browser.follows(await browser.sends(waiting, refuse))
    assert "Rien à regarder" in plain(gone)
    assert "Écarté" in plain(await teacher.opens())
    again = await browser.sends(seen_too, refuse)
    assert again.status_code == 409

    [undo] = {f for f in actions(gone) if f.endswith("/reprise")}
    back = await browser.follows(await browser.sends(gone, undo))
    assert "Menuiserie Bonnecaze" in plain(back)


async def test_a_slip_loses_nothing_and_a_form_sent_twice_is_kept_once(
    teacher: Teacher, superuser: asyncpg.Connection
) -> None:
    wrong = await teacher.tells("entreprise", **{**BONNECAZE, "town": ""})
    assert wrong.status_code == 422
    assert 'value="Menuiserie Bonnecaze"' in wrong.text
    assert 'id="champ-town-erreur"' in wrong.text
    no_outcome = await teacher.tells("appel", called="Scierie", note="Occupé")
    assert no_outcome.status_code == 422
    assert "Occupé" in no_outcome.text

    page = await teacher.opens()
    for _ in range(2):
        sent = await teacher.browser.sends(page, f"{teacher.path}/entreprise", BONNECAZE)
        assert sent.status_code == 303
    assert await superuser.fetchval("SELECT count(*) FROM brought") == 1


async def test_a_link_that_is_over_keeps_nothing(
    teacher: Teacher, browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await teacher.opens()
    listed = await browser.opens(LINKS)
    await browser.sends(listed, f"{LINKS}/{teacher.link_id}/fermeture")
    late = await teacher.browser.sends(page, f"{teacher.path}/entreprise", BONNECAZE)
    assert late.status_code == (await teacher.opens()).status_code == 410
    assert "n’a pas été enregistré" in plain(late)
    assert await superuser.fetchval("SELECT count(*) FROM brought") == 0

    await superuser.execute(
        "UPDATE teacher_links SET revoked_at = NULL, expires_at = expires_at - $1::interval",
        LINK_LASTS,
    )
    assert (await teacher.opens()).status_code == 410
    assert (await teacher.browser.opens(teacher.path[:-1])).status_code == 404


async def test_one_link_cannot_fill_the_list(teacher: Teacher) -> None:
    for number in range(WAITING_MAX):
        await teacher.bureau.do(
            bring_company,
            link_id=teacher.link_id,
            company=f"Atelier {number}",
            town="Moissac",
            reach="M. Paul",
            through=False,
            now=teacher.bureau.now,
        )
    refused = await teacher.tells("entreprise", **BONNECAZE)
    assert refused.status_code == 409
    assert "appelez-le" in plain(refused)


async def test_a_long_list_comes_by_pages_and_asks_no_more_for_each_card(
    teacher: Teacher, browser: Browser
) -> None:
    bureau, asked = teacher.bureau, []
    for name in ("Alpha", "Alphe", "Alphi"):
        await bureau.registers(f"Menuiserie {name}")
    for rank in range(PAGE_LENGTH + 1):
        await bureau.do(
            bring_company,
            link_id=teacher.link_id,
            company=f"Menuiserie Alph{rank:02}",
            town="Montauban",
            reach="M. Paul",
            through=False,
            now=bureau.now,
        )
        if rank in {1, 7}:
            with statements() as run:
                page = await bureau.do(read_to_settle)
            assert len(page.items[0].alike) == 3
            asked.append(len(run))
    assert asked[1] - asked[0] == 6, "one search for each, and nothing more"

    first = await browser.opens(LIST)
    assert first.text.count("<article") == PAGE_LENGTH
    assert "Alph20" not in plain(first)
    [refuse, *_] = [f for f in actions(first) if f.endswith("/refus")][::-1]
    await browser.sends(first, refuse)
    [following] = re.findall(r'href="([^"]+apres=[^"]+)"', first.text)
    assert "Alph20" in plain(await browser.opens(following))


async def test_a_list_of_teachers_is_given_links_some_of_them_by_mail(
    teacher: Teacher, browser: Browser, published: Published
) -> None:
    typed = "Mme Ode Marsal <o.marsal@tilleuls.example>\nM. Roux\n\nMme Quercy-Lalande"
    listed = await browser.follows(await browser.sends(LINKS, LINKS, {"teachers": typed}))
    assert "3 liens, dont 1 par courriel" in plain(listed)
    assert len(await published(TeacherLinkSentV1)) == 1
    assert (await teacher.opens()).status_code == 410  # her new one took its place

    twins = "Léa Martin;a@tilleuls.example\nLéa Martin;b@tilleuls.example"
    listed = await browser.follows(await browser.sends(LINKS, LINKS, {"teachers": twins}))
    assert "2 liens, dont 2 par courriel" in plain(listed)
    printing = 'Imprimer<span class="unseen"> : Léa Martin'
    assert plain(listed).count(printing) == 2
    await browser.sends(LINKS, LINKS, {"teachers": "Léa Martin A@tilleuls.example"})
    assert plain(await browser.opens(LINKS)).count(printing) == 2

    for long in ("M. " + "x" * 200, "M. Roux\n" * 1100):
        assert (await browser.sends(LINKS, LINKS, {"teachers": long})).status_code == 422
    wrong = await browser.sends(LINKS, LINKS, {"teachers": "M. Roux\nx@y.example"})
    assert wrong.status_code == 422
    assert "Ligne 2" in plain(wrong)
    assert "x@y.example" in wrong.text


async def test_the_link_is_printed_with_a_code_that_opens_it(
    teacher: Teacher, browser: Browser, superuser: asyncpg.Connection
) -> None:
    page = await browser.opens(f"{LINKS}/{teacher.link_id}/impression")
    assert f"http://127.0.0.1:8000{teacher.path}" in page.text
    code = teacher.bureau.units.links.short_code(
        "B", LINK_PURPOSE, uai=teacher.bureau.uai, row_id=teacher.link_id
    )
    assert code in page.text
    printed = "SELECT count(*) FROM audit_entries WHERE action = 'print-teacher-link' AND resource_id = $1"
    assert await superuser.fetchval(printed, teacher.link_id) == 1
    typed = {"code": code, "command_id": str(uuid4())}
    led = await teacher.browser.client.post("/espace-professeur/code", data=typed)
    assert led.headers["location"] == teacher.path


async def test_another_lycee_sees_and_settles_nothing(
    teacher: Teacher, browser: Browser, served: Pages
) -> None:
    await teacher.tells("entreprise", **BONNECAZE)
    waiting = await browser.opens(LIST)
    [refuse] = {f for f in actions(waiting) if f.endswith("/refus")}
    elsewhere = served.signed_in(Role.RBDE, ELSEWHERE)
    assert "Bonnecaze" not in plain(await elsewhere.opens(LIST))
    assert "Quercy" not in plain(await elsewhere.opens(LINKS))
    forged = await elsewhere.client.post(
        refuse, data={"command_id": str(uuid4())}, headers=SAME_ORIGIN
    )
    assert forged.status_code == 404


async def test_what_names_a_contact_who_is_erased_goes_too(
    teacher: Teacher, browser: Browser, superuser: asyncpg.Connection
) -> None:
    await teacher.tells("entreprise", **{**BONNECAZE, "reach": "Hortense Delbosc"})
    waiting = await browser.opens(LIST)
    [accept] = {f for f in actions(waiting) if f.endswith("/accord")}
    await browser.sends(waiting, accept)
    # What is on the card is there alone.
    assert "Delbosc" not in str(await superuser.fetch("SELECT * FROM brought"))
    await teacher.tells(
        "appel", called="Bonnecaze", outcome="no_answer", note="Hortense Delbosc rappelle."
    )
    [(contact, company)] = await superuser.fetch("SELECT contact_id, company_id FROM contacts")
    told = await browser.opens(f"/entreprises/{company}/contacts/{contact}/acces")
    assert "Ce que les professeurs apportent" in plain(told)
    await teacher.bureau.do(remove_contact, contact_id=contact, now=teacher.bureau.now)
    assert "Delbosc" not in str(await superuser.fetch("SELECT * FROM brought"))


async def test_a_note_that_names_a_pupil_is_found_and_erased_with_the_pupil(
    teacher: Teacher, browser: Browser, superuser: asyncpg.Connection
) -> None:
    bureau, lea = teacher.bureau, Named("Dubosc", "Léa")
    said = {"called": "Scierie", "outcome": "agreed", "note": "D’accord pour Léa Dubosc."}
    await teacher.tells("appel", **said)
    await teacher.tells("entreprise", **{**BONNECAZE, "reach": "pour Léa Dubosc"})
    found = await bureau.do(lambda uow: Notes(uow).naming(lea))
    assert {one.company for one in found} == {"Scierie", "Menuiserie Bonnecaze"}
    ids = [one.interaction_id for one in found]
    await bureau.do(erase_notes, interaction_ids=ids, now=bureau.now)
    assert "Dubosc" not in str(await superuser.fetch("SELECT * FROM brought"))
    assert "Scierie" in plain(await browser.opens(LIST))

    await teacher.tells("appel", **said)
    for accept in {f for f in actions(await browser.opens(LIST)) if f.endswith("/accord")}:
        await browser.sends(LIST, accept)
    [on_the_card] = await bureau.do(lambda uow: Notes(uow).naming(lea))
    await bureau.do(erase_notes, interaction_ids=[on_the_card.interaction_id], now=bureau.now)
    kept = await superuser.fetch("SELECT note FROM interactions UNION ALL SELECT note FROM brought")
    assert len(kept) == 5
    assert "Dubosc" not in str(kept)


async def test_whoever_holds_the_paper_reads_no_sole_trader_s_name(teacher: Teacher) -> None:
    await teacher.bureau.registers("Scierie du Tarn")
    await teacher.bureau.registers("Hortense Delbosc", legal_form=LegalForm.SOLE_TRADER)
    page = (await teacher.opens()).text
    assert '<option value="Scierie du Tarn">' in page
    assert "Delbosc" not in page


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("05 36 49 00 00", ("", "05 36 49 00 00")),
        ("Mme Roux, 05.36.49.00.00", ("Mme Roux", "05.36.49.00.00")),
        ("0536490000 (accueil)", ("accueil", "0536490000")),
        ("demander M. Paul", ("demander M. Paul", "")),
    ],
)
def test_a_number_is_found_beside_a_name(typed: str, read: tuple[str, str]) -> None:
    assert who_and_number(typed) == read


def test_a_list_is_read_however_it_was_copied() -> None:
    assert teachers_of("Ode Marsal;o@x.example\nRoux\t\nRoux\n<a@x.example> Léa Bec") == [
        ("Ode Marsal", "o@x.example"),
        ("Roux", None),
        ("Léa Bec", "a@x.example"),
    ]
    with pytest.raises(NobodyNamed):
        teachers_of("o@x.example")


def actions(page: Answer) -> list[str]:
    """Where the forms of a page go."""
    return [part.partition('"')[0] for part in unescape(page.text).split('action="')[1:]]
