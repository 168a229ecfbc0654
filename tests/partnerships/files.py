"""Lists as bureaux keep them, made on the spot."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

FILES = Path(__file__).parents[1] / "files"
"""Lists as they were brought, kept as files."""
HEADINGS = (
    "Raison sociale",
    "SIRET",
    "SIREN",
    "NAF",
    "Adresse",
    "Code postal",
    "Commune",
    "Forme juridique",
    "Diffusion",
    "Contact nom",
    "Fonction",
    "Mail",
    "Téléphone",
)
FULL = (
    "Chaudronnerie du Quercy",
    "73282932000074",
    "732829320",
    "25.11Z",
    "12 rue des Forges",
    "82000",
    "Montauban",
    "SARL",
    "O",
    "Anne Verdier",
    "Gérante",
    "a.verdier@atelier.example",
    "05 36 49 00 01",
)

Cells = Sequence[str | float]


def workbook(*rows: Cells, headings: Sequence[str] = HEADINGS) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate((headings, *rows)):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell)
                else:
                    sheet.write_number(line, column, cell)
    return content.getvalue()


def sheets(**rows: Sequence[Cells]) -> bytes:
    """A workbook of several sheets of texts, by name, headings included."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, lines in rows.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(lines):
                for column, cell in enumerate(row):
                    sheet.write_string(line, column, str(cell))
    return content.getvalue()


def csv_of(
    *rows: Cells,
    headings: Sequence[str] = HEADINGS,
    encoding: str = "utf-8-sig",
    delimiter: str = ";",
) -> bytes:
    lines = [delimiter.join(str(cell) for cell in row) for row in (headings, *rows)]
    return "\r\n".join(lines).encode(encoding)


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to 80 MB."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    return content.getvalue()


def with_entities(declared: str, name: str = "x") -> bytes:
    """A workbook whose first company is called by an entity of XML that it declares."""
    content, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(workbook(FULL)))
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.namelist():
            text = source.read(entry)
            if entry == "xl/sharedStrings.xml":
                text = text.replace(b"?>", f"?><!DOCTYPE sst [{declared}]>".encode(), 1)
                text = text.replace(FULL[0].encode(), f"&{name};".encode())
            archive.writestr(entry, text)
    return content.getvalue()


def holding(entry: str) -> bytes:
    """A workbook that holds one more part: macros, links to other files…"""
    content = io.BytesIO(workbook(FULL))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(entry, b"anything")
    return content.getvalue()
