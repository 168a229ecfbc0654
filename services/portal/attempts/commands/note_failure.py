"""Somebody did not get in."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.model.account import Account
from services.portal.accounts.store import Accounts

PARIS = ZoneInfo("Europe/Paris")


async def note_failure(
    uow: UnitOfWork, *, account: Account | None, action: str, now: datetime
) -> None:
    """Note a wrong password or code (échec de connexion), or one try too many: whose account, if any.

    Nothing typed is noted: an unknown mail may be the mail of somebody, or a password.
    """
    lycee = None
    if account is not None:
        lycee = await Accounts(uow).lycee_of(account.id, on=now.astimezone(PARIS).date())
    await audit_log.note_at_the_door(
        uow,
        action=action,
        who=None,
        about=account.id if account else None,
        uai=lycee or uow.department_uai,
        result=audit_log.REFUSED,
    )
