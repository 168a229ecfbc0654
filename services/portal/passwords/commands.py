"""Commands of a password: chosen, changed, and what each ends."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.api_tokens.store import ApiTokens
from services.portal.attempts.model import about_mail, pairs_of
from services.portal.attempts.store import Failures
from services.portal.letters.model import LinkOver
from services.portal.letters.store import Letters
from services.portal.sessions.model import new_token, token_hash
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


async def choose_password(
    uow: UnitOfWork, *, letter_id: UUID, password_hash: str, now: datetime
) -> UUID:
    """Replace the password (mot de passe choisi) and return whose it is.

    Every session, token and other letter of the account ends: whoever had got in is out. Raises
    LinkOver when the link was used, was replaced or is too old.
    """
    account_id = await Letters(uow).use(letter_id, now=now)
    if account_id is None:
        raise LinkOver
    mail = await Accounts(uow).set_password(account_id, password_hash)
    if mail is None:  # the account was closed meanwhile
        raise LinkOver
    await Accounts(uow).note_use(account_id, now=now)
    await Letters(uow).end_all(account_id, now=now)
    await Sessions(uow).end_all(account_id)
    await HalfSignIns(uow).end_all(account_id)
    await ApiTokens(uow).revoke_all(account_id, now=now)
    await Failures(uow).forget(about_mail(mail))
    await Failures(uow).forget_beginning(pairs_of(mail))
    return account_id
