"""The activity report for the board: read, then taken away with the same figures."""

import io
from typing import Any

import httpx2
import pypdf
import pytest

from contracts.publication import FactFamily
from tests.supervision.browsing import without_tags
from tests.supervision.months import Months, noon
from tests.supervision.network import BOURDELLE, TODAY, coverage, published
from tests.supervision.own_figures.autumns import TODAY_AT, two_autumns
from tests.supervision.spreadsheets import Workbook, read_workbook

REPORT = f"/departement/nos-chiffres/{BOURDELLE}/rapport"
TERM = "periode=2026-2027-T1"


async def read(bureau: httpx2.AsyncClient, query: str = TERM) -> str:
    answer = await bureau.get(f"{REPORT}?{query}")
    assert answer.status_code == 200, answer.text
    return without_tags(answer.text)


async def workbook(bureau: httpx2.AsyncClient, query: str = TERM) -> Workbook:
    answer = await bureau.get(f"{REPORT}.xlsx?{query}")
    assert answer.status_code == 200, answer.text
    return read_workbook(answer.content)


async def printed(bureau: httpx2.AsyncClient, query: str = TERM) -> pypdf.PdfReader:
    answer = await bureau.get(f"{REPORT}.pdf?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(answer.content))


def words(pdf: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


async def test_page_paper_and_workbook_say_the_same_of_a_term(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)

    page, pdf, book = await read(bureau), await printed(bureau), await workbook(bureau)
    paper = words(pdf)

    for text in (page, paper):
        assert "1er trimestre 2026-2027, du 1er août au 30 novembre 2026" in text
        assert "Arrêté au 30 novembre 2026, établi le 1er décembre 2026" in text
        assert "du 1er août au 30 novembre 2025" in text
        assert "Élèves attendus qui ont un lieu d’accueil confirmé" in text
    assert "Élèves qui ont un lieu d’accueil 80 % 32 sur 40 50 % 10 sur 20 +30 points" in page
    assert "80 % (32 sur 40) 50 % (10 sur 20) +30 points" in paper
    assert "Électricité du 5 au 30 octobre 2026 20 14 6 1 3 70 %" in page
    assert "Électricité du 5 au 30 octobre 2026 20 14 6 1 3 70 %" in paper
    assert f"Lycée {BOURDELLE} ({BOURDELLE})" in paper
    assert book.order == ["Activité", "Couverture", "Indicateurs", "Définitions"]
    row = book.address("Activité", "Élèves qui ont un lieu d’accueil", column="D")
    assert book.reckoned("Activité", row) == pytest.approx(0.8)
    for sheet, address, cell in book.formulas():
        expected = pytest.approx(cell.value) if isinstance(cell.value, float) else cell.value
        assert book.reckoned(sheet, address) == expected, f"{sheet}!{address} ={cell.formula}"
    total = book.address("Couverture", "Ensemble", column="D")
    assert book.reckoned("Couverture", total) == 32


async def test_the_paper_is_one_a_screen_reader_reads(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)

    pdf = await printed(bureau)

    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-FR"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()


async def test_what_is_about_a_few_pupils_is_said_to_be_for_the_board_alone(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)
    months.tell(coverage(18, name="october"), noon(2026, 10, 22), version=2)
    await months.fold()

    assert "ne le publiez pas tel quel" in await read(bureau)
    assert "ne le publiez pas tel quel" in words(await printed(bureau))
    assert any(
        "ne le publiez pas tel quel" in str(cell.value)
        for cell in (await workbook(bureau)).sheets["Couverture"].values()
    )


async def test_what_the_head_keeps_is_in_no_file_and_is_no_zero(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)
    for family in FactFamily:
        months.tell(published(family, (TODAY.replace(month=9, day=1), False)), noon(2026, 11, 24))
    await months.fold()

    page, paper = await read(bureau), words(await printed(bureau))
    cells = (await workbook(bureau)).sheets["Activité"].values()

    for text in (page, paper):
        assert "Non publié" in text
        assert "32 sur 40" not in text
    assert "Non publié" in [cell.value for cell in cells]
    assert 0.0 not in [cell.value for cell in cells]


async def test_a_bureau_nothing_was_heard_of_is_given_no_zeros(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    months.now = TODAY_AT

    page = await bureau.get(REPORT)

    assert "Le département n’a encore rien reçu de votre lycée" in page.text
    assert "download" not in page.text
    paper = words(await printed(bureau))
    assert "ces chiffres ne sont pas des zéros" in paper
    assert " 0 " not in paper


async def test_wrong_days_are_told_at_their_field_and_what_was_typed_stays(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)

    answer = await bureau.get(f"{REPORT}?du=2026-10-31&au=2026-09-01")
    file = await bureau.get(f"{REPORT}.pdf?du=2026-10-31&au=2026-09-01")

    assert (answer.status_code, file.status_code) == (422, 422)
    text = without_tags(answer.text)
    assert "La fin vient avant le début, le 31 octobre 2026." in text
    assert 'value="2026-10-31"' in answer.text
    assert 'value="2026-09-01"' in answer.text
    assert 'aria-describedby="filtre-au-erreur"' in answer.text
    assert "La fin vient avant le début" in without_tags(file.text)
    assert "80 %" not in text


async def test_days_of_ones_own_are_what_the_files_are_of(
    months: Months, bureau: httpx2.AsyncClient
) -> None:
    await two_autumns(months)
    query = "du=2026-10-01&au=2026-10-31"

    page = await bureau.get(f"{REPORT}?{query}")

    assert f"{REPORT}.pdf?{query}".replace("&", "&amp;") in page.text
    text = without_tags(page.text)
    assert "Élèves qui ont un lieu d’accueil 70 % 14 sur 20" in text
    assert "du 2 au 27 novembre 2026" not in text
    assert "70 % (14 sur 20)" in words(await printed(bureau, query))
