"""A bureau keeps notes on a company: written, corrected and erased on its page."""

from collections.abc import Callable
from uuid import UUID

import asyncpg
import pytest

from contracts.partnerships.companies import LegalForm
from services.chassis.base.identity import Role
from services.partnerships.company_notes.model import NOTE_CHARACTERS_MAX
from services.partnerships.erasure.commands import erase_notes
from services.partnerships.import_effects.commands.undo_import import undo_import
from services.partnerships.merges.commands import undo_merge
from services.partnerships.tasks.commands import add_task
from services.partnerships.tasks.model import TaskCode, TaskDetails
from tests.partnerships.browsing import Browser
from tests.partnerships.files import csv_of
from tests.partnerships.world import BOURDELLE, ELSEWHERE, Bureau

IMPORT = "/entreprises/import"


async def kept(superuser: asyncpg.Connection) -> list[tuple[str, str]]:
    rows = await superuser.fetch("SELECT uai, note FROM company_notes ORDER BY uai, note")
    return [(row["uai"], row["note"]) for row in rows]


async def test_a_note_is_written_corrected_and_undone(
    bureau: Bureau, browser: Browser, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"

    added = await browser.sends(card, f"{card}/notes", {"text": "Entrée par la cour."})
    page = await browser.follows(added)

    assert "Entrée par la cour." in page.text
    assert await kept(superuser) == [(BOURDELLE, "Entrée par la cour.")]
    link = page.text.split('/correction">Corriger<span class="unseen"> la note')[0].rpartition('"')[
        2
    ]
    corrected = await browser.sends(
        f"{link}/correction", f"{link}/correction", {"text": "Entrée par le quai."}
    )
    assert "Entrée par le quai." in (await browser.follows(corrected)).text
    assert await kept(superuser) == [(BOURDELLE, "Entrée par le quai.")]

    undo = page.text.split('/retrait"')[0].rpartition('action="')[2] + "/retrait"
    assert undo.startswith(f"{card}/notes/")


async def test_undoing_takes_the_note_just_written_away(
    bureau: Bureau, browser: Browser, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"
    page = await browser.follows(await browser.sends(card, f"{card}/notes", {"text": "Trop vite."}))
    notice = page.text.split("notice-undo")[1]
    undo = notice.partition('action="')[2].partition('"')[0]

    assert (await browser.sends(page, undo)).status_code == 303

    assert await kept(superuser) == []


@pytest.mark.parametrize("text", ["", "   ", "x" * (NOTE_CHARACTERS_MAX + 1)])
async def test_a_text_that_is_none_or_too_long_is_refused_and_stays_in_the_form(
    bureau: Bureau, browser: Browser, superuser: asyncpg.Connection, text: str
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"

    refused = await browser.sends(card, f"{card}/notes", {"text": text})

    assert refused.status_code == 422
    assert "data-focus" in refused.text
    assert text.strip() in refused.text
    assert await kept(superuser) == []


async def test_who_corrects_what_somebody_corrected_meanwhile_sees_both_texts(
    bureau: Bureau, browser: Browser, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    note_id = await bureau.keeps_a_note(company_id, "Entrée par la cour.")
    here = f"/entreprises/{company_id}/notes/{note_id}/correction"
    mine, theirs = await browser.opens(here), await browser.opens(here)
    assert (await browser.sends(theirs, here, {"text": "Entrée par le quai."})).status_code == 303

    late = await browser.sends(mine, here, {"text": "Entrée au n° 3."})

    assert late.status_code == 409
    for text in ("Entrée au n° 3.", "Entrée par le quai."):
        assert text in late.text
    assert await kept(superuser) == [(BOURDELLE, "Entrée par le quai.")]
    assert (await browser.sends(late, here)).status_code == 303
    assert await kept(superuser) == [(BOURDELLE, "Entrée au n° 3.")]


async def test_a_note_erased_at_somebody_s_request_is_not_written_again_by_who_had_it_open(
    bureau: Bureau, signed_in: Callable[..., Browser], superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"
    note_id = await bureau.keeps_a_note(company_id, "Demander Ana Roca.")
    here = f"{card}/notes/{note_id}/correction"
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)
    opened = await both.opens(here)
    await bureau.do(erase_notes, interaction_ids=[note_id], now=bureau.now)

    late = await both.sends(opened, here, {"text": "Le matin seulement."})

    assert late.status_code == 409
    assert "Cette note vient d’être effacée" in late.text
    assert await superuser.fetchval("SELECT count(*) FROM company_notes WHERE note <> ''") == 0
    anew = await both.sends(late, f"{card}/notes", {"uai": ELSEWHERE})
    assert anew.status_code == 303, anew.text
    assert (ELSEWHERE, "Le matin seulement.") in await kept(superuser)


async def test_a_corrected_note_goes_back_with_its_company_once_a_merge_is_undone(
    bureau: Bureau, browser: Browser, superuser: asyncpg.Connection
) -> None:
    one, two = await bureau.registers("Un"), await bureau.registers("Deux", distinct=True)
    note_id = await bureau.keeps_a_note(two, "De Deux.")
    await bureau.merges(one, two)
    here = f"/entreprises/{one}/notes/{note_id}/correction"
    assert (await browser.sends(here, here, {"text": "De Deux, corrigée."})).status_code == 303

    version = (await bureau.card(one)).version
    merge_id = await bureau.last_merge(one)
    await bureau.do(undo_merge, company_id=one, merge_id=merge_id, version=version, now=bureau.now)

    of = await superuser.fetchval(
        "SELECT company_id FROM company_notes WHERE note LIKE '%corrigée.'"
    )
    assert of == two


async def test_an_import_that_is_undone_leaves_what_somebody_wrote_anew_and_its_company(
    bureau: Bureau, browser: Browser, superuser: asyncpg.Connection
) -> None:
    listed = csv_of(
        ("Bois Vert", "Moissac", "Prend des 2de"),
        ("Scierie", "Moissac", "À rappeler"),
        headings=("Entreprise", "Ville", "Observations"),
    )
    looked = await browser.sends(IMPORT, IMPORT, file=("liste.csv", listed))
    preview = await browser.follows(looked)
    path = preview.url.path
    await browser.sends(path, f"{path}/confirmation")
    rows = await superuser.fetch("SELECT company_id, note_id FROM company_notes WHERE note ~ '2de'")
    [(company_id, note_id)] = [tuple(row) for row in rows]
    here = f"/entreprises/{company_id}/notes/{note_id}/correction"
    assert (await browser.sends(here, here, {"text": "Plus de 2de."})).status_code == 303

    import_id = UUID(path.rpartition("/")[2])
    await bureau.do(undo_import, import_id=import_id, now=bureau.now)

    assert await kept(superuser) == [(BOURDELLE, "Plus de 2de.")]
    names = await superuser.fetch("SELECT name FROM companies")
    assert [row["name"] for row in names] == ["Bois Vert"]


async def test_nobody_writes_to_the_notes_of_another_lycee(
    bureau: Bureau, signed_in: Callable[..., Browser], superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    note_id = await bureau.keeps_a_note(company_id, "Chez nous.")
    card = f"/entreprises/{company_id}"
    elsewhere = signed_in(Role.RBDE, ELSEWHERE)

    shown = await elsewhere.opens(card)
    assert "Chez nous." not in shown.text
    assert (await elsewhere.opens(f"{card}/notes/{note_id}/correction")).status_code == 404
    theirs = await elsewhere.sends(shown, f"{card}/notes", {"text": "Chez eux."})
    assert theirs.status_code == 303
    assert sorted(await kept(superuser)) == sorted(
        [(BOURDELLE, "Chez nous."), (ELSEWHERE, "Chez eux.")]
    )
    reader = await signed_in(Role.HEAD, BOURDELLE).opens(card)
    assert "Chez nous." in reader.text
    assert f"{card}/notes/{note_id}/correction" not in reader.text


async def test_who_works_for_two_lycees_says_for_which(
    bureau: Bureau, signed_in: Callable[..., Browser], superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)

    sent = await both.sends(card, f"{card}/notes", {"text": "Des deux.", "uai": ELSEWHERE})

    assert sent.status_code == 303, sent.text
    assert await kept(superuser) == [(ELSEWHERE, "Des deux.")]


async def test_who_erases_a_sole_trader_is_told_of_every_text_that_goes(
    bureau: Bureau, signed_in: Callable[..., Browser]
) -> None:
    company_id = await bureau.registers("Zacharie Menuiserie", legal_form=LegalForm.SOLE_TRADER)
    await bureau.logs(company_id, note="Un appel.")
    await bureau.keeps_a_note(company_id, "Entrée par la cour.")
    task = TaskDetails(code=TaskCode.OTHER, note="Lui porter la plaquette.")
    await bureau.do(add_task, company_id=company_id, details=task, now=bureau.now)

    page = await signed_in(Role.HEAD, BOURDELLE).opens(f"/entreprises/{company_id}/effacement")

    assert "3\u00a0textes" in page.text
