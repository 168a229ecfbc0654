"""Dates of bodies as pages show them: which come next, and for whom."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from contracts.identifiers import SchoolYear, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees
from services.coordination.offer_calendar.model import OfferDate
from services.coordination.offer_calendar.store import OfferDates, date_of
from services.coordination.offer_calendar.tables import offer_dates


@dataclass(frozen=True)
class ShownDate:
    """A date with the name of its lycée; None: it is the department's."""

    date: OfferDate
    lycee: str | None

    @property
    def on(self) -> dt.date:
        """The day the body meets."""
        return self.date.plan.meets_on


async def read_next(uow: UnitOfWork, *, lycees: Sequence[Uai] = ()) -> Sequence[ShownDate]:
    """Those to come, the first one first; `lycees`: the department's and those of these alone."""
    found = await OfferDates(uow).all(local_date(uow.now))
    names = await Lycees(uow).names()
    return [
        _shown(one, names)
        for one in found
        if not lycees or one.plan.lycee is None or one.plan.lycee in lycees
    ]


async def read_dates(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, OfferDate]:
    """Those of these dates that are kept, taken out of the calendar or not."""
    asked = any_(bindparam("ids", list(ids), ARRAY(Uuid)))
    rows = await uow.execute(select(offer_dates).where(offer_dates.c.date_id == asked))
    return {one.id: one for one in map(date_of, rows)}


async def read_years(uow: UnitOfWork) -> Mapping[SchoolYear, Sequence[ShownDate]]:
    """All of them by campaign, the last campaign first."""
    names = await Lycees(uow).names()
    found: dict[SchoolYear, list[ShownDate]] = {}
    for one in await OfferDates(uow).all():
        found.setdefault(one.plan.effect_year, []).append(_shown(one, names))
    return dict(sorted(found.items(), reverse=True))


def _shown(one: OfferDate, names: Mapping[str, str]) -> ShownDate:
    lycee = one.plan.lycee
    return ShownDate(one, names.get(lycee, lycee) if lycee else None)
