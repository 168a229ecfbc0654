"""Commands of proposals of access (accès proposés): made, accepted, answered, considered again."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.identifiers import Uai
from contracts.portal.accounts import AccessNoticeKind
from services.chassis.base.errors import Forbidden, Invalid, NotFound
from services.chassis.base.identity import Role
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.commands.grant_access import grant_access
from services.portal.accesses.commands.invite_person import invite_person
from services.portal.accesses.commands.publish_access import publish_access
from services.portal.accesses.model import check_days, check_first_day
from services.portal.accesses.store import Accesses
from services.portal.accounts.model.account import checked_mail, checked_name
from services.portal.lycees.store import Lycees
from services.portal.permissions import (
    PERMISSIONS,
    PROPOSE_ACCESS,
    PROPOSED_ROLES,
    SEE_ACCESS,
    Powers,
)
from services.portal.proposals.model import KEPT_FOR, NobodyDecides, Proposal, Status
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


async def propose_access(
    uow: UnitOfWork,
    *,
    mail: str,
    display_name: str,
    role: Role,
    uai: Uai,
    from_on: date,
    last_day: date | None,
    now: datetime,
) -> UUID:
    """Propose an access (proposition d’accès): nothing opens before the head accepts; return its id.

    Raises Forbidden, Invalid, NobodyDecides.
    """
    today = now.astimezone(PARIS).date()
    if role not in PROPOSED_ROLES or uow.actor is None:
        raise Forbidden(PERMISSIONS.refusal(PROPOSE_ACCESS))
    check_first_day(from_on, today=today)
    check_days(from_on, last_day)
    await _expect_decided(uow, uai, today)
    await Proposals(uow).forget_decided_before(now - KEPT_FOR)
    proposal = Proposal(
        id=uow.new_id(),
        uai=uai,
        role=role.value,
        mail=checked_mail(mail),
        display_name=checked_name(display_name),
        from_on=from_on,
        last_day=last_day,
        proposed_at=now,
        proposed_by=uow.actor.account_id,
    )
    await Proposals(uow).add(proposal)
    await audit_log.note_doing(uow, action="propose-access", resource_id=proposal.id, uai=uai)
    return proposal.id


async def _expect_decided(uow: UnitOfWork, uai: Uai, today: date) -> None:
    if not await Lycees(uow).has(uai):
        raise Invalid("Choisissez un lycée de la liste.", field="lycee")
    deciders = tuple(PERMISSIONS.roles(SEE_ACCESS))
    if not await Accesses(uow).is_held_by_anybody(deciders, uai, on=today):
        raise NobodyDecides(field="lycee")


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
