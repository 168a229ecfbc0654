"""The accounts, and what is granted to them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from contracts.identifiers import Uai
from services.chassis.identity import Role
from services.chassis.work import UnitOfWork
from services.portal.domain.account import Account, mail_key
from services.portal.storage.tables import accounts, grants


class Accounts:
    """The accounts."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def by_mail(self, mail: str) -> Account | None:
        """The open account with this mail, whatever its case."""
        found = await self._uow.execute(
            select(accounts).where(
                accounts.c.mail_key == bindparam("key"), accounts.c.closed_at.is_(None)
            ),
            {"key": mail_key(mail)},
        )
        row = found.one_or_none()
        if row is None:
            return None
        return Account(row.account_id, row.mail, row.display_name, row.password_hash)

    async def add(self, account: Account, *, now: datetime) -> None:
        await self._uow.execute(
            insert(accounts),
            {
                "account_id": account.id,
                "mail": account.mail,
                "mail_key": mail_key(account.mail),
                "display_name": account.display_name,
                "password_hash": account.password_hash,
                "created_at": now,
            },
        )

    async def grant(self, account_id: UUID, role: Role, uai: Uai | None, *, on: date) -> None:
        """Open a role to the account from a day on, unless it is open already."""
        same = select(grants.c.grant_id).where(
            grants.c.account_id == account_id,
            grants.c.role == role.value,
            grants.c.uai.is_not_distinct_from(uai),
            grants.c.until_on.is_(None),
        )
        if (await self._uow.execute(same)).first() is not None:
            return
        await self._uow.execute(
            insert(grants),
            {
                "grant_id": self._uow.new_id(),
                "account_id": account_id,
                "role": role.value,
                "uai": uai,
                "from_on": on,
            },
        )
