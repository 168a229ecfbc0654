"""Somebody's role ends now."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.portal.accounts import SignInLetterKind
from services.chassis.base.identity import Role
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.model import Access, AccessState
from services.portal.accesses.store import Accesses
from services.portal.accounts.store import Accounts
from services.portal.letters.store import Letters
from services.portal.permissions import Powers

PARIS = ZoneInfo("Europe/Paris")


async def end_access(
    uow: UnitOfWork, *, access_id: UUID, version: int, powers: Powers | None, now: datetime
) -> Access:
    """End an access (fin d’accès), or give up one that has not begun; return it as it was.

    Who was invited for it alone is invited no more. Without `powers` it is the command line.
    Raises NotFound, Forbidden, StaleVersion, AccessOver.
    """
    accesses, today = Accesses(uow), now.astimezone(PARIS).date()
    before = await accesses.get(access_id, for_update=True)
    if powers is not None:
        powers.expect(Role(before.role), before.uai, account_id=before.account_id, giving=False)
    before.expect(version)
    by = powers.account_id if powers else None
    await accesses.save(before.ended(by=by, now=now, today=today))
    left = await accesses.held(before.account_id, before.uai)
    account = await Accounts(uow).get(before.account_id)
    nothing_left = all(one.standing(today) is AccessState.OVER for one in left)
    if nothing_left and account is not None and account.password_hash is None:
        await Letters(uow).end_all(account.id, SignInLetterKind.INVITATION, now=now)
    told_for = before.uai or uow.department_uai
    await audit_log.note_doing(uow, action="end-access", resource_id=before.id, uai=told_for)
    return before
