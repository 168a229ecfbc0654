"""What imports did, company by company, and what undoing them did."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from services.chassis.work import UnitOfWork
from services.partnerships.domain.import_effects import Card, Effect
from services.partnerships.domain.import_undo import Undone
from services.partnerships.storage.imports import Import
from services.partnerships.storage.pieces import in_pieces
from services.partnerships.storage.tables import import_effects


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
        """Whether anything is kept."""
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
        """What it did to these."""
        found: dict[UUID, list[Effect]] = {company_id: [] for company_id in company_ids}
        those = import_effects.c.company_id.in_(list(company_ids))
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
            .values(undone=True, before=None, after=None, followed=[], contacts=[])
        )

    async def outcomes(self) -> Sequence[tuple[UUID | None, str, Sequence[str], Sequence[str]]]:
        """(company unless gone, name, what was done, what was kept), by name."""
        columns = import_effects.c
        statement = (
            select(columns.company_id, columns.name, columns.outcome)
            .where(self._own, columns.outcome.is_not(None))
            .order_by(columns.name, columns.company_id)
        )
        return [
            (
                None if row.outcome["gone"] else row.company_id,
                row.outcome["name"],
                row.outcome["told"],
                row.outcome["kept"],
            )
            for row in await self._uow.execute(statement)
        ]

    async def forget(self) -> None:
        """Keep nothing of it."""
        await self._uow.execute(delete(import_effects).where(self._own))

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
            "contacts": sorted(map(str, effect.contacts)),
        }


def _effect(row: Any) -> Effect:
    return Effect(
        row.company_id,
        row.part,
        row.name,
        before=Card.from_json(row.before) if row.before else None,
        after=Card.from_json(row.after) if row.after else None,
        followed=frozenset(map(UUID, row.followed)),
        contacts=frozenset(map(UUID, row.contacts)),
    )


def _outcome(parts: dict[UUID, int], one: Undone) -> dict[str, Any]:
    became = {
        "name": one.company.details.name,
        "told": list(one.told),
        "kept": list(one.kept),
        "gone": one.removed,
    }
    return {"at": one.company.id, "on": parts[one.company.id], "became": became}
