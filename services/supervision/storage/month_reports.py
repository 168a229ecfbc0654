"""The reports of months: the text of each, and what was sent; a rebuild leaves them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    Column,
    DateTime,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.domain.indicators.measuring import Unit
from services.supervision.domain.month_report import Headline, MonthRecord, MonthReport
from services.supervision.domain.recorded_line import kept, line_kept, line_read, read
from services.supervision.domain.report_text import MonthText, ReportText
from services.supervision.storage.declaring import metadata

month_texts = Table(
    "month_texts",
    metadata,
    Column("text_id", Uuid, primary_key=True),
    Column("month", Text, nullable=False),
    Column("highlights", Text, nullable=False),
    Column("concerns", Text, nullable=False),
    Column("next_steps", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("month", name="month_texts_month"),
)
T = month_texts.c

month_records = Table(
    "month_records",
    metadata,
    Column("report_id", Uuid, primary_key=True),
    Column("month", Text, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    # The figures and the text as they were sent, see `_kept`.
    Column("figures", JSONB, nullable=False),
    Column("text", JSONB, nullable=False),
    Index("month_records_of", "month", "taken_at"),
)
R = month_records.c


class MonthTexts:
    """What the supervisor writes of each month."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def get(self, month: str, *, lock: bool = False) -> MonthText:
        """The text as it stands, empty when nobody wrote any.

        `lock`: nobody else writes it before this transaction ends, the first text of a month included.
        """
        if lock:
            await self._uow.execute(select(func.pg_advisory_xact_lock(func.hashtext(month))))
        row = (await self._uow.execute(select(month_texts).where(T.month == month))).first()
        if row is None:
            return MonthText(self._uow.new_id(), month, ReportText(), 0, None)
        text = ReportText(row.highlights, row.concerns, row.next_steps)
        return MonthText(row.text_id, month, text, row.version, row.written_at)

    async def save(self, text: MonthText) -> None:
        """Record its present state."""
        changing = {
            **asdict(text.text),
            "version": text.version,
            "written_at": text.written_at,
        }
        if text.version > 1:
            await self._uow.execute(
                update(month_texts).where(T.month == text.month).values(**changing)
            )
            return
        first = insert(month_texts).values(text_id=text.id, month=text.month, **changing)
        await self._uow.execute(first)


class MonthRecords:
    """The reports as they were sent."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, record: MonthRecord) -> None:
        """Keep one."""
        values = {
            "report_id": record.id,
            "month": record.report.month,
            "taken_at": record.taken_at,
            "figures": _kept(record.report),
            "text": asdict(record.text),
        }
        await self._uow.execute(insert(month_records).values(**values))

    async def get(self, report_id: UUID) -> MonthRecord:
        """Raises NotFound."""
        statement = select(month_records).where(R.report_id == report_id)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        text = ReportText(**row.text)
        return MonthRecord(row.report_id, row.taken_at, _read(row.figures), text)

    async def sent(self, month: str | None = None) -> Mapping[str, Sequence[Any]]:
        """By month, the id and the instant of what was sent, the newest first."""
        statement = select(R.month, R.report_id, R.taken_at)
        if month is not None:
            statement = statement.where(R.month == month)
        found: dict[str, list[Any]] = {}
        newest = statement.order_by(R.taken_at.desc(), R.report_id)
        for row in await self._uow.execute(newest):
            found.setdefault(row.month, []).append(row)
        return found

    async def remove(self, report_id: UUID) -> None:
        """Keep it no more."""
        await self._uow.execute(delete(month_records).where(R.report_id == report_id))


def _kept(report: MonthReport) -> dict[str, Any]:
    """As it is stored: what may be no figure by the name of why, not by the words of the day."""
    plain = replace(report, headlines=(), indicators=())
    return {
        **msgspec.to_builtins(plain),
        "headlines": [
            {
                "code": one.code,
                "title": one.title,
                "unit": one.unit.name,
                "now": kept(one.now),
                "before": kept(one.before),
            }
            for one in report.headlines
        ],
        "indicators": [line_kept(one) for one in report.indicators],
    }


def _read(stored: Mapping[str, Any]) -> MonthReport:
    plain = msgspec.convert({**stored, "headlines": [], "indicators": []}, MonthReport)
    headlines = [
        Headline(
            *(one["code"], one["title"], Unit[one["unit"]]),
            *(read(one["now"]), read(one["before"])),
        )
        for one in stored["headlines"]
    ]
    lines = [line_read(one) for one in stored["indicators"]]
    return replace(plain, headlines=headlines, indicators=lines)
