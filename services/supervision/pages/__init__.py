"""The HTML pages, all under /departement."""

from services.chassis.web.routing import Router
from services.supervision.pages import (
    calendar,
    coverage,
    coverage_file,
    department,
    indicators,
    journal,
    lycee,
    movements,
    sheet_records,
    sheets,
    totals,
)

ROUTERS: tuple[Router, ...] = (
    calendar.router,
    coverage.router,
    coverage_file.router,
    department.router,
    indicators.router,
    journal.router,
    lycee.router,
    movements.router,
    sheet_records.router,
    sheets.router,
    totals.router,
)

__all__ = ["ROUTERS"]
