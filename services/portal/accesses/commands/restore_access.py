"""An access that was ended or cut short gets back the end it had."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.portal.accounts import SignInLetterKind
from services.chassis.base.identity import Role
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.model import AlreadyGranted
from services.portal.accesses.store import Accesses
from services.portal.accounts.store import Accounts
from services.portal.letters.commands import ask_letter
from services.portal.permissions import Powers

PARIS = ZoneInfo("Europe/Paris")


async def restore_access(
    uow: UnitOfWork,
    *,
    access_id: UUID,
    version: int,
    until_on: date | None,
    powers: Powers,
    now: datetime,
) -> UUID:
    """Put back the end an access (accès) had before; return whose it is.

    Raises NotFound, Forbidden, StaleVersion, AccessOver a day after it was ended, AlreadyGranted.
    """
    accesses = Accesses(uow)
    before = await accesses.get(access_id, for_update=True)
    powers.expect(Role(before.role), before.uai, account_id=before.account_id, giving=False)
    before.expect(version)
    after = before.restored(until_on, now=now, today=now.astimezone(PARIS).date())
    await Accounts(uow).lock(before.account_id)
    if await accesses.overlaps(after):
        raise AlreadyGranted
    await accesses.save(after)
    account = await Accounts(uow).get(before.account_id)
    if account is not None and account.password_hash is None and before.uai is not None:
        kind = SignInLetterKind.INVITATION
        await ask_letter(uow, account_id=account.id, kind=kind, uai=before.uai, now=now)
    told_for = before.uai or uow.department_uai
    await audit_log.note_doing(uow, action="restore-access", resource_id=before.id, uai=told_for)
    return before.account_id
