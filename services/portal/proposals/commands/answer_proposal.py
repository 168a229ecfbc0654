"""A proposal is refused by the head, or withdrawn by the supervisor."""

from datetime import datetime
from uuid import UUID

from contracts.portal.accounts import AccessNoticeKind
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.commands.publish_access import publish_access
from services.portal.proposals.model import Proposal, Status
from services.portal.proposals.store import Proposals

ACTIONS = {Status.REFUSED: "refuse-proposal", Status.WITHDRAWN: "withdraw-proposal"}


async def answer_proposal(
    uow: UnitOfWork, *, proposal_id: UUID, version: int, status: Status, now: datetime
) -> Proposal:
    """Have a proposal wait no more (refus, retrait): nothing opens; return it as it is then.

    Raises NotFound, StaleVersion, ProposalDecided.
    """
    proposal = await Proposals(uow).get(proposal_id, for_update=True)
    proposal.expect(version)
    by = uow.actor_id
    answered = proposal.decided(status, by=by, now=now)
    await Proposals(uow).save(answered)
    if status is Status.REFUSED:
        await publish_access(
            uow,
            notice_id=proposal.id,
            kind=AccessNoticeKind.REFUSED,
            uai=proposal.uai,
            version=answered.version,
            now=now,
        )
    await audit_log.note_doing(
        uow, action=ACTIONS[status], resource_id=proposal.id, uai=proposal.uai
    )
    return answered
