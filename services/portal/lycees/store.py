"""The lycées of the department."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert, select

from contracts.identifiers import CommuneCode, Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.tables import grants
from services.portal.lycees.tables import lycees


class Lycees:
    """The lycées of the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def has(self, uai: Uai) -> bool:
        found = await self._uow.execute(select(lycees.c.uai).where(lycees.c.uai == uai))
        return found.first() is not None

    async def around(self, account_id: UUID) -> Sequence[str]:
        """The names of the lycées an account has, had or will have an access to."""
        asked = select(lycees.c.name).join(grants, grants.c.uai == lycees.c.uai)
        found = await self._uow.execute(asked.where(grants.c.account_id == account_id).distinct())
        return found.scalars().all()

    async def name(self, uai: Uai) -> str | None:
        """What the lycée is called; None when it is not open."""
        found = await self._uow.execute(select(lycees.c.name).where(lycees.c.uai == uai))
        name: str | None = found.scalar_one_or_none()
        return name

    async def add(self, uai: Uai, *, name: str, commune: CommuneCode) -> None:
        await self._uow.execute(
            insert(lycees), {"uai": uai, "name": name, "commune": commune, "version": 1}
        )

    async def names(self) -> dict[Uai, str]:
        """What the lycées in scope are called, in order of name."""
        found = await self._uow.execute(
            select(lycees.c.uai, lycees.c.name).order_by(lycees.c.name, lycees.c.uai)
        )
        return {Uai(row.uai): row.name for row in found}
