"""The supervisor writes the text of a month's report."""

from datetime import datetime

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.domain.report_text import ReportText
from services.supervision.storage.month_reports import MonthTexts


async def write_month_text(
    uow: UnitOfWork, *, month: str, version: int, text: ReportText, now: datetime
) -> None:
    """Keep it as it is now (texte du rapport). Raises StaleVersion."""
    texts = MonthTexts(uow)
    known = await texts.get(month, lock=True)
    await texts.save(known.rewritten(version, text, now))
