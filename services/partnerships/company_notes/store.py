"""Notes on companies: each lycée's own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.asked import COMPANY
from services.partnerships.base.chunks import in_pieces
from services.partnerships.companies.model.imported_rows import (
    Bond,
    Counted,
    ImportedKind,
    ImportedRow,
)
from services.partnerships.companies.store.import_traces import IMPORT_TRACES, ImportTrace
from services.partnerships.company_notes.model import CompanyNote
from services.partnerships.company_notes.tables import company_notes

N = company_notes.c


@dataclass(frozen=True)
class OwnNote:
    """A note, and whose it is."""

    uai: Uai
    note: CompanyNote


NOTES_ON = Reading(
    select(company_notes)
    .where(N.company_id == COMPANY, N.note.is_not(None))
    .order_by(N.noted_at.desc(), N.note_id),
    lambda rows: [OwnNote(Uai(row.uai), _note(row)) for row in rows],
)


class CompanyNotes:
    """The notes of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add_all(self, uai: Uai, notes: Sequence[CompanyNote]) -> None:
        """Keep these."""
        async for piece in in_pieces(notes):
            rows = [
                {
                    "uai": uai,
                    "note_id": one.id,
                    "company_id": one.company_id,
                    "note": one.text,
                    "noted_at": one.noted_at,
                }
                for one in piece
            ]
            await self._uow.execute(insert(company_notes), rows)

    async def of(self, company_id: UUID) -> Sequence[OwnNote]:
        """What is kept of one company, the last first."""
        return await NOTES_ON.of(self._uow, {"company_id": company_id})

    async def at(self, company_ids: Collection[UUID]) -> Mapping[UUID, Sequence[OwnNote]]:
        """What is kept of some companies, the last first."""
        statement = (
            select(company_notes)
            .where(N.company_id.in_(list(company_ids)), N.note.is_not(None))
            .order_by(N.noted_at.desc(), N.note_id)
        )
        found: dict[UUID, list[OwnNote]] = {}
        for row in await self._uow.execute(statement):
            found.setdefault(row.company_id, []).append(OwnNote(Uai(row.uai), _note(row)))
        return found

    async def texts_at(self, uai: Uai, company_ids: Collection[UUID]) -> Sequence[tuple[UUID, str]]:
        """What one lycée keeps of some companies."""
        statement = select(N.company_id, N.note).where(
            N.uai == uai, N.company_id.in_(list(company_ids)), N.note.is_not(None)
        )
        return [(row.company_id, row.note) for row in await self._uow.execute(statement)]

    async def get_for_update(self, company_id: UUID, note_id: UUID) -> CompanyNote:
        """One that was not erased, to change it. Raises NotFound."""
        there = (N.company_id == company_id, N.note_id == note_id, N.note.is_not(None))
        statement = select(company_notes).where(*there).with_for_update()
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return _note(row)

    async def save(self, note: CompanyNote) -> None:
        """Record the present state of a known one."""
        values = {"note": note.text, "noted_at": note.noted_at, "version": note.version}
        statement = update(company_notes).where(N.note_id == note.id)
        await self._uow.execute(statement.values(values))

    async def take(self, company_id: UUID, note_id: UUID) -> OwnNote:
        """Erase one. Raises NotFound."""
        these = delete(company_notes).where(N.company_id == company_id, N.note_id == note_id)
        row = (await self._uow.execute(these.returning(company_notes))).first()
        if row is None:
            raise NotFound
        return OwnNote(Uai(row.uai), _note(row))

    async def remove_all(self, note_ids: Collection[UUID]) -> None:
        """Erase these."""
        await self._uow.execute(delete(company_notes).where(N.note_id.in_(list(note_ids))))


def _note(row: Any) -> CompanyNote:
    noted_at: datetime = row.noted_at
    return CompanyNote(row.note_id, row.company_id, row.note or "", noted_at, row.version)


async def _read_imported(
    uow: UnitOfWork, *, uai: Uai, company_ids: Collection[UUID]
) -> Sequence[ImportedRow]:
    """Notes of one lycée on some companies; one that somebody wrote anew is no list's any more."""
    of = select(N.note_id, N.company_id, N.version)
    rows = await uow.execute(of.where(N.uai == uai, N.company_id.in_(list(company_ids))))
    return [ImportedRow(row.note_id, row.company_id, stays=row.version > 1) for row in rows]


async def _take_back_imported(
    uow: UnitOfWork,
    *,
    rows: Sequence[tuple[UUID, UUID]],
    now: datetime,  # noqa: ARG001 others need the time
) -> None:
    await CompanyNotes(uow).remove_all([note_id for _, note_id in rows])


IMPORT_TRACES.add(
    ImportTrace(
        company_notes,
        ImportedKind("notes", Counted("note retirée", "notes retirées"), Bond.NOTED, place=3),
        read=_read_imported,
        take_back=_take_back_imported,
    )
)
