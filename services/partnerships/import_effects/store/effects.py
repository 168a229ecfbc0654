"""What imports did, company by company, and what undoing them did."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.chunks import in_pieces
from services.partnerships.companies.model.card import Card
from services.partnerships.companies.store.import_traces import IMPORT_TRACES
from services.partnerships.companies.tables.companies import companies
from services.partnerships.import_effects.model.effects import Effect
from services.partnerships.import_effects.model.undo import Undone
from services.partnerships.imports.store.imports import Import
from services.partnerships.imports.tables import import_effects

PIECE_EFFECTS = 50
CAME_BACK = "revenue depuis\u00a0: un lieu d’accueil y est proposé"


@dataclass(frozen=True)
class Totals:
    """What undoing an import came to so far, in companies."""

    done: int
    changed: int
    kept: int
    left: int


@dataclass(frozen=True)
class Outcome:
    """What undoing an import came to in the end, in companies; where something stays, it is kept."""

    removed: int
    restored: int
    kept: int


@dataclass(frozen=True)
class Became:
    """What undoing did to one company, what stays and why; whether it is at the registry."""

    company_id: UUID
    there: bool
    name: str
    told: Sequence[str]
    kept: Sequence[str]


class ImportEffects:
    """What one import did."""

    def __init__(self, uow: UnitOfWork, of: Import) -> None:
        self._uow = uow
        self._import = of

    async def add_all(self, effects: Sequence[Effect]) -> None:
        """Keep what some lines did."""
        async for piece in in_pieces(effects):
            rows = [self._row(effect) for effect in piece]
            await self._uow.execute(insert(import_effects), rows)

    async def any(self) -> bool:
        """Whether any effect is kept."""
        statement = select(import_effects.c.company_id).where(self._own).limit(1)
        return (await self._uow.execute(statement)).first() is not None

    async def companies_left(self, limit: int | None = None) -> Sequence[UUID]:
        """The companies still to be put back, by name."""
        statement = (
            select(import_effects.c.company_id, func.min(import_effects.c.name).label("named"))
            .where(self._own, import_effects.c.undone.is_(False))
            .group_by(import_effects.c.company_id)
            .order_by("named", import_effects.c.company_id)
            .limit(limit)
        )
        return list((await self._uow.execute(statement)).scalars())

    async def of(self, company_ids: Collection[UUID]) -> dict[UUID, list[Effect]]:
        """Effects of the import on these companies."""
        found: dict[UUID, list[Effect]] = {company_id: [] for company_id in company_ids}
        async for piece in in_pieces(list(company_ids), size=PIECE_EFFECTS):
            those = import_effects.c.company_id.in_(piece)
            for row in await self._uow.execute(select(import_effects).where(self._own, those)):
                found[row.company_id].append(_effect(row))
        return found

    async def finish(self, parts: dict[UUID, int], undone: Sequence[Undone]) -> None:
        """Keep what undoing did to companies, on the row of one part, and no longer the images."""
        statement = (
            update(import_effects)
            .where(
                self._own,
                import_effects.c.company_id == bindparam("at"),
                import_effects.c.part == bindparam("on"),
            )
            .values(outcome=bindparam("became"))
        )
        async for piece in in_pieces(undone):
            await self._uow.execute(statement, [_outcome(parts, one) for one in piece])
        gone = import_effects.c.company_id.in_(list(parts))
        await self._uow.execute(
            update(import_effects)
            .where(self._own, gone)
            .values(
                undone=True, before=None, after=None, followed=[], **{one: [] for one in _columns()}
            )
        )

    async def totals(self) -> Totals:
        """How far undoing is, and what it came to."""
        done = import_effects.c.outcome.is_not(None)
        told = func.jsonb_array_length(import_effects.c.outcome["told"]) > 0
        waiting = case((import_effects.c.undone.is_(False), import_effects.c.company_id))
        statement = (
            select(
                func.count().filter(done).label("done"),
                func.count().filter(done, told).label("changed"),
                func.count().filter(done, self._kept).label("kept"),
                func.count(waiting.distinct()).label("left"),
            )
            .select_from(self._with_companies)
            .where(self._own)
        )
        return Totals(**(await self._uow.execute(statement)).mappings().one())

    async def outcome(self) -> Outcome:
        """What it came to, once it is over."""
        gone = import_effects.c.outcome["gone"].astext == "true"
        told = func.jsonb_array_length(import_effects.c.outcome["told"]) > 0
        statement = (
            select(
                func.count().filter(gone, companies.c.company_id.is_(None)).label("removed"),
                func.count().filter(~gone, told).label("restored"),
                func.count().filter(self._kept).label("kept"),
            )
            .select_from(self._with_companies)
            .where(self._own, import_effects.c.outcome.is_not(None))
        )
        return Outcome(**(await self._uow.execute(statement)).mappings().one())

    async def outcomes(
        self, limit: int, *, after: UUID | None = None, only_kept: bool = False
    ) -> Sequence[Became]:
        """What became of each company, by name, after one of them.

        `only_kept`: those where something stays.
        """
        columns = import_effects.c
        statement = (
            select(
                columns.company_id,
                columns.outcome,
                companies.c.company_id.is_not(None).label("there"),
            )
            .select_from(self._with_companies)
            .where(self._own, columns.outcome.is_not(None))
            .order_by(columns.name, columns.company_id)
            .limit(limit)
        )
        if after is not None:
            at = tuple_(columns.name, columns.company_id)
            statement = statement.where(at > self._place_of(after))
        if only_kept:
            statement = statement.where(self._kept)
        return [
            Became(
                row.company_id,
                there=row.there,
                name=row.outcome["name"],
                told=row.outcome["told"],
                kept=[
                    *row.outcome["kept"],
                    *([CAME_BACK] if row.there and row.outcome["gone"] else ()),
                ],
            )
            for row in await self._uow.execute(statement)
        ]

    async def forget(self) -> None:
        """Keep nothing of it."""
        await self._uow.execute(delete(import_effects).where(self._own))

    def _place_of(self, company_id: UUID) -> Any:
        columns = import_effects.c
        return (
            select(columns.name, columns.company_id)
            .where(self._own, columns.outcome.is_not(None), columns.company_id == company_id)
            .scalar_subquery()
        )

    @property
    def _with_companies(self) -> FromClause:
        same = companies.c.company_id == import_effects.c.company_id
        return import_effects.outerjoin(companies, same)

    @property
    def _kept(self) -> ColumnElement[bool]:
        """Whether something stays, or came back since."""
        outcome = import_effects.c.outcome
        gone = outcome["gone"].astext == "true"
        came_back = and_(companies.c.company_id.is_not(None), gone)
        return or_(func.jsonb_array_length(outcome["kept"]) > 0, came_back)

    @property
    def _own(self) -> ColumnElement[bool]:
        return import_effects.c.import_id == self._import.id

    def _row(self, effect: Effect) -> dict[str, Any]:
        return {
            "uai": self._import.uai,
            "import_id": self._import.id,
            "company_id": effect.company_id,
            "part": effect.part,
            "name": effect.name,
            "before": effect.before.to_json() if effect.before else None,
            "after": effect.after.to_json() if effect.after else None,
            "followed": sorted(map(str, effect.followed)),
            **{one: sorted(map(str, effect.made.get(one, ()))) for one in _columns()},
        }


def _columns() -> Sequence[str]:
    """The columns with the ids of rows that were made beside a card."""
    return [one.kind.column for one in IMPORT_TRACES.all]


def _effect(row: Any) -> Effect:
    return Effect(
        row.company_id,
        row.part,
        row.name,
        before=Card.from_json(row.before) if row.before else None,
        after=Card.from_json(row.after) if row.after else None,
        followed=frozenset(map(UUID, row.followed)),
        made={one: frozenset(map(UUID, getattr(row, one))) for one in _columns()},
    )


def _outcome(parts: dict[UUID, int], one: Undone) -> dict[str, Any]:
    became = {
        "name": one.company.details.name,
        "told": list(one.told),
        "kept": list(one.kept),
        "gone": one.removed,
    }
    return {"at": one.company.id, "on": parts[one.company.id], "became": became}
