"""The reports of months: the text of each, and what was sent; a rebuild leaves them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.figures import Unit
from services.supervision.indicators.model.recorded_line import kept, line_kept, line_read, read
from services.supervision.month_reports.model.month_record import MonthRecord
from services.supervision.month_reports.model.report_text import MonthText, ReportText
from services.supervision.month_reports.tables import month_records, month_texts
from services.supervision.report_figures.model.month_report import Headline, MonthReport

T = month_texts.c

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
    """The report as it is stored: what may be no figure by the name of why, not by the words of the day."""
    empty: dict[str, Any] = dict.fromkeys((*_OF_HEADLINES, *_OF_LINES), ())
    plain = replace(report, **empty)
    return {
        **msgspec.to_builtins(plain),
        **{name: [_headline_kept(one) for one in getattr(report, name)] for name in _OF_HEADLINES},
        **{name: [line_kept(one) for one in getattr(report, name)] for name in _OF_LINES},
    }


_OF_HEADLINES = ("headlines", "beside", "network", "aims")
_OF_LINES = ("indicators", "months", "lycees_before")


def _headline_kept(one: Headline) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "unit": one.unit.name,
        "now": kept(one.now),
        "before": kept(one.before),
    }


def _headline_read(one: Mapping[str, Any]) -> Headline:
    told = (read(one["now"]), read(one["before"]))
    return Headline(one["code"], one["title"], Unit[one["unit"]], *told)


def _read(stored: Mapping[str, Any]) -> MonthReport:
    every = (*_OF_HEADLINES, *_OF_LINES)
    plain = msgspec.convert({**stored, **{name: [] for name in every}}, MonthReport)
    # What was sent before there were reports of years has fewer of them.
    headlines: dict[str, Any] = {
        name: [_headline_read(one) for one in stored.get(name, ())] for name in _OF_HEADLINES
    }
    lines: dict[str, Any] = {
        name: [line_read(one) for one in stored.get(name, ())] for name in _OF_LINES
    }
    return replace(plain, **headlines, **lines)
