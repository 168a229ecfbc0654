"""The report of a month as it was sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.supervision.month_reports.model.report_text import ReportText
from services.supervision.report_figures.model.month_report import MonthReport


@dataclass(frozen=True)
class MonthRecord:
    """A report as it was sent, with its text; nothing changes it."""

    id: UUID
    taken_at: datetime
    report: MonthReport
    text: ReportText
