"""The end of somebody's role is set, moved or taken away."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.chassis.base.identity import Role
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.model import Access, AlreadyGranted
from services.portal.accesses.store import Accesses
from services.portal.permissions import Powers

PARIS = ZoneInfo("Europe/Paris")


async def limit_access(
    uow: UnitOfWork,
    *,
    access_id: UUID,
    version: int,
    last_day: date | None,
    powers: Powers,
    now: datetime,
) -> Access:
    """Have an access (accès) held until the end of a day, or without an end; return it as it was.

    Raises NotFound, Forbidden, StaleVersion, Invalid, AccessOver, AlreadyGranted.
    """
    accesses = Accesses(uow)
    before = await accesses.get(access_id, for_update=True)
    powers.expect(Role(before.role), before.uai, account_id=before.account_id, giving=False)
    before.expect(version)
    after = before.limited(last_day, today=now.astimezone(PARIS).date())
    if await accesses.overlaps(after):
        raise AlreadyGranted
    await accesses.save(after)
    told_for = before.uai or uow.department_uai
    await audit_log.note_doing(uow, action="limit-access", resource_id=before.id, uai=told_for)
    return before
