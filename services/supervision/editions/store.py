"""The editions as they were made."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import delete, insert, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.editions.model import Edition, EditionContent, EditionLine
from services.supervision.editions.tables import edition_lines, editions

E, L = editions.c, edition_lines.c
LINES_AT_ONCE = 1000


class Editions:
    """The editions of the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def newest(self) -> Edition | None:
        """The one that is read; None before the first."""
        ordered = select(editions).order_by(E.made_at.desc(), E.edition_id.desc()).limit(1)
        row = (await self._uow.execute(ordered)).first()
        if row is None:
            return None
        content = msgspec.convert(row.content, EditionContent)
        return Edition(row.edition_id, row.made_at, content)

    async def add(self, edition: Edition, lines: Sequence[EditionLine]) -> None:
        """Have another one read, with its lines, the newest first."""
        content = msgspec.to_builtins(edition.content)
        kept = {"edition_id": edition.id, "made_at": edition.made_at, "content": content}
        await self._uow.execute(insert(editions).values(kept))
        await self._uow.execute(delete(edition_lines))
        rows = [
            {
                "edition_id": edition.id,
                "position": position,
                "line_id": line.id,
                "of_uai": line.uai,
                "lycee": line.lycee,
                "sentence": line.sentence,
                "told_on": line.told_on,
                "first_on": line.first_on,
            }
            for position, line in enumerate(lines)
        ]
        for start in range(0, len(rows), LINES_AT_ONCE):
            await self._uow.execute(insert(edition_lines), rows[start : start + LINES_AT_ONCE])

    async def lines(
        self, edition_id: UUID, uais: Collection[str] | None, *, before: UUID | None, length: int
    ) -> Sequence[EditionLine]:
        """Up to that many lines of these lycées (None: all), from the one after `before` on."""
        statement = select(edition_lines).where(L.edition_id == edition_id)
        if uais is not None:
            statement = statement.where(L.of_uai.in_(sorted(uais)))
        if before is not None:
            same = (L.edition_id == edition_id, L.line_id == before)
            position = select(L.position).where(*same).correlate(None).limit(1).scalar_subquery()
            statement = statement.where(L.position > position)
        found = await self._uow.execute(statement.order_by(L.position).limit(length))
        return [
            EditionLine(row.line_id, row.of_uai, row.lycee, row.sentence, row.told_on, row.first_on)
            for row in found
        ]
