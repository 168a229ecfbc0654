"""What of files is shown on the home page, each read in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, bindparam, func, or_, select

from contracts.coordination.offer_files import OfferBody, OfferState
from contracts.identifiers import SchoolYear
from services.chassis.database.readings import Reading, Rows
from services.coordination.offer_calendar.tables import offer_dates
from services.coordination.offer_files.model.states import NOT_READY, OPEN
from services.coordination.offer_files.tables import offer_files

F, D = offer_files.c, offer_dates.c
SHOWN = 3
SOON_DAYS = 30


@dataclass(frozen=True)
class BodySoon:
    """A body that meets soon, and how many files that go there are not ready."""

    body: OfferBody
    effect_year: SchoolYear
    meets_on: date
    due_on: date | None
    unready: int


@dataclass(frozen=True)
class OwnFile:
    """A file about a lycée, for its home page."""

    file_id: UUID
    formation: str
    state: OfferState


@dataclass(frozen=True)
class OwnFiles:
    """The first ones, and how many there are."""

    items: Sequence[OwnFile]
    many: int = 0


def _is(*states: OfferState) -> Any:
    return or_(*(F.state == state.value for state in states))


_UNREADY = (
    select(func.count())
    .where(
        F.effect_year == D.effect_year,
        or_(D.lycee.is_(None), F.lycee == D.lycee),
        _is(*sorted(NOT_READY)),
    )
    .correlate(offer_dates)
    .scalar_subquery()
)


def _soon(rows: Rows) -> Sequence[BodySoon]:
    return [
        BodySoon(
            OfferBody(row.body),
            SchoolYear(row.effect_year),
            row.meets_on,
            row.due_on,
            row.unready,
        )
        for row in rows
    ]


BODIES_SOON = Reading(
    select(D.body, D.effect_year, D.meets_on, D.due_on, _UNREADY.label("unready"))
    .where(
        D.removed_at.is_(None),
        D.meets_on >= bindparam("today", type_=Date),
        D.meets_on <= bindparam("soon", type_=Date),
        _UNREADY > 0,
    )
    .order_by(D.meets_on, D.date_id),
    _soon,
)
"""Bodies that meet within thirty days, with files that are not ready for them."""


def _own(rows: Rows) -> OwnFiles:
    items = [OwnFile(row.file_id, row.formation, OfferState(row.state)) for row in rows]
    return OwnFiles(items, rows[0].many if rows else 0)


OWN_FILES = Reading(
    select(F.file_id, F.formation, F.state, func.count().over().label("many"))
    .where(_is(*OPEN), F.state != OfferState.DRAFT.value)
    .order_by(F.changed_at.desc(), F.file_id)
    .limit(SHOWN),
    _own,
)
"""Files about a lycée that nobody voted on yet, the last one that moved first."""
