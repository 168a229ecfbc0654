"""The supervisor proposes who could hold a role in a lycée."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.identifiers import Uai
from services.chassis.base.errors import Forbidden, Invalid
from services.chassis.base.identity import Role
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.model import check_days, check_first_day
from services.portal.accesses.store import Accesses
from services.portal.accounts.model.account import checked_mail, checked_name
from services.portal.lycees.store import Lycees
from services.portal.permissions import PERMISSIONS, PROPOSE_ACCESS, PROPOSED_ROLES, SEE_ACCESS
from services.portal.proposals.model import KEPT_FOR, NobodyDecides, Proposal
from services.portal.proposals.store import Proposals

PARIS = ZoneInfo("Europe/Paris")


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
