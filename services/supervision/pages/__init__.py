"""The HTML pages, all under /departement, and the feeds for outside readers, under /flux."""

from services.chassis.web.routing import Router
from services.supervision.pages import (
    calendar,
    companies,
    coverage,
    coverage_file,
    department,
    feed_readers,
    feeds,
    indicators,
    journal,
    lycee,
    mapping,
    month_files,
    month_records,
    month_reports,
    month_texts,
    movements,
    period,
    sheet_records,
    sheets,
    totals,
    week,
)

ROUTERS: tuple[Router, ...] = (
    calendar.router,
    companies.router,
    coverage.router,
    coverage_file.router,
    department.router,
    feed_readers.router,
    feeds.router,
    indicators.router,
    journal.router,
    lycee.router,
    month_files.router,
    month_records.router,
    month_reports.router,
    month_texts.router,
    mapping.router,
    movements.router,
    period.router,
    sheet_records.router,
    sheets.router,
    totals.router,
    week.router,
)

__all__ = ["ROUTERS"]
