"""Importing a list: a preview that records nothing, then each line once, whatever happens."""

import asyncio
from collections.abc import Callable
from uuid import UUID

import asyncpg
import psutil
import pytest

from contracts.identifiers import CommuneCode
from contracts.partnerships.companies import (
    CompanyCorrectedV1,
    CompanyRegisteredV1,
    ImportCompletedV1,
    LegalForm,
)
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.partnerships.base.chunks import PIECE
from services.partnerships.cards.queries import read_company
from services.partnerships.import_desk.queries import read_import_card
from services.partnerships.import_effects.commands.commit_import import CHUNK_ROWS
from services.partnerships.import_effects.commands.forget_import import forget_import
from services.partnerships.import_files.store import files
from services.partnerships.import_files.store.files import parse
from services.partnerships.import_plans.model.plan import Verdict
from tests.partnerships.browsing import Browser
from tests.partnerships.files import FILES, FULL, bomb, csv_of, workbook
from tests.partnerships.world import (
    BOURDELLE,
    MOISSAC,
    NOW,
    SIREN,
    SIRET,
    Bureau,
    company,
    row,
    siret_of,
    site,
)
from tests.support.processes import own_processes
from tests.support.services import Published
from tests.support.statements import statements
from tests.support.waiting import eventually

URL = "/entreprises/import"
OTHERS = 6


async def judged(bureau: Bureau, import_id: UUID) -> list[tuple[Verdict, str]]:
    card = await bureau.do(read_import_card, import_id)
    return [(line.verdict, line.reason) for line in card.lines]


async def test_a_preview_records_nothing(bureau: Bureau, published: Published) -> None:
    import_id = await bureau.previews(row(2, "Bois Vert"), row(3, "Scierie"))

    assert [v for v, _ in await judged(bureau, import_id)] == [Verdict.CREATED] * 2
    assert await published(CompanyRegisteredV1) == []


async def test_a_confirmed_list_is_recorded_and_told(bureau: Bureau, published: Published) -> None:
    await bureau.imports(row(2, "Bois Vert", siret=SIRET), row(3, "Scierie", contact="A. Verdier"))

    told = await published(CompanyRegisteredV1)
    assert [event.public_name for event in told] == ["Bois Vert", "Scierie"]
    assert told[0].siren == SIREN
    (done,) = await published(ImportCompletedV1)
    assert (done.created, done.updated, done.rejected) == (2, 0, 0)
    card = await bureau.do(read_company, told[1].company_id)
    assert [contact.details.name for contact in card.contacts] == ["A. Verdier"]
    assert card.followed


async def test_confirming_twice_records_once(bureau: Bureau, published: Published) -> None:
    import_id = await bureau.imports(row(2, "Bois Vert"))
    await bureau.confirms(import_id)

    assert len(await published(CompanyRegisteredV1)) == 1
    assert len(await published(ImportCompletedV1)) == 1


async def test_importing_the_same_list_again_changes_nothing(
    bureau: Bureau, published: Published
) -> None:
    rows = (row(2, "Bois Vert", contact="A. Verdier"), row(3, "Scierie", siret=SIRET))
    await bureau.imports(*rows)

    again = await bureau.imports(*rows)

    assert [v for v, _ in await judged(bureau, again)] == [Verdict.DUPLICATE] * 2
    assert len(await published(CompanyRegisteredV1)) == 2
    assert await published(CompanyCorrectedV1) == []


async def test_two_lines_about_one_company_make_one_card(
    bureau: Bureau, published: Published
) -> None:
    import_id = await bureau.imports(
        row(2, "Bois Vert", siret=SIRET, contact="Anne Verdier"),
        row(3, "BOIS VERT", siret=SIRET, contact="Paul Lagarde"),
        row(4, "Bois Vert", siret=SIRET, contact="anne  VERDIER"),
        row(5, "Bois Vert", siret=siret_of(12, SIREN), commune=MOISSAC),
    )

    verdicts = await judged(bureau, import_id)
    assert [v for v, _ in verdicts] == [
        Verdict.CREATED,
        Verdict.UPDATED,
        Verdict.DUPLICATE,
        Verdict.UPDATED,
    ]
    assert "contact ajouté" in verdicts[1][1]
    assert verdicts[2][1] == "doublon de la ligne 2"
    assert "nouvel établissement" in verdicts[3][1]
    (event,) = await published(CompanyRegisteredV1)
    assert len(event.sites) == 2


async def test_a_list_completes_a_card_and_overwrites_nothing(
    bureau: Bureau, other_bureau: Bureau, published: Published
) -> None:
    known = company(legal_form=LegalForm.UNKNOWN, naf=None)
    company_id = await other_bureau.registers(
        **{k: v for k, v in vars(known).items() if k != "name"}, main=site(address="1 place Haute")
    )

    await bureau.imports(row(2, "Chaudronnerie du Quercy", siret=SIRET))

    card = await bureau.do(read_company, company_id)
    assert card.company.details.siren == SIREN
    assert card.company.details.legal_form is LegalForm.COMPANY
    assert card.company.sites[0].details.address == "1 place Haute"
    assert card.company.sites[0].details.siret == SIRET
    (event,) = await published(CompanyCorrectedV1)
    assert event.sites[0].site_key.siret == SIRET


async def test_namesakes_with_other_numbers_are_two_companies(
    bureau: Bureau, published: Published
) -> None:
    await bureau.imports(row(2, "Bois Vert", siret=SIRET), row(3, "Bois Vert", siret=siret_of(7)))

    assert len(await published(CompanyRegisteredV1)) == 2


async def test_the_same_name_elsewhere_is_another_company(
    bureau: Bureau, published: Published
) -> None:
    await bureau.imports(row(2, "Bois Vert"), row(3, "Bois Vert", commune=CommuneCode("82033")))

    assert len(await published(CompanyRegisteredV1)) == 2


async def test_what_a_line_held_is_not_kept_once_recorded(
    bureau: Bureau, superuser: asyncpg.Connection
) -> None:
    await bureau.imports(row(2, "Bois Vert", contact="Anne Verdier"))

    kept = await superuser.fetchval("SELECT values::text FROM import_rows")
    assert kept in (None, "null")


async def test_another_lycees_import_is_not_found(bureau: Bureau, other_bureau: Bureau) -> None:
    import_id = await bureau.previews(row(2, "Bois Vert"))

    with pytest.raises(NotFound):
        await other_bureau.confirms(import_id)


async def test_a_list_is_imported_from_the_screen(browser: Browser, published: Published) -> None:
    bad = ("Sans numéro juste", "73282932000075")
    preview = await browser.follows(
        await browser.sends(URL, URL, file=("liste.xlsx", workbook(FULL, bad)))
    )
    assert "sa clé est fausse" in preview.text
    assert "Importer 1\u00a0ligne" in preview.text

    action = f"{preview.url.path}/confirmation"
    first = await browser.sends(preview, action)
    second = await browser.sends(preview, action)

    assert first.headers["location"] == second.headers["location"]
    result = await browser.follows(first)
    assert "Import terminé" in result.text
    (event,) = await published(ImportCompletedV1)
    assert (event.created, event.rejected) == (1, 1)


async def test_a_list_looked_at_is_given_up(browser: Browser, published: Published) -> None:
    preview = await browser.follows(
        await browser.sends(URL, URL, file=("liste.csv", csv_of(FULL, encoding="cp1252")))
    )

    left = await browser.follows(await browser.sends(preview, f"{preview.url.path}/abandon"))

    assert "rien n’a été enregistré" in left.text
    assert (await browser.opens(preview.url.path)).status_code == 404
    assert await published(CompanyRegisteredV1) == []


@pytest.mark.parametrize("content", [b"", bomb(), csv_of(), b"a" * 11_000_000])
async def test_a_refused_file_says_why_on_the_same_page(browser: Browser, content: bytes) -> None:
    answer = await browser.sends(URL, URL, file=("liste.xlsx", content))

    assert answer.status_code == 422
    assert 'id="champ-file-erreur"' in answer.text


async def test_the_head_of_the_lycee_imports_nothing(signed_in: Callable[..., Browser]) -> None:
    assert (await signed_in(Role.HEAD, BOURDELLE).opens(URL)).status_code == 404


async def test_a_file_too_large_to_be_read_is_refused_too(browser: Browser) -> None:
    answer = await browser.sends(URL, URL, file=("liste.csv", b"a" * 13_000_000))

    assert answer.status_code == 413


async def test_the_lines_that_become_one_thing_are_shown_alone(browser: Browser) -> None:
    rows = [("", "73282932000074"), *((f"Atelier {n}",) for n in range(250))]
    page = await browser.follows(await browser.sends(URL, URL, file=("liste.csv", csv_of(*rows))))
    assert f"{page.url.path}?resultat=rejetees" in page.text
    assert "resultat=doublons" not in page.text, "there is none to show"

    rejected = await browser.opens(f"{page.url.path}?resultat=rejetees")
    assert "(sans nom)</th>" in rejected.text
    assert "Atelier 1</th>" not in rejected.text
    created = await browser.opens(f"{page.url.path}?resultat=creees")
    assert "Scierie</th>" not in created.text
    assert "?resultat=creees&amp;apres=2-102" in created.text
    assert "(sans nom)</th>" in (await browser.opens(f"{page.url.path}?resultat=autre")).text


async def test_the_lines_of_an_import_are_shown_page_after_page(browser: Browser) -> None:
    rows = [(f"Entreprise {i:03d}",) for i in range(150)]
    first = await browser.follows(await browser.sends(URL, URL, file=("liste.csv", csv_of(*rows))))
    second = await browser.opens(f"{first.url.path}?apres=2-101")

    assert "Importer 150" in first.text
    assert "Entreprise 099" in first.text
    assert "Entreprise 100" not in first.text
    assert "?apres=2-101" in first.text
    assert "Entreprise 149" in second.text


@pytest.mark.usefixtures("at_work")
async def test_a_long_list_goes_on_by_itself_in_pieces(
    browser: Browser, published: Published
) -> None:
    lines = 2 * CHUNK_ROWS + 10
    content = csv_of(*[(f"Entreprise {i}", "", "", "", "", "", "Moissac") for i in range(lines)])
    preview = await browser.follows(await browser.sends(URL, URL, file=("liste.csv", content)))

    page = await browser.follows(await browser.sends(preview, f"{preview.url.path}/confirmation"))

    assert "Import en cours" in page.text
    await eventually(lambda: published(ImportCompletedV1))
    assert len(await published(CompanyRegisteredV1)) == lines
    assert "Import terminé" in (await browser.opens(preview.url.path)).text


async def confirmed_with(browser: Browser, numbers: range) -> list[str]:
    """The statements that importing so many companies takes."""
    rows = [
        (f"Entreprise {i}", siret_of(i), "", "43.21A", "1 rue Haute", "82000", "Montauban")
        for i in numbers
    ]
    preview = await browser.follows(
        await browser.sends(URL, URL, file=("liste.xlsx", workbook(*rows)))
    )
    with statements() as run:
        await browser.sends(preview, f"{preview.url.path}/confirmation")
    return run


async def test_an_import_asks_the_database_once_for_each_piece_and_not_for_each_line(
    browser: Browser, published: Published
) -> None:
    """How long a list takes is measured by `make bench ARGS=import`."""
    pieces = 15
    one = await confirmed_with(browser, range(PIECE))
    two = await confirmed_with(browser, range(100, 100 + 2 * PIECE))
    many = await confirmed_with(browser, range(200, 200 + pieces * PIECE))

    for_a_piece = len(two) - len(one)
    assert for_a_piece < PIECE / 2, two
    assert len(many) == len(one) + (pieces - 1) * for_a_piece, many
    assert len(await published(CompanyRegisteredV1)) == (1 + 2 + pieces) * PIECE


async def test_rejected_lines_come_back_corrected(browser: Browser, published: Published) -> None:
    bad = ("=Bois Vert", "73282932000075", "", *FULL[3:])
    preview = await browser.follows(
        await browser.sends(URL, URL, file=("liste.xlsx", workbook(FULL, bad)))
    )
    await browser.sends(preview, f"{preview.url.path}/confirmation")

    kept = await browser.opens(f"{preview.url.path}/lignes-rejetees.csv")
    text = kept.content.decode("utf-8-sig")
    assert kept.headers["content-disposition"].startswith("attachment")
    assert '\r\n\'=Bois Vert;"=""73282932000075""";' in text
    assert "sa clé est fausse" in text

    mended = text.replace("73282932000075", "").encode("utf-8-sig")
    again = await browser.follows(await browser.sends(URL, URL, file=("rejets.csv", mended)))
    await browser.sends(again, f"{again.url.path}/confirmation")
    names = [event.public_name for event in await published(CompanyRegisteredV1)]
    assert names == ["Chaudronnerie du Quercy", "=Bois Vert"]


async def test_an_import_without_rejected_lines_has_no_file_of_them(browser: Browser) -> None:
    preview = await browser.follows(
        await browser.sends(URL, URL, file=("liste.xlsx", workbook(FULL)))
    )

    assert "lignes-rejetees" not in preview.text
    missing = await browser.opens(f"{preview.url.path}/lignes-rejetees.csv")
    assert missing.status_code == 404


async def test_what_rejected_lines_held_is_forgotten_in_a_month(bureau: Bureau) -> None:
    read = parse(workbook(FULL, ("Bois Vert", "73282932000075")))
    import_id = await bureau.looks_at(read)
    await bureau.confirms(import_id)
    assert (await bureau.do(read_import_card, import_id)).rejects_kept

    await bureau.do(forget_import, import_id=import_id, now=NOW)

    assert not (await bureau.do(read_import_card, import_id)).rejects_kept
    assert await judged(bureau, import_id)


async def test_a_preview_nobody_confirmed_is_forgotten_in_a_month(bureau: Bureau) -> None:
    import_id = await bureau.previews(row(2, "Bois Vert"))

    await bureau.do(forget_import, import_id=import_id, now=NOW)

    with pytest.raises(NotFound):
        await bureau.do(read_import_card, import_id)


async def test_sheets_that_are_not_read_are_told(browser: Browser) -> None:
    content = (FILES / "04_plusieurs_feuilles.xlsx").read_bytes()
    preview = await browser.follows(
        await browser.sends(URL, URL, file=("04_plusieurs_feuilles.xlsx", content))
    )

    assert "Seule la feuille «\u00a0Entreprises\u00a0» est lue" in preview.text
    for other in ("Lisez-moi", "Taxe 2026"):
        assert f"Lire la feuille «\u00a0{other}\u00a0»" in preview.text


async def test_files_that_are_read_and_those_that_wait_hold_no_connection(
    browser: Browser, superuser: asyncpg.Connection
) -> None:
    forms = [await browser.opens(URL) for _ in range(OTHERS)]
    held: dict[int, psutil.Process] = {}

    def readers_stand_still() -> bool:
        for reader in own_processes(files.__name__):
            held[reader.pid] = reader
            reader.suspend()
        # One at a time of who brings several: another’s would be read beside it.
        return len(held) == 1

    async def no_transaction_is_open() -> bool:
        opened = "datname = current_database() AND state LIKE 'idle in transaction%'"
        return not await superuser.fetchval(f"SELECT count(*) FROM pg_stat_activity WHERE {opened}")

    async with asyncio.TaskGroup() as group:
        file = ("liste.csv", csv_of(FULL))
        waiting = [group.create_task(browser.sends(form, URL, file=file)) for form in forms]
        try:
            await eventually(readers_stand_still)
            await eventually(no_transaction_is_open, within_seconds=10)
            answers = [(await browser.opens("/entreprises")).status_code for _ in range(5)]
            still = [task for task in waiting if not task.done()]
        finally:
            for reader in held.values():
                reader.resume()

    assert answers == [200] * 5
    assert len(still) == OTHERS
    assert [task.result().status_code for task in waiting] == [303] * OTHERS


async def test_what_columns_were_said_to_be_twice_is_answered_twice_alike(
    browser: Browser,
) -> None:
    page = await browser.follows(
        await browser.sends(URL, URL, file=("liste.csv", b"Machin;Ville\nBois Vert;Moissac\n"))
    )
    action = str(page.url.path)
    said = {"columns": ["0:name", "1:"]}
    first = await browser.sends(page, action, said)
    preview = await browser.follows(first)
    confirm = action.removesuffix("/colonnes") + "/confirmation"
    assert (await browser.sends(preview, confirm)).status_code == 303

    again = await browser.sends(page, action, said)

    assert (again.status_code, again.headers["location"]) == (303, first.headers["location"])
