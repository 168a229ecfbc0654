"""What hosts think of stays of the lycées in scope."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.host_desk.model import HostAgain, HostOpinion
from services.internships.host_desk.tables import host_opinions

H = host_opinions.c


class HostOpinions:
    """One opinion of a stay at most."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of_placement(self, placement_id: UUID) -> HostOpinion | None:
        """What the host said last, if anything."""
        statement = select(host_opinions).where(H.placement_id == placement_id)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            return None
        return HostOpinion(HostAgain(row.again), row.prepared, row.remark, row.given_at)

    async def save(self, placement_id: UUID, uai: Uai, opinion: HostOpinion) -> None:
        """Record it, in the place of what was said before."""
        added = upsert(host_opinions).values(
            uai=uai, placement_id=placement_id, **vars(opinion) | {"again": opinion.again.value}
        )
        changed = {name: added.excluded[name] for name in ("again", "prepared", "remark")}
        key = [H.uai, H.placement_id]
        await self._uow.execute(added.on_conflict_do_update(index_elements=key, set_=changed))

    async def remove(self, placement_id: UUID) -> None:
        """Forget it."""
        await self._uow.execute(delete(host_opinions).where(H.placement_id == placement_id))
