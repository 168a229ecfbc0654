"""Lists that go out: read again as French Excel reads them, and by our own import."""

import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import python_calamine

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.model.company import SiteDetails
from services.partnerships.company_list.queries.order import CompanyFilter, CompanyOrder
from services.partnerships.company_notes.commands import add_company_note
from services.partnerships.contacts.commands import add_contact
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.exports.queries import COMPANIES_AT_ONCE, Piece, read_exported_sites
from services.partnerships.import_files.store.files import parse
from services.partnerships.imports.store.imports import Imports
from services.partnerships.imports.store.lines import START
from tests.partnerships.browsing import pages_of
from tests.partnerships.world import (
    BOURDELLE,
    ELSEWHERE,
    MOISSAC,
    NOW,
    SIRET,
    Bureau,
    many_companies,
    site,
)
from tests.support.services import ServiceDatabases

FORMULAS = ('=HYPERLINK("http://mal.example")', "+33 5", "-1+1", "@SUM(A1)", "\tcmd", "\rcmd")


def lines(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return [line.split(";") for line in text.split("\r\n") if line]


def cells(content: bytes) -> Sequence[Sequence[object]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


async def verdicts_of(uow: UnitOfWork, import_id: UUID) -> list[str]:
    return [line.verdict.value for line in await Imports(uow).lines(import_id, START, 100)]


async def test_the_list_opens_right_in_french_excel(
    bureau: Bureau, service_databases: ServiceDatabases
) -> None:
    company_id = await bureau.registers(main=site(siret=SIRET, postcode="01000"))
    await bureau.logs(company_id)
    async with pages_of(service_databases.settings) as pages:
        browser = pages.signed_in(Role.RBDE, BOURDELLE)

        text = await browser.opens("/entreprises/export.csv")
        book = await browser.opens("/entreprises/export.xlsx")

    assert text.content.startswith(b"\xef\xbb\xbf")
    assert text.headers["content-disposition"].startswith('attachment; filename="entreprises-')
    assert "Lycée Bourdelle" in lines(text.content)[0][0]
    assert lines(text.content)[1] == ["Filtre\u00a0: Mes entreprises"]
    heading, line = lines(text.content)[-2:]
    shown = dict(zip(heading, line, strict=True))
    assert shown["SIRET"] == f'"=""{SIRET}"""'
    assert shown["Code postal"] == '"=""01000"""'
    assert shown["Dernier échange"] == "24/11/2026"
    in_the_book = dict(zip(cells(book.content)[-2], cells(book.content)[-1], strict=True))
    assert in_the_book["SIRET"] == SIRET
    assert in_the_book["Code postal"] == "01000"
    assert str(in_the_book["Dernier échange"]) == "2026-11-24"


async def test_the_list_has_the_notes_of_one_s_own_lycee(
    bureau: Bureau, service_databases: ServiceDatabases
) -> None:
    company_id = await bureau.registers(main=site(siret=SIRET))
    for text in ("=1+1 élève", "prend deux élèves\nen mars"):
        await bureau.do(add_company_note, company_id=company_id, text=text, now=NOW)
    async with pages_of(service_databases.settings) as pages:
        browser = pages.signed_in(Role.HEAD, BOURDELLE)
        book = await browser.opens("/entreprises/export.xlsx")
        as_text = await browser.opens("/entreprises/export.csv")
        elsewhere = pages.signed_in(Role.RBDE, ELSEWHERE)
        theirs = await elsewhere.opens("/entreprises/export.csv?filtre=toutes")

    shown = dict(zip(cells(book.content)[-2], cells(book.content)[-1], strict=True))
    noted = str(shown["Notes"])
    assert sorted(noted.removeprefix("'").split("\n")) == [
        "=1+1 élève",
        "en mars",
        "prend deux élèves",
    ]
    assert not noted.startswith("=")
    assert "prend deux élèves" in as_text.text
    assert "prend deux élèves" not in theirs.text


@pytest.mark.parametrize("name", FORMULAS)
async def test_no_cell_is_a_formula(
    bureau: Bureau, service_databases: ServiceDatabases, name: str
) -> None:
    await bureau.registers(name, main=site(address=name))
    async with pages_of(service_databases.settings) as pages:
        browser = pages.signed_in(Role.RBDE, BOURDELLE)

        text = await browser.opens("/entreprises/export.csv")
        book = await browser.opens("/entreprises/export.xlsx")

    last = text.content.decode("utf-8-sig").split("\r\n", 3)[3]
    assert f"'{name[:4]}" in last
    assert [str(cell)[:5] for cell in cells(book.content)[-1]].count(f"'{name[:4]}") == 2


async def test_the_list_that_went_out_comes_in_again_with_nothing_to_create(
    bureau: Bureau, service_databases: ServiceDatabases
) -> None:
    await bureau.registers(
        "Menuiserie « Chêne »; Fils", main=site(siret=SIRET, phone="+33536490001")
    )
    strange = await bureau.registers("=Étrange", main=site(commune=MOISSAC))
    for text in ("- à revoir\nen mars", "prend deux élèves"):
        await bureau.do(add_company_note, company_id=strange, text=text, now=NOW)
    await bureau.registers("Sans adresse", main=SiteDetails(locality="Trifouilly"))
    async with pages_of(service_databases.settings) as pages:
        browser = pages.signed_in(Role.RBDE, BOURDELLE)
        files = [await browser.opens(f"/entreprises/export.{kind}") for kind in ("csv", "xlsx")]

    for file in files:
        assert "à revoir" in str(cells(file.content) if file is files[1] else file.text)
        read = parse(file.content)
        assert read.refused == ()
        assert len(read.rows) == 3
        import_id = await bureau.previews(*read.rows)
        verdicts = await bureau.do(verdicts_of, import_id)
        assert set(verdicts) == {"duplicate"}, verdicts


async def test_the_list_is_the_one_on_the_screen(
    bureau: Bureau, service_databases: ServiceDatabases
) -> None:
    await bureau.registers("Scierie du Lendou")
    await bureau.registers("Bois Vert", main=site(commune=MOISSAC))
    async with pages_of(service_databases.settings) as pages:
        searched = await pages.signed_in(Role.RBDE, BOURDELLE).opens(
            "/entreprises/export.csv?q=scierie&filtre=miennes"
        )
        theirs = await pages.signed_in(Role.HEAD, ELSEWHERE).opens("/entreprises/export.csv")

    assert "Scierie du Lendou" in searched.text
    assert "Bois Vert" not in searched.text
    assert "«\u00a0scierie\u00a0»" in searched.text
    assert "Scierie du Lendou" not in theirs.text


async def test_contacts_go_out_to_their_own_bureau_only(
    bureau: Bureau, service_databases: ServiceDatabases
) -> None:
    company_id = await bureau.registers()
    superuser = await service_databases.superuser("partnerships")
    site_id = await superuser.fetchval("SELECT site_id FROM sites")
    await superuser.close()
    details = ContactDetails(name="Hortense Delbosc", phone="+33536490002", mail="h@q.example")
    await bureau.do(add_contact, company_id=company_id, site_id=site_id, details=details)
    async with pages_of(service_databases.settings) as pages:
        mine = await pages.signed_in(Role.RBDE, BOURDELLE).opens("/entreprises/contacts.csv")
        theirs = await pages.signed_in(Role.RBDE, ELSEWHERE).opens("/entreprises/contacts.csv")
        head = await pages.signed_in(Role.HEAD, BOURDELLE).opens("/entreprises/contacts.csv")

    assert "Hortense Delbosc;;h@q.example;05 36 49 00 02" in mine.text
    assert theirs.status_code == 200
    assert "Hortense" not in theirs.text
    assert head.status_code == 404


async def test_a_demonstration_says_so_first(
    bureau: Bureau, service_databases: ServiceDatabases
) -> None:
    async with pages_of(service_databases.settings.replaced(demonstration=True)) as pages:
        browser = pages.signed_in(Role.RBDE, BOURDELLE)
        text = await browser.opens("/entreprises/export.csv")
        book = await browser.opens("/entreprises/export.xlsx")

    assert lines(text.content)[0] == ["Démonstration\u00a0: données inventées"]
    assert cells(book.content)[0][0] == "Démonstration\u00a0: données inventées"


async def test_a_long_list_goes_out_whole(
    superuser: asyncpg.Connection, service_databases: ServiceDatabases
) -> None:
    await many_companies(superuser, 6 * COMPANIES_AT_ONCE)
    async with pages_of(service_databases.settings) as pages:
        browser = pages.signed_in(Role.RBDE, BOURDELLE)
        text = await browser.opens("/entreprises/export.csv")
        book = await browser.opens("/entreprises/export.xlsx")

    assert len(lines(text.content)) == len(cells(book.content)) == 3 + 6 * COMPANIES_AT_ONCE


@pytest.mark.parametrize("order", list(CompanyOrder))
@pytest.mark.parametrize("descending", [False, True])
async def test_a_list_goes_on_where_a_company_stood_that_was_merged_meanwhile(
    bureau: Bureau, superuser: asyncpg.Connection, order: CompanyOrder, *, descending: bool
) -> None:
    number = COMPANIES_AT_ONCE + 20
    await many_companies(superuser, number)
    kept = await bureau.registers("Atelier du Tarn")
    await bureau.logs(kept)
    asked = CompanyFilter(order=order, descending=descending)

    async def read_after(stood: Sequence[Any] | None) -> Piece:
        return await bureau.do(read_exported_sites, words="", mine=True, after=stood, asked=asked)

    first = await read_after(None)
    await bureau.merges(kept, first.lines[-1].company.id)
    rest = await read_after(first.after)

    exported = [line.company.details.name for line in (*first.lines, *rest.lines)]
    assert rest.after is None
    assert len(exported) == len(set(exported)) == number + 1
