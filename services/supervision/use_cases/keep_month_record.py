"""The supervisor keeps a month's report as it is sent."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.domain.month_report import MonthRecord, MonthReport
from services.supervision.storage.month_reports import MonthRecords, MonthTexts


async def keep_month_record(uow: UnitOfWork, *, report: MonthReport, now: datetime) -> UUID:
    """Keep its figures and its text (rapport figé), and return the id of what is kept."""
    text = (await MonthTexts(uow).get(report.month)).text
    record = MonthRecord(uow.new_id(), now, report, text)
    await MonthRecords(uow).add(record)
    return record.id
