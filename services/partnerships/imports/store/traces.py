"""What lists somebody brought still hold of a person who is erased."""

import asyncio
import io
import zipfile
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from services.chassis.base.errors import NotFound
from services.chassis.security.encrypted_files import opened
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.mentions import Named
from services.partnerships.base.person_traces import PERSON_TRACES, ErasedTrader
from services.partnerships.import_plans.model.plan import Verdict
from services.partnerships.imports.tables import (
    import_effects,
    import_files,
    import_rows,
    imports,
)

LEFT_OUT = "Une personne de cette ligne a été effacée."
NAMELESS = "Entreprise effacée"
UNPACKED_MAX = 50_000_000


class ImportTraces:
    """The lists of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def lines_telling(self, somebody: Named) -> Sequence[tuple[UUID, int]]:
        """The lines, waiting or left out, whose cells hold something of a person."""
        kept = import_rows.c["values"]
        statement = select(import_rows.c.import_id, import_rows.c.line, kept.label("kept"))
        return [
            (row.import_id, row.line)
            for row in await self._uow.execute(statement.where(kept.is_not(None)))
            if somebody.is_told_by(_texts(row.kept))
        ]

    async def told(self, somebody: Named) -> Sequence[tuple[UUID, int, str, str]]:
        """The same, with what they hold: (import, line, company, cells)."""
        kept = import_rows.c["values"]
        statement = select(
            import_rows.c.import_id, import_rows.c.line, import_rows.c.name, kept.label("kept")
        )
        found = []
        for row in await self._uow.execute(statement.where(kept.is_not(None))):
            texts = list(_texts(row.kept))
            if somebody.is_told_by(texts):
                found.append((row.import_id, row.line, row.name, ", ".join(texts)))
        return found

    async def files_telling(self, somebody: Named) -> Sequence[UUID]:
        """The lists nobody confirmed whose file names a person, or may: it no longer opens."""
        statement = select(import_files.c.import_id, import_files.c.content)
        rows = (await self._uow.execute(statement)).all()
        return [row.import_id for row in rows if await self._tells(row.content, somebody)]

    async def _tells(self, kept: bytes, somebody: Named) -> bool:
        try:
            content = await opened(self._uow.links.key, kept)
        except NotFound:
            return True
        return await asyncio.to_thread(_file_tells, content, somebody)

    async def forget(self, somebody: Named) -> None:
        """Leave those lines out, empty; give up the lists whose file names the person."""
        for import_id in await self.files_telling(somebody):
            for table in (import_rows, import_files, imports):
                await self._uow.execute(delete(table).where(table.c.import_id == import_id))
        emptied = update(import_rows).values(
            values=None, verdict=Verdict.REJECTED, reason=LEFT_OUT, done=True
        )
        for import_id, line in await self.lines_telling(somebody):
            where = (import_rows.c.import_id == import_id, import_rows.c.line == line)
            await self._uow.execute(emptied.where(*where))

    async def forget_name(self, somebody: Named) -> None:
        """Name a company no longer on lines that lead to none."""
        statement = select(import_rows.c.import_id, import_rows.c.line, import_rows.c.name)
        rows = await self._uow.execute(statement.where(import_rows.c.company_id.is_(None)))
        for row in [row for row in rows if somebody.is_whole_in(row.name)]:
            where = (import_rows.c.import_id == row.import_id, import_rows.c.line == row.line)
            await self._uow.execute(update(import_rows).where(*where).values(name=NAMELESS))

    async def forget_companies(self, company_ids: Collection[UUID]) -> None:
        """Name them no longer in the accounts of what imports did, nor keep how they were."""
        those = list(company_ids)
        await self._uow.execute(
            update(import_rows)
            .where(import_rows.c.company_id.in_(those))
            .values(name=NAMELESS, reason=NAMELESS, values=None)
        )
        await self._uow.execute(
            delete(import_effects).where(import_effects.c.company_id.in_(those))
        )


def _texts(kept: Any) -> Iterator[str]:
    """Every text of a line, however deep it is."""
    if isinstance(kept, str):
        yield kept
    elif isinstance(kept, dict):
        for one in kept.values():
            yield from _texts(one)
    elif isinstance(kept, list):
        for one in kept:
            yield from _texts(one)


def _file_tells(content: bytes, somebody: Named) -> bool:
    """Read coarsely: it is enough to know whether the name is there."""
    return any(
        somebody.is_spread_over(text)
        for piece in _pieces(content)
        for text in (piece.decode("utf-8", "ignore"), piece.decode("latin-1"), _wide(piece))
    )


def _pieces(content: bytes) -> Iterator[bytes]:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for info in packed.infolist():
            if info.file_size <= UNPACKED_MAX:
                yield packed.read(info)


def _wide(piece: bytes) -> str:
    """Old workbooks write two bytes a letter, from any place on."""
    return piece.decode("utf-16-le", "ignore") + " " + piece[1:].decode("utf-16-le", "ignore")


async def _forget_contact(
    uow: UnitOfWork,
    *,
    contact_id: UUID,  # noqa: ARG001  lists know names alone
    named: Named,
    now: datetime,  # noqa: ARG001  every feature is told the time
) -> None:
    await ImportTraces(uow).forget(named)


async def _forget_trader(uow: UnitOfWork, *, trader: ErasedTrader) -> None:
    traces = ImportTraces(uow)
    await traces.forget(trader.named)
    await traces.forget_name(trader.named)
    await traces.forget_companies([trader.company_id, *trader.former_ids])


PERSON_TRACES.add(contact=_forget_contact, trader=_forget_trader)
