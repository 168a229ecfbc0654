"""What is granted to whom: the accesses to the lycées in scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, insert, or_, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accesses.model import Access
from services.portal.accounts.tables import accounts, grants
from services.portal.lycees.tables import lycees


@dataclass(frozen=True)
class Holder:
    """An access with whose it is."""

    access: Access
    display_name: str
    mail: str
    lycee: str
    invited: bool
    """Whether the account has no password yet: its invitation was not answered."""

    @property
    def role(self) -> Role:
        """The role held."""
        return Role(self.access.role)


class Accesses:
    """The accesses to the lycées in scope; those to the department in its scope alone."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def get(self, access_id: UUID, *, for_update: bool = False) -> Access:
        """The access with this id. Raises NotFound."""
        wanted = select(grants).where(grants.c.grant_id == access_id)
        if for_update:
            wanted = wanted.with_for_update()
        row = (await self._uow.execute(wanted)).one_or_none()
        if row is None:
            raise NotFound
        return _access(row)

    async def holder(self, access_id: UUID) -> Holder:
        """The access with whose it is. Raises NotFound."""
        found = await self._holders(_HOLDERS.where(grants.c.grant_id == access_id))
        if not found:
            raise NotFound
        return found[0]

    async def holders(
        self, *, uai: Uai | None = None, account_id: UUID | None = None
    ) -> list[Holder]:
        """Who holds, held or will hold what, in order of name; in one lycée, of one account."""
        wanted = _HOLDERS
        if uai is not None:
            wanted = wanted.where(grants.c.uai == uai)
        if account_id is not None:
            wanted = wanted.where(grants.c.account_id == account_id)
        return await self._holders(wanted)

    async def held(self, account_id: UUID, uai: Uai | None) -> list[Access]:
        """What one account holds, held or will hold in one lycée, or of the department."""
        found = await self._uow.execute(
            select(grants)
            .where(grants.c.account_id == account_id, grants.c.uai.is_not_distinct_from(uai))
            .order_by(grants.c.role, grants.c.from_on, grants.c.grant_id)
        )
        return [_access(row) for row in found]

    async def overlaps(self, access: Access) -> bool:
        """Whether the account holds the same role on some of the same days by another grant."""
        until = access.until_on or date.max
        found = await self._uow.execute(
            select(grants.c.grant_id).where(
                grants.c.grant_id != access.id,
                grants.c.account_id == access.account_id,
                grants.c.role == access.role,
                grants.c.uai.is_not_distinct_from(access.uai),
                grants.c.from_on < until,
                func.coalesce(grants.c.until_on, date.max) > access.from_on,
                # One that never began overlaps nothing.
                or_(grants.c.until_on.is_(None), grants.c.until_on > grants.c.from_on),
            )
        )
        return found.first() is not None

    async def is_held_by_anybody(self, roles: Sequence[Role], uai: Uai, *, on: date) -> bool:
        """Whether somebody with an open account holds one of these roles there that day."""
        found = await self._uow.execute(
            select(grants.c.grant_id)
            .join(accounts, accounts.c.account_id == grants.c.account_id)
            .where(
                grants.c.role.in_([role.value for role in roles]),
                grants.c.uai == uai,
                grants.c.from_on <= on,
                func.coalesce(grants.c.until_on, date.max) > on,
                accounts.c.closed_at.is_(None),
            )
            .limit(1)
        )
        return found.first() is not None

    async def add(self, access: Access) -> None:
        await self._uow.execute(insert(grants), _values(access))

    async def save(self, access: Access) -> None:
        await self._uow.execute(
            update(grants).where(grants.c.grant_id == access.id).values(_values(access))
        )

    async def _holders(self, wanted: Select[Any]) -> list[Holder]:
        found = await self._uow.execute(wanted)
        return [
            Holder(
                _access(row), row.display_name, row.mail, row.lycee or "", row.password_hash is None
            )
            for row in found
        ]


_HOLDERS = (
    select(
        grants,
        accounts.c.display_name,
        accounts.c.mail,
        accounts.c.password_hash,
        lycees.c.name.label("lycee"),
    )
    .join(accounts, accounts.c.account_id == grants.c.account_id)
    .outerjoin(lycees, lycees.c.uai == grants.c.uai)
    .where(accounts.c.closed_at.is_(None))
    .order_by(accounts.c.display_name, accounts.c.account_id, grants.c.from_on, grants.c.grant_id)
)


def _access(row: Any) -> Access:
    return Access(
        id=row.grant_id,
        account_id=row.account_id,
        role=row.role,
        uai=Uai(row.uai) if row.uai else None,
        from_on=row.from_on,
        until_on=row.until_on,
        version=row.version,
        granted_at=row.granted_at,
        granted_by=row.granted_by,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )


def _values(access: Access) -> dict[str, Any]:
    return {"grant_id": access.id, **{k: v for k, v in vars(access).items() if k != "id"}}
