"""The sheet a school year’s report has besides."""

from collections.abc import Sequence

from services.chassis.exports.linked_workbook import Heading, LinkedCell, LinkedSheet
from services.chassis.exports.sheet import Column
from services.supervision.month_reports.pages.month_figures import SentReport
from services.supervision.month_reports.pages.year_tables import year_tables

Cells = Sequence[LinkedCell]


def year_sheet(sent: SentReport, about: Sequence[str]) -> LinkedSheet:
    """What a school year’s report has besides, one table below another."""
    tables = year_tables(sent.report)
    most = max((len(one.columns) for one in tables), default=0)
    columns = (Column("Chiffre", 58), *(Column(f"Colonne {n + 1}", 24) for n in range(most)))
    rows: list[Cells] = []
    for table in tables:
        rows += [[], [Heading(table.title), *map(Heading, table.columns)]]
        rows += [[name, *(cell.plain for cell in cells)] for name, cells in table.rows]
    return LinkedSheet("Année", about, columns, rows)
