"""The list as another program wants it: columns, headings and kind of file saved once by the lycée."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import python_calamine

from services.chassis.base.identity import Role
from services.partnerships.company_notes.commands import add_company_note
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.exports.model import COLUMNS_MAX, PRONOTE
from services.partnerships.import_files.store.files import parse
from services.partnerships.retention import retention
from services.partnerships.sharing.commands import record_objection
from tests.partnerships.browsing import Answer, Browser
from tests.partnerships.exports.test_exports import FORMULAS
from tests.partnerships.world import BOURDELLE, ELSEWHERE, MOISSAC, SIRET, Bureau, site

EXPORTS = "/entreprises/exports"
PRONOTE_START = f"{EXPORTS}/nouveau?modele=pronote"


async def saves(browser: Browser, page: str = f"{EXPORTS}/nouveau", **typed: Any) -> Answer:
    """The list of mappings, once it is saved."""
    return await browser.follows(await browser.sends(page, EXPORTS, typed))


async def only(superuser: asyncpg.Connection) -> UUID:
    found: UUID = await superuser.fetchval("SELECT mapping_id FROM export_mappings")
    return found


def read(file: Answer, encoding: str = "utf-8", separator: str = ";") -> list[list[str]]:
    text = file.content.decode(encoding)
    return list(csv.reader(io.StringIO(text), delimiter=separator))


async def somebody(bureau: Bureau, company_id: UUID, name: str, **more: Any) -> UUID:
    site_id = (await bureau.card(company_id)).sites[0].id
    details = ContactDetails(name, **more)
    return await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=details)


async def test_pronote_is_a_start_that_is_saved_in_one_click(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers(
        "Menuiserie « Chêne »; Fils", main=site(siret=SIRET, postcode="01000", phone="+33536490001")
    )
    await somebody(bureau, company_id, "Hortense Delbosc", function="Tutrice", mail="h@q.example")
    assert "Partir de Pronote" in (await browser.opens(EXPORTS)).text

    start = await browser.opens(PRONOTE_START)
    assert 'value="Code APE"' in start.text
    columns = PRONOTE.columns
    listed = await saves(
        browser,
        PRONOTE_START,
        holds=[one.field.value for one in columns],
        headings=[one.heading for one in columns],
    )

    assert "Modèle enregistré." in listed.text
    on_the_list = await browser.opens("/entreprises")
    here = f"{EXPORTS}/{await only(superuser)}"
    assert f'href="{here}/fichier?' in on_the_list.text
    file = await browser.opens(f"{here}/fichier")
    assert file.headers["content-type"] == "text/csv; charset=windows-1252"
    assert file.headers["content-disposition"].startswith('attachment; filename="entreprises-')
    heading, line = read(file, "cp1252")
    shown = dict(zip(heading, line, strict=True))
    assert shown["Raison sociale"] == "Menuiserie « Chêne »; Fils"
    # As another program reads them: no formula around a number.
    assert (shown["SIRET"], shown["Code postal"], shown["Code APE"]) == (
        SIRET,
        "01000",
        "25.11Z",
    )
    assert (shown["Ville"], shown["Téléphone"]) == ("Montauban", "05 36 49 00 01")
    assert (shown["Interlocuteur"], shown["E-mail"]) == ("Hortense Delbosc", "h@q.example")
    noted = "SELECT result FROM audit_entries WHERE action = 'export-contacts'"
    assert [row["result"] for row in await superuser.fetch(noted)] == ["read"]


async def test_columns_stand_in_their_order_under_the_headings_that_were_typed(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    await bureau.registers("Bois Vert", main=site(siret=SIRET))
    holds = ["commune", "", "empty", "name"]
    headings = ["VILLE", "perdu", "", "Nom"]

    await saves(
        browser,
        name="Tableur",
        kind="text",
        separator="tab",
        encoding="utf-8-sig",
        holds=holds,
        headings=headings,
    )
    file = await browser.opens(f"{EXPORTS}/{await only(superuser)}/fichier")

    assert file.content.startswith(b"\xef\xbb\xbf")
    assert read(file, "utf-8-sig", "\t") == [["VILLE", "", "Nom"], ["Montauban", "", "Bois Vert"]]
    # Nobody was in it: nothing is noted of anybody.
    assert await superuser.fetch("SELECT 1 FROM audit_entries WHERE result = 'read'") == []


async def test_a_workbook_has_its_headings_first(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    await bureau.registers("Bois Vert", main=site(siret=SIRET))
    await saves(browser, name="Classeur", kind="xlsx", holds=["name", "siret"], headings=["", ""])

    file = await browser.opens(f"{EXPORTS}/{await only(superuser)}/fichier")

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.content))
    assert book.get_sheet_by_index(0).to_python() == [
        ["Raison sociale", "SIRET"],
        ["Bois Vert", SIRET],
    ]
    assert parse(file.content).refused == ()


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("kind", ["text", "xlsx"])
async def test_no_cell_nor_heading_is_a_formula(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection, name: str, kind: str
) -> None:
    await bureau.registers(name, main=site(address=name))
    holds, headings = ["name", "address"], ["=1+1", "@x"]
    await saves(browser, name="Tableur", kind=kind, holds=holds, headings=headings)

    file = await browser.opens(f"{EXPORTS}/{await only(superuser)}/fichier")

    if kind == "text":
        lines = read(file, "utf-8-sig")
    else:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.content))
        lines = [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]
    assert lines[0] == ["'=1+1", "'@x"]
    assert all(cell.startswith("'") for cell in lines[1])


async def test_it_takes_what_the_filters_show_and_whom_nobody_objects_to(
    browser: Browser, bureau: Bureau, other_bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    there = await bureau.registers("Forge du Tarn", main=site(commune=MOISSAC))
    await bureau.registers("Bois Vert")
    objected = await somebody(bureau, there, "Anne Verdier", mail="a@forge.example")
    await bureau.do(record_objection, contact_id=objected, now=bureau.now)
    await somebody(bureau, there, "Paul Roux", phone="+33536490002")
    await somebody(other_bureau, there, "Zoé Fau", mail="z@forge.example")
    await saves(browser, name="Contacts", kind="text", holds=["name", "contact"], headings=["", ""])

    file = await browser.opens(f"{EXPORTS}/{await only(superuser)}/fichier?commune={MOISSAC}")

    assert read(file, "utf-8-sig")[1:] == [["Forge du Tarn", "Paul Roux"]]


async def test_it_takes_the_list_of_the_lycee_whose_mapping_it_is(
    signed_in: Callable[..., Browser],
    bureau: Bureau,
    other_bureau: Bureau,
    superuser: asyncpg.Connection,
) -> None:
    await bureau.registers("Bois Vert")
    theirs = await other_bureau.registers("Forge du Tarn", main=site(commune=MOISSAC))
    await other_bureau.logs(theirs)
    both = signed_in(Role.RBDE, BOURDELLE, ELSEWHERE)
    columns: dict[str, Any] = {"holds": ["name"], "headings": [""]}
    await saves(both, name="Tableur", kind="text", uai=BOURDELLE, **columns)
    file = f"{EXPORTS}/{await only(superuser)}/fichier"

    taken = read(await both.opens(file), "utf-8-sig")
    unheard = read(await both.opens(f"{file}?filtre=toutes&echange=jamais"), "utf-8-sig")

    assert taken[1:] == [["Bois Vert"]]
    # The other lycée spoke with them: this one never did.
    assert unheard[1:] == [["Bois Vert"], ["Forge du Tarn"]]


async def test_a_mapping_is_changed_unless_somebody_just_did(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    await saves(browser, name="Tableur", holds=["name"], headings=[""])
    here = f"{EXPORTS}/{await only(superuser)}"
    opened = await browser.opens(here)
    assert 'value="name" selected' in opened.text

    changed = await browser.sends(opened, here, {"name": "Autre", "holds": ["siret"]})
    assert "Modèle modifié." in (await browser.follows(changed)).text
    stale = await browser.sends(opened, here, {"name": "Encore", "holds": ["siren"]})

    assert stale.status_code == 409
    assert "Encore" in stale.text
    assert 'value="siren" selected' in stale.text
    assert await superuser.fetchval("SELECT name FROM export_mappings") == "Autre"


async def test_a_mapping_without_a_column_or_a_name_is_refused(browser: Browser) -> None:
    page = f"{EXPORTS}/nouveau"

    empty = await browser.sends(page, EXPORTS, {"name": "Rien", "holds": ["", ""]})
    assert empty.status_code == 422
    assert "Choisissez au moins une colonne." in empty.text
    assert 'value="Rien"' in empty.text
    nameless = await browser.sends(page, EXPORTS, {"holds": ["name"], "headings": ["Nom"]})
    assert nameless.status_code == 422
    assert 'value="name" selected' in nameless.text
    assert 'value="Nom"' in nameless.text
    too_many = ["name"] * (COLUMNS_MAX + 1)
    assert (
        await browser.sends(page, EXPORTS, {"name": "Long", "holds": too_many})
    ).status_code == 422


async def test_a_removed_mapping_is_put_back_and_forgotten_after_a_month(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    await saves(browser, name="Tableur", holds=["name"], headings=[""])
    here = f"{EXPORTS}/{await only(superuser)}"
    removed = await browser.follows(await browser.sends(EXPORTS, f"{here}/suppression"))
    assert "Aucun modèle d’export." in removed.text
    assert (await browser.opens(f"{here}/fichier")).status_code == 404

    back = await browser.follows(await browser.sends(removed, f"{here}/remise"))
    assert "Tableur" in back.text

    await browser.sends(back, f"{here}/suppression")
    rule, later = retention.rules["removed_mappings"], datetime.now(UTC) + timedelta(days=31)
    due = await bureau.do(rule.find, now=later, limit=10)
    await bureau.do(rule.remove, [one.id for one in due], later)
    assert await superuser.fetchval("SELECT count(*) FROM export_mappings") == 0


async def test_a_mapping_is_its_own_lycee_s(
    browser: Browser, signed_in: Callable[..., Browser], superuser: asyncpg.Connection
) -> None:
    await saves(browser, name="Tableur", holds=["name"], headings=[""])
    here = f"{EXPORTS}/{await only(superuser)}"

    theirs = signed_in(Role.RBDE, ELSEWHERE)

    assert (await theirs.opens(f"{here}/fichier")).status_code == 404
    assert "Tableur" not in (await theirs.opens("/entreprises")).text
    assert (await signed_in(Role.HEAD, BOURDELLE).opens(EXPORTS)).status_code == 404


async def test_the_notes_of_the_lycee_go_with_a_list_of_its_own_columns(
    browser: Browser, bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    company_id = await bureau.registers("Bois Vert", main=site(siret=SIRET))
    for text in ("prend des 2de MTNE", "rappeler en mai"):
        await bureau.do(
            add_company_note, company_id=company_id, text=text, uai=None, now=bureau.now
        )
    holds = ["name", "siret", "notes"]
    await saves(browser, name="Suivi", kind="xlsx", holds=holds, headings=["", "", ""])

    file = await browser.opens(f"{EXPORTS}/{await only(superuser)}/fichier")

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.content))
    assert book.get_sheet_by_index(0).to_python()[0] == ["Raison sociale", "SIRET", "Notes"]
    [cells] = book.get_sheet_by_index(0).to_python()[1:]
    assert set(str(cells[2]).splitlines()) == {"prend des 2de MTNE", "rappeler en mai"}
    sent = await browser.sends(
        "/entreprises/import", "/entreprises/import", file=("suivi.xlsx", file.content)
    )
    assert "Aucune ligne n’apporte rien de nouveau" in (await browser.follows(sent)).text
