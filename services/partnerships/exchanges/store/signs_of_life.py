"""Dates of acquaintances, as exchanges with a company move them."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from contracts.partnerships.companies import InteractionOutcome
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.exchanges.tables import interactions

RECENT = timedelta(days=30)


def took_part() -> ColumnElement[bool]:
    """Whether the company took part in an exchange, as `Interaction.met` says it of one."""
    own = interactions.c
    letter = and_(own.to_many, own.outcome == InteractionOutcome.NONE.value)
    return and_(own.outcome != InteractionOutcome.NO_ANSWER.value, ~letter)


class SignsOfLife:
    """When lycées last had to do with the sites they know."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def touch(self, uai: Uai, company_id: UUID, site_id: UUID, on: date) -> None:
        """Note an exchange: the latest date, and how many there were in the 30 days before it."""
        recent = (
            select(func.count())
            .where(
                interactions.c.uai == uai,
                interactions.c.company_id == company_id,
                interactions.c.site_id == site_id,
                took_part(),
                interactions.c.occurred_on > on - RECENT,
            )
            .scalar_subquery()
        )
        added = insert(acquaintances).values(
            uai=uai, site_id=site_id, company_id=company_id, last_on=on, n_30d=recent
        )
        await self._uow.execute(
            added.on_conflict_do_update(
                index_elements=["uai", "site_id"],
                set_={"last_on": added.excluded.last_on, "n_30d": added.excluded.n_30d},
                where=func.coalesce(acquaintances.c.last_on, date.min) <= on,
            )
        )

    async def recall(self, uai: Uai, company_id: UUID, site_id: UUID) -> None:
        """Have the dates of a site say what the exchanges that are left say."""
        own = interactions.c
        reached = (
            own.uai == uai,
            own.company_id == company_id,
            own.site_id == site_id,
            took_part(),
        )
        last_on = select(func.max(own.occurred_on)).where(*reached).scalar_subquery()
        recent = (
            select(func.count())
            .where(*reached, own.occurred_on > last_on - RECENT)
            .scalar_subquery()
        )
        await self._uow.execute(
            update(acquaintances)
            .where(acquaintances.c.uai == uai, acquaintances.c.site_id == site_id)
            .values(last_on=last_on, n_30d=recent)
        )
