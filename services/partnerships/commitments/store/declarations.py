"""Declarations of regulated work: each lycée's own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from contracts.identifiers import Uai
from contracts.partnerships.commitments import RegulatedWork
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.commitments.model import Declaration
from services.partnerships.commitments.tables import declarations

D = declarations.c


class Declarations:
    """The declarations known to the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, declaration: Declaration) -> None:
        """Record a new one."""
        values = {**vars(declaration), "declaration_id": declaration.id}
        del values["id"]
        values["works"] = [work.value for work in declaration.works]
        await self._uow.execute(insert(declarations).values(**values))

    async def find(self, declaration_id: UUID) -> Declaration | None:
        """One, unless it was taken back."""
        statement = select(declarations).where(D.declaration_id == declaration_id)
        row = (await self._uow.execute(statement)).first()
        return read_declaration(row) if row else None

    async def of(self, company_id: UUID) -> Sequence[Declaration]:
        """Declarations of a company's sites, the last one first."""
        statement = (
            select(declarations)
            .where(D.company_id == company_id)
            .order_by(D.filed_on.desc(), D.declaration_id.desc())
        )
        return [read_declaration(row) for row in await self._uow.execute(statement)]

    async def of_lycee(self, uai: Uai) -> Sequence[Declaration]:
        """All of one lycée, as they came."""
        statement = select(declarations).where(D.uai == uai).order_by(D.declaration_id)
        return [read_declaration(row) for row in await self._uow.execute(statement)]

    async def tell(self, declaration_id: UUID) -> None:
        """The department was told of it."""
        told = update(declarations).where(D.declaration_id == declaration_id).values(told=True)
        await self._uow.execute(told)

    async def take(self, company_id: UUID, declaration_id: UUID) -> tuple[Declaration, bool]:
        """Remove one; whether the department was told of it. Raises NotFound."""
        statement = delete(declarations).where(
            D.company_id == company_id, D.declaration_id == declaration_id
        )
        row = (await self._uow.execute(statement.returning(declarations))).first()
        if row is None:
            raise NotFound
        return read_declaration(row), row.told


def read_declaration(row: Any) -> Declaration:
    """Read the columns of the table."""
    return Declaration(
        id=row.declaration_id,
        uai=Uai(row.uai),
        company_id=row.company_id,
        site_id=row.site_id,
        works=tuple(RegulatedWork(code) for code in row.works),
        filed_on=row.filed_on,
        version=row.version,
    )
