"""The hosts a bureau has at hand, offered as one types."""

from collections.abc import Sequence

from sqlalchemy import func, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.store.hosts import Host, Hosts
from services.internships.stays.model.states import HOSTED
from services.internships.stays.tables import placements

OFFERED_MAX = 100


async def read_usual_hosts(uow: UnitOfWork) -> Sequence[Host]:
    """The open hosts that took pupils of the lycées in scope, those of the latest first."""
    statement = (
        select(placements.c.site_id)
        .where(placements.c.uai.in_(uow.scope.uais), placements.c.status.in_(HOSTED))
        .group_by(placements.c.site_id)
        .order_by(func.max(placements.c.proposed_on).desc(), placements.c.site_id)
        .limit(OFFERED_MAX)
    )
    site_ids = list((await uow.execute(statement)).scalars())
    return await Hosts(uow).open_with_ids(site_ids)
