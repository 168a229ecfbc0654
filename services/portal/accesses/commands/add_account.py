"""Somebody is given an account."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.identifiers import Uai
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.commands.grant_access import grant_access
from services.portal.accounts.model.account import (
    Account,
    GrantIncomplete,
    LyceeUnknown,
    MailTaken,
    checked_mail,
    checked_password,
)
from services.portal.accounts.passwords import hashed
from services.portal.accounts.store import Accounts
from services.portal.lycees.store import Lycees

PARIS = ZoneInfo("Europe/Paris")


async def add_account(
    uow: UnitOfWork,
    *,
    mail: str,
    display_name: str,
    password: str | None,
    role: Role,
    uais: tuple[Uai, ...] = (),
    invented: bool = False,
    now: datetime,
) -> UUID:
    """Create an account (compte) with one role, in one lycée or several.

    Without a password one is chosen by the link of a letter; `invented`: of a demonstration. Raises
    Invalid for a malformed mail or a short password, MailTaken, GrantIncomplete, LyceeUnknown.
    """
    accounts = Accounts(uow)
    if bool(uais) == role.department_wide:
        raise GrantIncomplete
    await _expect_open(uow, uais)
    if await accounts.by_mail(mail):
        raise MailTaken
    account = Account(
        id=uow.new_id(),
        mail=checked_mail(mail),
        display_name=display_name.strip(),
        password_hash=await _hash_of(password, (mail, display_name), invented=invented),
    )
    await accounts.add(account, now=now)
    await grant_access(
        uow,
        account_id=account.id,
        role=role,
        uais=uais or (None,),
        from_on=now.astimezone(PARIS).date(),
        last_day=None,
        powers=None,
        now=now,
    )
    return account.id


async def _expect_open(uow: UnitOfWork, uais: tuple[Uai, ...]) -> None:
    for uai in uais:
        if not await Lycees(uow).has(uai):
            raise LyceeUnknown(f"Le lycée {uai} n’est pas ouvert\u202f: ouvrez-le d’abord.")


async def _hash_of(password: str | None, own: tuple[str, ...], *, invented: bool) -> str | None:
    if password is None:
        return None
    return await hashed(checked_password(password, own=own), invented=invented)
