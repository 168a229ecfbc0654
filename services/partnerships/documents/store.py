"""Documents, in the database: row security holds for their bytes too."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.documents.model import Document, DocumentKind
from services.partnerships.documents.tables import documents

D = documents.c
_SHOWN = (D.document_id, D.name, D.kind, D.size, D.added_at)


class Documents:
    """The documents of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, uai: Uai, of: UUID, document: Document, content: bytes) -> None:
        """Keep a file."""
        values = {**vars(document), "document_id": document.id, "kind": document.kind.value}
        del values["id"]
        await self._uow.execute(
            insert(documents).values(uai=uai, owner_id=of, content=content, **values)
        )

    async def of(self, owner_id: UUID) -> Sequence[Document]:
        """Documents of one owner, the last one first."""
        statement = (
            select(*_SHOWN)
            .where(D.owner_id == owner_id)
            .order_by(D.added_at.desc(), D.document_id.desc())
        )
        return [
            Document(row.document_id, row.name, DocumentKind(row.kind), row.size, row.added_at)
            for row in await self._uow.execute(statement)
        ]

    async def count(self, owner_id: UUID) -> int:
        """How many documents an owner has."""
        counted = select(func.count()).where(D.owner_id == owner_id)
        return int((await self._uow.execute(counted)).scalar_one())

    async def read(self, owner_id: UUID, document_id: UUID) -> tuple[str, bytes]:
        """The name to save it under, and its bytes. Raises NotFound."""
        statement = select(D.name, D.kind, D.content).where(
            D.owner_id == owner_id, D.document_id == document_id
        )
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return f"{row.name}.{row.kind}", row.content

    async def remove(self, owner_id: UUID, document_id: UUID) -> None:
        """Keep it no longer. Raises NotFound."""
        statement = delete(documents).where(D.owner_id == owner_id, D.document_id == document_id)
        if not (await self._uow.execute(statement)).rowcount:
            raise NotFound

    async def remove_all(self, owner_ids: Collection[UUID]) -> None:
        """Keep none of these owners' any longer."""
        await self._uow.execute(delete(documents).where(D.owner_id.in_(list(owner_ids))))
