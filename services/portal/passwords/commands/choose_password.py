"""Somebody chooses a password, by the link of a letter."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.store import Accounts
from services.portal.api_tokens.store import ApiTokens
from services.portal.attempts.model import about_mail, pairs_of
from services.portal.attempts.store import Failures
from services.portal.letters.model import LinkOver
from services.portal.letters.store import Letters
from services.portal.sessions.store import Sessions
from services.portal.sign_in.store import HalfSignIns


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
    await Letters(uow).end_all(account_id, now=now)
    await Sessions(uow).end_all(account_id)
    await HalfSignIns(uow).end_all(account_id)
    await ApiTokens(uow).revoke_all(account_id, now=now)
    await Failures(uow).forget(about_mail(mail))
    await Failures(uow).forget_beginning(pairs_of(mail))
    return account_id
