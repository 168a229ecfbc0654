"""The sheet a school year’s report has besides."""

from collections.abc import Iterator, Sequence

from services.chassis.exports.linked_workbook import Heading, LinkedCell, LinkedSheet
from services.chassis.exports.sheet import Column
from services.supervision.month_reports.pages.month_figures import SentReport
from services.supervision.month_reports.pages.year_tables import YearTable, year_tables

Cells = Sequence[LinkedCell]


def year_sheet(sent: SentReport, about: Sequence[str]) -> LinkedSheet:
    """What a school year’s report has besides, one table below another."""
    tables = year_tables(sent.report)
    first, *others = tables
    most = max(len(one.columns) for one in tables)
    headings = [*first.columns, *[""] * (most - len(first.columns))]
    columns = (Column(first.title, 58), *(Column(one, 24) for one in headings))
    rows: list[Cells] = [*_rows(first)]
    for table in others:
        rows += [[], [Heading(table.title), *map(Heading, table.columns)], *_rows(table)]
    return LinkedSheet("Année", about, columns, rows)


def _rows(table: YearTable) -> Iterator[Cells]:
    return ([name, *(cell.plain for cell in cells)] for name, cells in table.rows)
