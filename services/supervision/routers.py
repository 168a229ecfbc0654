"""The HTML pages, all under /departement, and the feeds for outside readers, under /flux."""

from services.chassis.web.router import Router
from services.supervision.acquaintances import pages as companies
from services.supervision.actions import pages as actions
from services.supervision.actors import pages as actors
from services.supervision.calendar import pages as calendar
from services.supervision.campaigns import pages as campaigns
from services.supervision.departures import pages as movements
from services.supervision.desk.pages import department, lycee, lycees
from services.supervision.editions import pages as totals
from services.supervision.evidence.pages import evidence, evidence_files
from services.supervision.feed_readers import pages as feed_readers
from services.supervision.feeds.pages import feeds
from services.supervision.figure_entry import pages as figure_entry
from services.supervision.indicators import pages as indicators
from services.supervision.journal import pages as journal
from services.supervision.map import pages as mapping
from services.supervision.matrix.pages import coverage, coverage_file, period
from services.supervision.month_files.pages import month_files
from services.supervision.month_reports.pages import month_records, month_reports, month_texts
from services.supervision.own_figures.pages import (
    network_journal,
    own_figures,
    own_lycee,
    report,
    report_files,
)
from services.supervision.partnerships import pages as partnerships
from services.supervision.publication import pages as following
from services.supervision.sheets.pages import sheet_records, sheets
from services.supervision.training_signals import pages as training_signals
from services.supervision.week import pages as week

ROUTERS: tuple[Router, ...] = (
    actions.router,
    actors.router,
    calendar.router,
    campaigns.router,
    companies.router,
    coverage.router,
    coverage_file.router,
    department.router,
    evidence.router,
    evidence_files.router,
    feed_readers.router,
    feeds.router,
    figure_entry.router,
    following.router,
    indicators.router,
    journal.router,
    lycee.router,
    month_files.router,
    month_records.router,
    month_reports.router,
    month_texts.router,
    mapping.router,
    movements.router,
    network_journal.router,
    own_lycee.router,
    report.router,
    report_files.router,
    own_figures.router,
    period.router,
    lycees.router,
    partnerships.router,
    sheet_records.router,
    sheets.router,
    totals.router,
    training_signals.router,
    week.router,
)

__all__ = ["ROUTERS"]
