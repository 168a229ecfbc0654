"""The accounts, and what is granted to them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as if_new
from sqlalchemy.exc import IntegrityError

from contracts.identifiers import Uai
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.model.account import Account, mail_key
from services.portal.accounts.tables import accounts, grants


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
        return _account(row) if row else None

    async def get(self, account_id: UUID, *, for_update: bool = False) -> Account | None:
        """The account with this id, unless it is closed."""
        wanted = select(accounts).where(
            accounts.c.account_id == account_id, accounts.c.closed_at.is_(None)
        )
        if for_update:
            wanted = wanted.with_for_update()
        row = (await self._uow.execute(wanted)).one_or_none()
        return _account(row) if row else None

    async def lock(self, account_id: UUID) -> bool:
        """Have others who lock it wait until the commit; False when it is closed."""
        found = await self._uow.execute(
            select(accounts.c.closed_at)
            .where(accounts.c.account_id == account_id)
            .with_for_update()
        )
        row = found.one_or_none()
        return row is not None and row.closed_at is None

    async def set_password(self, account_id: UUID, password_hash: str) -> str | None:
        """Replace the password and return the mail; None when the account is closed."""
        changed = await self._uow.execute(
            update(accounts)
            .where(accounts.c.account_id == account_id, accounts.c.closed_at.is_(None))
            .values(password_hash=password_hash)
            .returning(accounts.c.mail)
        )
        mail: str | None = changed.scalar_one_or_none()
        return mail

    async def ask_second_factor(self, account_id: UUID, *, since: datetime | None) -> None:
        """Ask a code besides the password since then, or no more with None."""
        await self._uow.execute(
            update(accounts)
            .where(accounts.c.account_id == account_id)
            .values(second_factor_at=since)
        )

    async def note_use(self, account_id: UUID, *, now: datetime) -> None:
        """Note that its owner signed in, or chose a password by a link."""
        await self._uow.execute(
            update(accounts).where(accounts.c.account_id == account_id).values(used_at=now)
        )

    async def roles(self, account_id: UUID, *, on: date) -> frozenset[Role]:
        """Every role the account holds somewhere that day."""
        held = select(grants.c.role).where(grants.c.account_id == account_id, *_holding(on))
        return frozenset(Role(role) for role in (await self._uow.execute(held)).scalars())

    async def close(self, account_id: UUID, *, now: datetime) -> None:
        """Close it; its mail may be another account's from now on."""
        await self._uow.execute(
            update(accounts)
            .where(accounts.c.account_id == account_id)
            .values(closed_at=now, password_hash=None, mail_key=f"closed:{account_id}")
        )

    async def has_mail(self, account_id: UUID, mail: str) -> bool:
        """Whether that is the mail of the account, open or closed."""
        mine = select(accounts.c.mail).where(accounts.c.account_id == account_id)
        found: str | None = (await self._uow.execute(mine)).scalar_one_or_none()
        return found is not None and mail_key(found) == mail_key(mail)

    async def reopen(self, account_id: UUID) -> bool:
        """Open a closed account again; False where its mail is another one’s by now.

        One that takes the mail at the same moment is waited for; then nothing else can be done in this transaction.
        """
        mine = select(accounts.c.mail).where(accounts.c.account_id == account_id)
        mail: str = (await self._uow.execute(mine)).scalar_one()
        if await self.by_mail(mail) is not None:
            return False
        opening = (
            update(accounts)
            .where(accounts.c.account_id == account_id)
            .values(closed_at=None, mail_key=mail_key(mail))
        )
        try:
            await self._uow.execute(opening)
        except IntegrityError:
            return False
        return True

    async def lycee_of(self, account_id: UUID, *, on: date) -> Uai | None:
        """The first of the lycées it works for that day; None when it works for none."""
        first = select(func.min(grants.c.uai)).where(
            grants.c.account_id == account_id, *_holding(on)
        )
        uai = (await self._uow.execute(first)).scalar_one()
        return Uai(uai) if uai else None

    async def holding(self, role: Role, uai: Uai | None, *, on: date) -> list[Account]:
        """The open accounts that hold this role in this lycée, or for the department, that day, by name."""
        found = await self._uow.execute(
            select(accounts)
            .where(
                accounts.c.closed_at.is_(None),
                accounts.c.account_id.in_(
                    select(grants.c.account_id).where(
                        grants.c.role == role.value, grants.c.uai == uai, *_holding(on)
                    )
                ),
            )
            .order_by(accounts.c.display_name, accounts.c.account_id)
        )
        return [_account(row) for row in found]

    async def working_at(self, uai: Uai, *, on: date) -> list[tuple[Account, frozenset[str]]]:
        """The open accounts with a role in this lycée or for the department that day, by name."""
        here = grants.c.uai.is_(None) | (grants.c.uai == uai)
        found = await self._uow.execute(
            select(accounts, func.array_agg(grants.c.role.distinct()).label("roles"))
            .join(grants, grants.c.account_id == accounts.c.account_id)
            .where(accounts.c.closed_at.is_(None), here, *_holding(on))
            .group_by(accounts.c.account_id)
            .order_by(accounts.c.display_name, accounts.c.account_id)
        )
        return [(_account(row), frozenset(row.roles)) for row in found]

    async def add(self, account: Account, *, now: datetime) -> None:
        await self._uow.execute(insert(accounts), _values(account, now))

    async def add_unless_taken(self, account: Account, *, now: datetime) -> bool:
        """Record a new account; False, and nothing is, where its mail is another one’s."""
        adding = if_new(accounts).values(_values(account, now)).on_conflict_do_nothing()
        added = await self._uow.execute(adding.returning(accounts.c.account_id))
        return added.first() is not None

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


def _holding(on: date) -> tuple[ColumnElement[bool], ...]:
    return (grants.c.from_on <= on, func.coalesce(grants.c.until_on, date.max) > on)


def _values(account: Account, now: datetime) -> dict[str, Any]:
    return {
        "account_id": account.id,
        "mail": account.mail,
        "mail_key": mail_key(account.mail),
        "display_name": account.display_name,
        "password_hash": account.password_hash,
        "created_at": now,
    }


def _account(row: Row[Any]) -> Account:
    return Account(
        row.account_id, row.mail, row.display_name, row.password_hash, row.second_factor_at
    )
