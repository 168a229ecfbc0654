"""The head accepts what the supervisor proposed."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.portal.accounts import AccessNoticeKind
from services.chassis.base.identity import Role
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.commands.grant_access import grant_access
from services.portal.accesses.commands.invite_person import invite_person
from services.portal.accesses.commands.publish_access import publish_access
from services.portal.permissions import Powers
from services.portal.proposals.model import Proposal, Status
from services.portal.proposals.store import Proposals

PARIS = ZoneInfo("Europe/Paris")


async def accept_proposal(
    uow: UnitOfWork, *, proposal_id: UUID, version: int, powers: Powers, now: datetime
) -> tuple[Proposal, UUID, UUID]:
    """Give what was proposed (proposition acceptée), from today at the earliest.

    Returns the proposal, the access given and whose it is. Raises NotFound, Forbidden,
    StaleVersion, ProposalDecided, AlreadyGranted, Invalid for one whose last day is past.
    """
    proposal = await Proposals(uow).get(proposal_id, for_update=True)
    proposal.expect(version)
    await Proposals(uow).save(proposal.decided(Status.ACCEPTED, by=powers.account_id, now=now))
    await publish_access(
        uow,
        notice_id=proposal.id,
        kind=AccessNoticeKind.ACCEPTED,
        uai=proposal.uai,
        version=version + 1,
        now=now,
    )
    account_id = await invite_person(
        uow, mail=proposal.mail, display_name=proposal.display_name, uai=proposal.uai, now=now
    )
    await audit_log.note_doing(
        uow, action="accept-proposal", resource_id=proposal.id, uai=proposal.uai
    )
    [access_id] = await grant_access(
        uow,
        account_id=account_id,
        role=Role(proposal.role),
        uais=[proposal.uai],
        from_on=proposal.first_day(now.astimezone(PARIS).date()),
        last_day=proposal.last_day,
        powers=powers,
        now=now,
    )
    return proposal, access_id, account_id
