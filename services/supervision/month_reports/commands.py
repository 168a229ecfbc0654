"""Commands of a report: its text is written, it is kept as it is sent."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.month_reports.model.month_record import MonthRecord
from services.supervision.month_reports.model.report_text import ReportText
from services.supervision.month_reports.store import MonthRecords, MonthTexts
from services.supervision.report_figures.model.month_report import MonthReport


async def keep_month_record(uow: UnitOfWork, *, report: MonthReport, now: datetime) -> UUID:
    """Keep its figures and its text (rapport figé), and return the id of what is kept."""
    text = (await MonthTexts(uow).get(report.month)).text
    record = MonthRecord(uow.new_id(), now, report, text)
    await MonthRecords(uow).add(record)
    return record.id


async def write_month_text(
    uow: UnitOfWork, *, month: str, version: int, text: ReportText, now: datetime
) -> None:
    """Keep it as it is now (texte du rapport). Raises StaleVersion."""
    texts = MonthTexts(uow)
    known = await texts.get(month, lock=True)
    await texts.save(known.rewritten(version, text, now))
