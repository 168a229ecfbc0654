"""Commands of a session: its end."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.sessions.model import token_hash
from services.portal.sessions.store import Sessions

PARIS = ZoneInfo("Europe/Paris")


async def sign_out(uow: UnitOfWork, *, token: str, now: datetime) -> UUID | None:
    """End the session (déconnexion) and return whose it was; None when it was over already."""
    account_id = await Sessions(uow).end(token_hash(token))
    if account_id is None:
        return None
    lycee = await Accounts(uow).lycee_of(account_id, on=now.astimezone(PARIS).date())
    await audit_log.note_at_the_door(
        uow,
        action="sign-out",
        who=account_id,
        about=None,
        uai=lycee or uow.department_uai,
        result=audit_log.DONE,
    )
    return account_id
