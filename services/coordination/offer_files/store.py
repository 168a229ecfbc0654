"""Files of the training offer as they are written, with their moves, opinions and signals."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.coordination.offer_files import (
    OfferBody,
    OfferChange,
    OfferCorrection,
    OfferOpinion,
    OfferStage,
    OfferState,
)
from contracts.coordination.training_offer import RomeCode
from contracts.identifiers import Mef, SchoolYear, Siren, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.offer_files.model.offer_file import (
    OfferFacts,
    OfferFile,
    OfferMove,
    Opinion,
)
from services.coordination.offer_files.model.states import OfferAction
from services.coordination.offer_files.tables import (
    OF_A_FILE,
    offer_files,
    offer_moves,
    offer_opinions,
    offer_signals,
)

F, M, OPINION, S = offer_files.c, offer_moves.c, offer_opinions.c, offer_signals.c
_FACTS = (
    *("change", "lycee", "formation", "effect_year", "mef", "diploma", "territory"),
    *("capacity_now", "capacity_wanted", "reference", "text", "asked"),
)


class OfferFiles:
    """Those the scope may read: of its lycées once they are no drafts; all for the department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: OfferFile) -> None:
        """Record a new file."""
        await self._uow.execute(
            insert(offer_files).values(
                file_id=one.id, created_at=one.created_at, **self._values(one)
            )
        )

    async def get(self, file_id: UUID, *, for_update: bool = False) -> OfferFile:
        """Raises NotFound. `for_update`: nobody else changes it until the commit."""
        statement = select(offer_files).where(F.file_id == file_id)
        row = (
            await self._uow.execute(statement.with_for_update() if for_update else statement)
        ).first()
        if row is None:
            raise NotFound
        return file_of(row)

    async def save(self, one: OfferFile) -> None:
        """Record what changed; what is beside the file is read by who reads it."""
        values = self._values(one)
        await self._uow.execute(update(offer_files).where(F.file_id == one.id).values(**values))
        for table in OF_A_FILE:
            await self._uow.execute(
                update(table)
                .where(table.c.file_id == one.id, table.c.uai != values["uai"])
                .values(uai=values["uai"])
            )

    def reader(self, one: OfferFile) -> Uai:
        """Who reads it beside the supervisor."""
        return one.facts.lycee if one.published else self._uow.department_uai

    def _values(self, one: OfferFile) -> dict[str, Any]:
        return {
            **{name: getattr(one.facts, name) for name in _FACTS},
            "trades": list(one.facts.trades),
            "uai": self.reader(one),
            "state": one.state,
            "correction": one.correction,
            "changed_at": one.changed_at,
            "version": one.version,
        }


class OfferMoves:
    """The moves of files, as they were made."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, move: OfferMove, reader: Uai) -> None:
        """Record a move."""
        await self._uow.execute(
            insert(offer_moves).values(
                uai=reader,
                move_id=move.id,
                state_before=move.before,
                state_after=move.after,
                **{
                    name: getattr(move, name)
                    for name in (
                        *("file_id", "action", "moved_on", "reason", "noted_at"),
                        *("correction_before", "capacity_before", "year_before"),
                    )
                },
            )
        )

    async def of(self, file_id: UUID) -> Sequence[OfferMove]:
        """Those of a file, the newest first, with those that were taken back."""
        statement = (
            select(offer_moves)
            .where(M.file_id == file_id)
            .order_by(M.noted_at.desc(), M.move_id.desc())
        )
        return [move_of(row) for row in await self._uow.execute(statement)]

    async def undo(self, move_id: UUID, *, now: datetime) -> None:
        """Keep that it was taken back; what was written of it stays."""
        await self._uow.execute(
            update(offer_moves).where(M.move_id == move_id).values(undone_at=now)
        )


class Opinions:
    """What bodies said of files."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, one: Opinion, reader: Uai) -> None:
        """Record an opinion."""
        values = {**vars(one), "opinion_id": one.id, "uai": reader}
        del values["id"]
        await self._uow.execute(insert(offer_opinions).values(**values))

    async def told_anew(self, file_id: UUID) -> Sequence[Opinion]:
        """Those of a file that stand, each in a next version: they are told to another lycée."""
        raised = (
            update(offer_opinions)
            .where(OPINION.file_id == file_id, OPINION.withdrawn_at.is_(None))
            .values(version=OPINION.version + 1)
        )
        rows = await self._uow.execute(raised.returning(*OPINION))
        return sorted(map(opinion_of, rows), key=lambda one: one.id)

    async def get_for_update(self, opinion_id: UUID) -> Opinion:
        """Raises NotFound."""
        statement = select(offer_opinions).where(OPINION.opinion_id == opinion_id).with_for_update()
        row = (await self._uow.execute(statement)).first()
        if row is None:
            raise NotFound
        return opinion_of(row)

    async def save(self, one: Opinion) -> None:
        """Record that it was withdrawn, or counts again."""
        await self._uow.execute(
            update(offer_opinions)
            .where(OPINION.opinion_id == one.id)
            .values(withdrawn_at=one.withdrawn_at, version=one.version)
        )


class OfferSignals:
    """Which signals are attached to which file."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def attach(
        self, file_id: UUID, ids: Collection[UUID], *, reader: Uai, by: Uai, now: datetime
    ) -> int:
        """Attach signals, unless they are already; how many were not."""
        rows = [
            {
                "uai": reader,
                "file_id": file_id,
                "signal_id": one,
                "attached_by": by,
                "attached_at": now,
                "cited": False,
            }
            for one in ids
        ]
        added = insert(offer_signals).on_conflict_do_nothing().returning(S.signal_id)
        return len((await self._uow.execute(added.values(rows))).all()) if rows else 0

    async def detach(self, file_id: UUID, signal_id: UUID, *, by: Uai | None) -> bool:
        """Detach a signal, of whoever attached it unless `by` says who; whether it was attached."""
        gone = delete(offer_signals).where(S.file_id == file_id, S.signal_id == signal_id)
        if by is not None:
            gone = gone.where(S.attached_by == by)
        return (await self._uow.execute(gone.returning(S.signal_id))).first() is not None

    async def cite(self, file_id: UUID, signal_id: UUID, *, cited: bool) -> bool:
        """Whether its sentence is in the note from now on; whether it is attached."""
        changed = (
            update(offer_signals)
            .where(S.file_id == file_id, S.signal_id == signal_id)
            .values(cited=cited)
            .returning(S.signal_id)
        )
        return (await self._uow.execute(changed)).first() is not None


def file_of(row: Any) -> OfferFile:
    """A file as it is kept."""
    return OfferFile(
        id=row.file_id,
        facts=_facts_of(row),
        created_at=row.created_at,
        changed_at=row.changed_at,
        state=OfferState(row.state),
        correction=OfferCorrection(row.correction) if row.correction else None,
        published=row.uai == row.lycee,
        version=row.version,
    )


def _facts_of(row: Any) -> OfferFacts:
    return OfferFacts(
        change=OfferChange(row.change),
        lycee=Uai(row.lycee),
        formation=row.formation,
        effect_year=SchoolYear(row.effect_year),
        mef=Mef(row.mef) if row.mef else None,
        diploma=row.diploma,
        trades=tuple(map(RomeCode, row.trades)),
        territory=Siren(row.territory) if row.territory else None,
        capacity_now=row.capacity_now,
        capacity_wanted=row.capacity_wanted,
        reference=row.reference,
        text=row.text,
        asked=row.asked,
    )


def move_of(row: Any) -> OfferMove:
    """A move as it is kept."""
    correction, year = row.correction_before, row.year_before
    return OfferMove(
        id=row.move_id,
        file_id=row.file_id,
        action=OfferAction(row.action),
        before=OfferState(row.state_before),
        after=OfferState(row.state_after),
        moved_on=row.moved_on,
        reason=row.reason,
        noted_at=row.noted_at,
        correction_before=OfferCorrection(correction) if correction else None,
        capacity_before=row.capacity_before,
        year_before=SchoolYear(year) if year else None,
        undone_at=row.undone_at,
    )


def opinion_of(row: Any) -> Opinion:
    """An opinion as it is kept."""
    return Opinion(
        id=row.opinion_id,
        file_id=row.file_id,
        body=OfferBody(row.body),
        stage=OfferStage(row.stage),
        opinion=OfferOpinion(row.opinion),
        given_on=row.given_on,
        text=row.text,
        noted_at=row.noted_at,
        withdrawn_at=row.withdrawn_at,
        version=row.version,
    )
