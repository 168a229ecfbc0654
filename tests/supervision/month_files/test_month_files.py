"""The monthly report taken away: a workbook that reckons, and a PDF a screen reader reads."""

import io
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx2
import pypdf
import pytest
import pytest_asyncio
from fastapi import FastAPI

from contracts.publication import FactFamily
from services.chassis.documents import kept_process
from tests.supervision.months import NOVEMBER, Months, months_of, noon
from tests.supervision.network import OTHER, SILENT, TODAY, coverage, published
from tests.supervision.spreadsheets import Workbook, read_workbook
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases


@pytest_asyncio.fixture
async def months(
    app: FastAPI, service_databases: ServiceDatabases, supervisor: httpx2.AsyncClient
) -> AsyncIterator[Months]:
    async with months_of(app, service_databases, Visitor(supervisor)) as found:
        yield found


async def workbook(months: Months, path: str = NOVEMBER) -> Workbook:
    answer = (await months.supervisor.get(f"{path}/rapport.xlsx")).answer
    assert answer.status_code == 200, answer.text
    return read_workbook(answer.content)


def beside(book: Workbook, label: str, column: str) -> Any:
    """What is said of a figure in a column of the summary."""
    return book.sheets["Synthèse"][book.address("Synthèse", label, column=column)].value


async def sent(months: Months) -> str:
    page = await months.supervisor.get(NOVEMBER)
    return (await months.supervisor.send(page.form(f"{NOVEMBER}/envois"))).answer.url.path


async def writes(months: Months, **sections: Any) -> None:
    edit = f"{NOVEMBER}/texte"
    await months.supervisor.send((await months.supervisor.get(edit)).form(edit), **sections)


def reckons(book: Workbook) -> None:
    """Every formula gives what is written beside it."""
    formulas = book.formulas()
    assert len(formulas) > 60
    for sheet, address, cell in formulas:
        reckoned = book.reckoned(sheet, address)
        expected = pytest.approx(cell.value) if isinstance(cell.value, float) else cell.value
        assert reckoned == expected, f"{sheet}!{address} ={cell.formula}"


async def test_every_total_rate_and_change_is_a_formula_that_gives_what_is_shown(
    months: Months,
) -> None:
    await months.an_autumn()

    book = await workbook(months)

    assert book.order == ["Synthèse", "Couverture", "Indicateurs", "Définitions"]
    reckons(book)
    everybody = ("Tous les lycées", "PFMP du mois")
    assert book.reckoned("Couverture", book.address("Couverture", *everybody, column="G")) == 48
    assert book.reckoned("Couverture", book.address("Couverture", *everybody, column="I")) == 0.875
    rate = "Élèves qui ont un lieu d’accueil, PFMP du mois"
    change = book.address("Synthèse", rate, column="H")
    assert book.reckoned("Synthèse", change) == pytest.approx(37.5)
    assert book.sheets["Synthèse"][change].formula


async def test_a_figure_typed_over_moves_totals_rates_and_the_summary(months: Months) -> None:
    await months.an_autumn()
    book = await workbook(months)

    cell = book.address("Couverture", "Lycée Michelet", "PFMP du mois", column="C")
    book.typed("Couverture", cell, 10.0)

    rate = "Élèves qui ont un lieu d’accueil, PFMP du mois"
    assert book.reckoned("Synthèse", book.address("Synthèse", rate, column="B")) == 25
    assert book.reckoned("Synthèse", book.address("Synthèse", rate, column="D")) == pytest.approx(
        25 / 30
    )


async def test_silence_stays_a_word_and_breaks_no_sum(months: Months) -> None:
    await months.an_autumn()
    months.tell(published(FactFamily.COVERAGE, (TODAY, False)), noon(2026, 11, 24), uai=OTHER)
    await months.fold()

    book = await workbook(months)

    reckons(book)
    kept = book.address("Couverture", "Lycée Michelet", "PFMP du mois", column="C")
    assert book.sheets["Couverture"][kept].value == "Non publié"
    total = book.address("Couverture", "Tous les lycées", "PFMP du mois", column="C")
    assert book.reckoned("Couverture", total) == 15
    # October was over before its head kept the figures, and nobody counted it there.
    rate = ("Taux de couverture des PFMP commencées", "Lycée Olympe")
    assert book.sheets["Indicateurs"][book.address("Indicateurs", *rate, column="C")].value == (
        "Aucune donnée"
    )


async def test_nothing_typed_is_ever_a_formula(months: Months) -> None:
    await months.an_autumn()
    await writes(
        months, highlights='=HYPERLINK("http://tarn.example";"Cliquez")\n+1', concerns="@x"
    )

    book = await workbook(months)

    texts = [cell.value for cell in book.sheets["Synthèse"].values() if not cell.formula]
    assert '\'=HYPERLINK("http://tarn.example";"Cliquez")' in texts
    assert "'+1" in texts
    assert "'@x" in texts
    assert not any("HYPERLINK" in cell.formula for _, _, cell in book.formulas())


async def test_what_is_written_comes_out_in_both_files_with_the_marks_of_print(
    months: Months,
) -> None:
    await months.an_autumn()
    await writes(months, highlights="- l'atelier est plein !\n-- encore : oui\n\uf0b7 de Word 😀")

    book, text = await workbook(months), words(await printed(months))

    written = [cell.value for cell in book.sheets["Synthèse"].values()]
    assert "– l’atelier est plein\u202f!" in written
    assert "– encore\u00a0: oui" in written
    assert "\uf0b7 de Word 😀" in written
    assert "- l’atelier est plein !" in text
    assert "• de Word □" in text


async def test_what_every_lycee_keeps_is_no_zero_and_each_file_says_who_keeps(
    months: Months,
) -> None:
    await months.an_autumn()
    kept = published(FactFamily.PLACEMENTS, (TODAY, False))
    months.tell(kept, noon(2026, 11, 24))
    await months.fold()

    one = await workbook(months)
    some = words(await printed(months))
    for uai in (OTHER, SILENT):
        months.tell(kept, noon(2026, 11, 24), uai=uai)
    await months.fold()
    book = await workbook(months)
    text = words(await printed(months))

    label = "Lieux d’accueil perdus"
    assert beside(one, label, "B") == 0
    assert beside(one, label, "I") == "Non publié\u00a0: Lycée Bourdelle"
    assert f"{label} 0 Lycée Bourdelle" in some
    everybody = "Lycée Bourdelle, Lycée Michelet, Lycée Olympe"
    assert beside(book, label, "B") == "Non publié"
    assert beside(book, label, "I") == f"Non publié\u00a0: {everybody}"
    assert f"{label} Non publié Lycée Bourdelle" in text


async def test_what_is_not_in_a_first_figure_is_said_in_both_files(months: Months) -> None:
    await months.an_autumn()

    book, text = await workbook(months), words(await printed(months))

    missing = "Lieux manquants, départs des 60 jours suivants"
    assert beside(book, missing, "I") == "1\u00a0formation sans chiffres"
    assert f"{missing} (hors 1 formation sans chiffres) 16" in text


async def test_a_file_that_could_not_be_made_is_not_laid_at_the_database(
    months: Months, monkeypatch: pytest.MonkeyPatch
) -> None:
    await months.an_autumn()
    monkeypatch.setattr(kept_process, "MAKING_SECONDS_MAX", 0)

    page = await months.supervisor.get(f"{NOVEMBER}/rapport.pdf")

    assert page.status == 503
    assert "Le fichier n’a pas pu être préparé" in page.text
    assert "Rien n’est perdu" in page.text
    assert "base de données" not in page.text


async def test_what_was_sent_is_taken_away_as_it_was_with_corrections_apart(
    months: Months,
) -> None:
    await months.an_autumn()
    await writes(months, highlights="Tel qu’envoyé")
    record = await sent(months)
    months.tell(coverage(18, name="november"), noon(2026, 12, 3), version=3)
    await months.fold()
    months.now = noon(2027, 12, 4)

    book = await workbook(months, record)
    text = words(await printed(months, record))

    reckons(book)
    bourdelle = book.address("Couverture", "Lycée Bourdelle", "PFMP du mois", column="C")
    assert book.sheets["Couverture"][bourdelle].value == 15
    corrected = book.address(
        "Synthèse",
        "PFMP du mois, élèves qui ont un lieu, Lycée Bourdelle",
        "75\u202f% (15\u00a0sur\u00a020)",
        "90\u202f% (18\u00a0sur\u00a020)",
        column="A",
    )
    assert corrected
    assert "Rapport figé le mardi 1er décembre 2026 à 12 h 00" in text
    assert "Tel qu’envoyé" in text
    assert "75 % (15 sur 20) 90 % (18 sur 20)" in text


async def printed(months: Months, path: str = NOVEMBER) -> pypdf.PdfReader:
    answer = (await months.supervisor.get(f"{path}/rapport.pdf")).answer
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(answer.content))


def words(pdf: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def tagged(node: Any) -> Iterator[Any]:
    """Every element of the structure a screen reader follows."""
    found = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(found, list):
        for one in found:
            yield from tagged(one)
    elif isinstance(found, dict):
        if "/S" in found:
            yield found
        if "/K" in found:
            yield from tagged(found["/K"])


async def test_the_pdf_is_one_a_screen_reader_reads_and_says_the_figures(months: Months) -> None:
    await months.an_autumn()
    await writes(months, highlights='Forum #pagebreak() $x$ "citation" *gras*')

    pdf = await printed(months)

    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-FR"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Rapport mensuel, novembre 2026"
    elements = list(tagged(root["/StructTreeRoot"]["/K"]))
    chart = next(one for one in elements if one["/S"] == "/Figure")
    assert "Lycée Bourdelle, 75\u202f% (15\u00a0sur\u00a020)" in chart["/Alt"]
    assert sum(one["/S"] == "/TH" for one in elements) >= 20
    text = words(pdf)
    # What is typed is text, whatever it looks like in the language of the typesetter.
    assert 'Forum #pagebreak() $x$ "citation" *gras*' in text
    assert "Lycée Bourdelle 15 5 1 3 24 75 %" in text
    assert "Tous les lycées (hors 1 formation sans chiffres) 4 16 1 3 24 20 %" in text
    assert "Lycée Olympe N’avait encore rien transmis" in text


async def test_a_month_nobody_told_anything_of_is_taken_away_all_the_same(months: Months) -> None:
    pdf = await printed(months)
    book = await workbook(months)

    assert "Aucun lycée n’avait encore rien transmis" in words(pdf)
    assert "Aucune PFMP" in words(pdf)
    told = [cell.value for cell in book.sheets["Synthèse"].values()]
    assert "Aucune donnée" in told
    assert 0.0 not in told
