"""A bureau keeps notes on a company: written, corrected and erased on its page."""

from collections.abc import Callable

import asyncpg
import pytest

from services.chassis.identity import Role
from services.partnerships.domain.company import LegalForm
from services.partnerships.domain.company_note import NOTE_CHARACTERS_MAX
from services.partnerships.domain.task import TaskCode, TaskDetails
from services.partnerships.use_cases.add_task import add_task
from tests.partnerships.browsing import Browser
from tests.partnerships.world import BOURDELLE, ELSEWHERE, Bureau


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
    before = await superuser.fetchval("SELECT noted_at FROM company_notes")
    corrected = await browser.sends(
        f"{link}/correction", f"{link}/correction", {"text": "Entrée par le quai."}
    )
    assert "Entrée par le quai." in (await browser.follows(corrected)).text
    assert await kept(superuser) == [(BOURDELLE, "Entrée par le quai.")]
    assert await superuser.fetchval("SELECT noted_at FROM company_notes") == before

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


async def test_a_correction_of_what_somebody_corrected_meanwhile_loses_neither_text(
    bureau: Bureau, browser: Browser, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers()
    card = f"/entreprises/{company_id}"
    note_id = await bureau.keeps_a_note(company_id, "Entrée par la cour.")
    here = f"{card}/notes/{note_id}/correction"
    mine, theirs = await browser.opens(here), await browser.opens(here)
    assert (await browser.sends(theirs, here, {"text": "Entrée par le quai."})).status_code == 303

    late = await browser.sends(mine, here, {"text": "Entrée au n° 3."})

    assert late.status_code == 409
    assert "Entrée au n° 3." in late.text
    assert "Cette note vient d’être corrigée ou effacée" in late.text
    kept_besides = await browser.sends(late, f"{card}/notes")
    assert kept_besides.status_code == 303
    both = [(BOURDELLE, "Entrée au n° 3."), (BOURDELLE, "Entrée par le quai.")]
    assert await kept(superuser) == both
    assert (await browser.opens(here)).status_code == 404


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
