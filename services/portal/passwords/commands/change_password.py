"""Somebody who is signed in replaces their password."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.letters.store import Letters
from services.portal.sessions.model.session import new_token, token_hash
from services.portal.sessions.store import Sessions
from services.portal.sign_in.store import HalfSignIns


async def change_password(
    uow: UnitOfWork,
    *,
    account_id: UUID,
    password_hash: str,
    uai: Uai,
    device: str,
    now: datetime,
) -> str:
    """Replace the password (mot de passe changé); return the secret of a new session.

    Every session and letter of the account ends, the one it was changed in included.
    """
    await Accounts(uow).set_password(account_id, password_hash)
    await Letters(uow).end_all(account_id, now=now)
    await Sessions(uow).end_all(account_id)
    await HalfSignIns(uow).end_all(account_id)
    token = new_token()
    await Sessions(uow).begin(token_hash(token), account_id, device=device, now=now)
    await audit_log.note_doing(uow, action="change-password", resource_id=account_id, uai=uai)
    return token
