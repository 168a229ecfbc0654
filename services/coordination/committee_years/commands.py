"""Commands of a year of a committee: what is said of it."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import SchoolYear
from services.chassis.base.errors import StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.committee_years.model import YearWords
from services.coordination.committee_years.store import AllYearWords
from services.coordination.committees.store import Committees


async def say_of_year(
    uow: UnitOfWork,
    *,
    committee_id: UUID,
    year: SchoolYear,
    text: str | None,
    version: int | None,
    now: datetime,
) -> None:
    """Say something of a year beside its figures (mot du bilan). Raises NotFound, StaleVersion."""
    await Committees(uow).get(committee_id)
    store = AllYearWords(uow)
    known = await store.find(committee_id, year, for_update=True)
    if known is not None:
        await store.save(known.said(text, version, now=now))
        return
    if version is not None:
        raise StaleVersion(current={"words": None, "version": None})
    words = YearWords(uow.new_id(), committee_id, year, text, now)
    if not await store.add(words):
        other = await store.find(committee_id, year)
        current = {"words": other.text, "version": other.version} if other else {}
        raise StaleVersion(current=current)
