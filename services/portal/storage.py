"""Tables of the portal, and the collections over them.

`accounts`, `sessions` and `sign_in_failures` have no lycée: they are read before anybody knows
for whom. `grants` and `lycees` are read in the scope of the whole department.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from contracts.identifiers import CommuneCode, Uai
from services.chassis.identity import Grant, Identity, Role
from services.chassis.tables import chassis_tables
from services.chassis.work import Scope, UnitOfWork
from services.portal.domain.account import Account, mail_key

DEPARTMENT = Scope(frozenset(), department_wide=True)
"""The portal reads grants before it knows for which lycée somebody works."""

metadata = MetaData()
Instant = DateTime(timezone=True)

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", Uuid, primary_key=True),
    Column("mail", Text, nullable=False),
    Column("mail_key", Text, nullable=False, unique=True),
    Column("display_name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("closed_at", Instant),
)
lycees = Table(
    "lycees",
    metadata,
    Column("uai", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("commune", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
grants = Table(
    "grants",
    metadata,
    Column("grant_id", Uuid, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("uai", Text, ForeignKey("lycees.uai")),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),
)
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid, ForeignKey("accounts.account_id"), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)
Index("sessions_of_an_account", sessions.c.account_id)
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("failure_id", Uuid, primary_key=True),
    Column("about", Text, nullable=False),
    Column("failed_at", Instant, nullable=False),
)
Index("sign_in_failures_about", sign_in_failures.c.about, sign_in_failures.c.failed_at)
chassis_tables(metadata)


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


@dataclass(frozen=True)
class OpenSession:
    """A session as the database keeps it, with who it belongs to on a given day."""

    identity: Identity
    began_at: datetime
    seen_at: datetime


class Sessions:
    """The sessions, by the hash of their secret."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def begin(self, token_hash: bytes, account_id: UUID, *, now: datetime) -> None:
        await self._uow.execute(
            insert(sessions),
            {"token_hash": token_hash, "account_id": account_id, "began_at": now, "seen_at": now},
        )

    async def end(self, token_hash: bytes) -> UUID | None:
        ended = await self._uow.execute(
            delete(sessions)
            .where(sessions.c.token_hash == token_hash)
            .returning(sessions.c.account_id)
        )
        account_id: UUID | None = ended.scalar_one_or_none()
        return account_id

    async def forget_begun_before(self, instant: datetime) -> None:
        """Remove the sessions that are over by their age alone."""
        await self._uow.execute(delete(sessions).where(sessions.c.began_at < instant))

    async def seen(self, token_hash: bytes, *, now: datetime) -> None:
        await self._uow.execute(
            update(sessions).where(sessions.c.token_hash == token_hash).values(seen_at=now)
        )

    async def get(self, token_hash: bytes, *, on: date) -> OpenSession | None:
        """The session and the grants that hold on that day; None when there is no such session."""
        rows = (await self._uow.execute(_SESSION, {"hash": token_hash, "on": on})).all()
        if not rows:
            return None
        held = tuple(
            Grant(Role(row.role), Uai(row.uai) if row.uai else None, row.lycee)
            for row in rows
            if row.role
        )
        first = rows[0]
        identity = Identity(first.account_id, first.display_name, held)
        return OpenSession(identity, first.began_at, first.seen_at)


_SESSION = (
    select(
        sessions.c.account_id,
        sessions.c.began_at,
        sessions.c.seen_at,
        accounts.c.display_name,
        grants.c.role,
        grants.c.uai,
        lycees.c.name.label("lycee"),
    )
    .join(accounts, accounts.c.account_id == sessions.c.account_id)
    .outerjoin(
        grants,
        (grants.c.account_id == sessions.c.account_id)
        & (grants.c.from_on <= bindparam("on"))
        & (func.coalesce(grants.c.until_on, date.max) > bindparam("on")),
    )
    .outerjoin(lycees, lycees.c.uai == grants.c.uai)
    .where(sessions.c.token_hash == bindparam("hash"), accounts.c.closed_at.is_(None))
    .order_by(grants.c.role, grants.c.uai)
)


class Lycees:
    """The lycées of the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def has(self, uai: Uai) -> bool:
        found = await self._uow.execute(select(lycees.c.uai).where(lycees.c.uai == uai))
        return found.first() is not None

    async def add(self, uai: Uai, *, name: str, commune: CommuneCode) -> None:
        await self._uow.execute(
            insert(lycees), {"uai": uai, "name": name, "commune": commune, "version": 1}
        )


class Failures:
    """Failed sign-ins: about a mail (as a digest) or an address, never in clear."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, about: str, *, now: datetime) -> None:
        await self._uow.execute(
            insert(sign_in_failures),
            {"failure_id": self._uow.new_id(), "about": about, "failed_at": now},
        )

    async def since(self, about: str, *, after: datetime) -> tuple[int, datetime | None]:
        """How many, and when the oldest of them."""
        counted = select(
            func.count().label("failures"),
            func.min(sign_in_failures.c.failed_at).label("oldest_at"),
        ).where(sign_in_failures.c.about == about, sign_in_failures.c.failed_at > after)
        row = (await self._uow.execute(counted)).one()
        return row.failures, row.oldest_at

    async def forget_before(self, instant: datetime) -> None:
        """Remove those that no longer count."""
        await self._uow.execute(
            delete(sign_in_failures).where(sign_in_failures.c.failed_at < instant)
        )

    async def forget(self, about: str) -> None:
        await self._uow.execute(delete(sign_in_failures).where(sign_in_failures.c.about == about))
