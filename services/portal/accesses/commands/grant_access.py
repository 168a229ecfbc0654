"""Somebody is given a role in lycées."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.identifiers import Uai
from contracts.portal.accounts import AccessNoticeKind
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.commands.publish_access import publish_access
from services.portal.accesses.model import (
    Access,
    AlreadyGranted,
    check_days,
    check_first_day,
    day_after,
)
from services.portal.accesses.store import Accesses
from services.portal.accounts.store import Accounts
from services.portal.permissions import Powers

PARIS = ZoneInfo("Europe/Paris")


async def grant_access(
    uow: UnitOfWork,
    *,
    account_id: UUID,
    role: Role,
    uais: Sequence[Uai | None],
    from_on: date,
    last_day: date | None,
    powers: Powers | None,
    now: datetime,
) -> list[UUID]:
    """Open a role (accès) to an account, in each of these lycées; None is the department.

    `powers` are those of who gives it; without, it is the command line. Raises NotFound,
    Forbidden, Invalid for days that do not go together, AlreadyGranted.
    """
    check_first_day(from_on, today=now.astimezone(PARIS).date())
    check_days(from_on, last_day)
    # Two at once for one account: the second one sees what the first one gave.
    if not await Accounts(uow).lock(account_id):
        raise NotFound
    given = []
    for uai in uais:
        if powers is not None:
            powers.expect(role, uai, account_id=account_id)
        access = Access(
            id=uow.new_id(),
            account_id=account_id,
            role=role.value,
            uai=uai,
            from_on=from_on,
            until_on=day_after(last_day),
            granted_at=now,
            granted_by=powers.account_id if powers else None,
        )
        await _open(uow, access)
        given.append(access.id)
    if powers is not None and account_id != powers.account_id:
        await _tell(uow, account_id, dict(zip(given, uais, strict=True)), now)
    return given


async def _tell(
    uow: UnitOfWork, account_id: UUID, given: Mapping[UUID, Uai | None], now: datetime
) -> None:
    """Write to who has an account already; who was just invited has a letter of its own."""
    account = await Accounts(uow).get(account_id)
    if account is None or account.password_hash is None:
        return
    for access_id, uai in given.items():
        if uai is not None:
            await publish_access(
                uow,
                notice_id=access_id,
                kind=AccessNoticeKind.GRANTED,
                uai=uai,
                version=1,
                now=now,
            )


async def _open(uow: UnitOfWork, access: Access) -> None:
    if await Accesses(uow).overlaps(access):
        raise AlreadyGranted
    await Accesses(uow).add(access)
    told_for = access.uai or uow.department_uai
    await audit_log.note_doing(uow, action="grant-access", resource_id=access.id, uai=told_for)
