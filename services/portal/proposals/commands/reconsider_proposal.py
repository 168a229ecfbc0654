"""A proposal that was refused or withdrawn waits again."""

from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.proposals.model import Proposal, Status
from services.portal.proposals.store import Proposals


async def reconsider_proposal(
    uow: UnitOfWork, *, proposal_id: UUID, version: int, undoing: Status
) -> Proposal:
    """Have it wait for an answer again (proposition reprise); return it as it is then.

    `undoing`: what is taken back, one's own answer alone. Raises NotFound, StaleVersion,
    ProposalDecided.
    """
    proposal = await Proposals(uow).get(proposal_id, for_update=True)
    proposal.expect(version)
    if proposal.status is not undoing:
        raise NotFound
    again = proposal.reconsidered()
    await Proposals(uow).save(again)
    await audit_log.note_doing(
        uow, action="reconsider-proposal", resource_id=proposal.id, uai=proposal.uai
    )
    return again
