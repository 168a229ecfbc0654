"""Somebody is to have an account: the one they have, or one they are invited to."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.portal.accounts import SignInLetterKind
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.model.account import Account, checked_mail, checked_name
from services.portal.accounts.store import Accounts
from services.portal.letters.commands import ask_letter


async def invite_person(
    uow: UnitOfWork, *, mail: str, display_name: str, uai: Uai, now: datetime
) -> UUID:
    """Return the account with this mail (invitation); one is made for who has none.

    Who has not chosen a password yet gets a letter from the lycée. Raises Invalid for a malformed
    mail or name.
    """
    accounts = Accounts(uow)
    address, name = checked_mail(mail), checked_name(display_name)
    account = await accounts.by_mail(address)
    if account is None:
        account = Account(uow.new_id(), address, name, None)
        await accounts.add(account, now=now)
    if account.password_hash is None:
        await ask_letter(
            uow, account_id=account.id, kind=SignInLetterKind.INVITATION, uai=uai, now=now
        )
        await audit_log.note_doing(uow, action="invite-person", resource_id=account.id, uai=uai)
    return account.id
