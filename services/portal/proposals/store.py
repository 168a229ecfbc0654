"""The proposals of the supervisor."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.proposals.model import Proposal, Status
from services.portal.proposals.tables import access_proposals as proposals

LISTED_MAX = 200


class Proposals:
    """The proposals for the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def get(self, proposal_id: UUID, *, for_update: bool = False) -> Proposal:
        """The proposal with this id. Raises NotFound."""
        wanted = select(proposals).where(proposals.c.proposal_id == proposal_id)
        if for_update:
            wanted = wanted.with_for_update()
        row = (await self._uow.execute(wanted)).one_or_none()
        if row is None:
            raise NotFound
        return _proposal(row)

    async def newest(self, *, waiting: bool = False) -> list[Proposal]:
        """The newest first; those that wait for an answer alone, or all that are remembered."""
        wanted = select(proposals).order_by(
            proposals.c.proposed_at.desc(), proposals.c.proposal_id.desc()
        )
        if waiting:
            wanted = wanted.where(proposals.c.status == Status.WAITING.value)
        found = await self._uow.execute(wanted.limit(LISTED_MAX))
        return [_proposal(row) for row in found]

    async def add(self, proposal: Proposal) -> None:
        await self._uow.execute(insert(proposals), _values(proposal))

    async def save(self, proposal: Proposal) -> None:
        await self._uow.execute(
            update(proposals)
            .where(proposals.c.proposal_id == proposal.id)
            .values(_values(proposal))
        )

    async def forget_decided_before(self, instant: datetime) -> None:
        """Remove those answered long ago: they name people."""
        await self._uow.execute(delete(proposals).where(proposals.c.decided_at < instant))


def _proposal(row: Any) -> Proposal:
    known = {name: getattr(row, name) for name in Proposal.__dataclass_fields__ if name != "id"}
    return Proposal(
        id=row.proposal_id, **{**known, "uai": Uai(row.uai), "status": Status(row.status)}
    )


def _values(proposal: Proposal) -> dict[str, Any]:
    known = {name: value for name, value in vars(proposal).items() if name != "id"}
    return {"proposal_id": proposal.id, **known, "status": proposal.status.value}
