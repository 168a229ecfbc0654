"""Who asked which site lately, and until when the others leave it alone."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from contracts.partnerships.pressure import NetworkRule
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.pressure.model import Pressure, courtesy_until
from services.partnerships.pressure.store.rules import Rules
from services.partnerships.pressure.store.solicitations import Solicitations


async def read_pressure(
    uow: UnitOfWork, site_ids: Collection[UUID], *, on: date | None = None
) -> Mapping[UUID, Pressure]:
    """The pressure on each site (pression de sollicitation) as of a day, today by default.

    The delay is what other lycées than those in scope began.
    """
    day = on or local_date(uow.now)
    days = await Rules(uow).value(NetworkRule.COURTESY_DAYS)
    found = await Solicitations(uow).at(site_ids, day)
    return {
        site_id: Pressure(
            by, courtesy_until([one for one in by if one.uai not in uow.scope.uais], days, day)
        )
        for site_id, by in found.items()
    }
