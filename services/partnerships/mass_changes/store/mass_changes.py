"""Changes to many companies at once, and what became of each company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, insert, select, update

from contracts.identifiers import Naf, Uai
from contracts.partnerships.partnerships import PartnershipStage
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.chunks import in_pieces
from services.partnerships.companies.tables.companies import companies
from services.partnerships.companies.tables.former_cards import merges
from services.partnerships.mass_changes.model import (
    ChangeAsked,
    ChangeKind,
    ChangeStatus,
    Effect,
    MassChange,
    Why,
)
from services.partnerships.mass_changes.tables import mass_change_rows, mass_changes
from services.partnerships.tasks.model import TaskCode, TaskDetails

C, R = mass_changes.c, mass_change_rows.c
TO_DO = (R.done.is_(False), R.left_because.is_(None))
DONE = (R.done.is_(True), R.left_because.is_(None))
LEFT = R.left_because.is_not(None)
KEPT = R.kept_because.is_not(None)


@dataclass(frozen=True)
class ChangeRow:
    """One company of a change; one that was merged has the name it has there, one gone has none."""

    company_id: UUID
    name: str
    left_because: Why | None
    done: bool
    undone: bool
    kept_because: Why | None


@dataclass(frozen=True)
class Tally:
    """How many companies a change is for, and what became of them."""

    total: int
    left: int
    done: int
    """Changed, or left as they are once their turn came."""
    changed: int
    restored: int
    kept: int


class MassChanges:
    """The changes of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, change: MassChange, judged: Sequence[tuple[UUID, Why | None]]) -> None:
        """Record what is asked, and of which companies, in the order they are shown."""
        await self._uow.execute(insert(mass_changes).values(**_row(change)))
        rows = [
            {
                "uai": change.uai,
                "change_id": change.id,
                "company_id": company_id,
                "rank": rank,
                "left_because": why,
                "done": why is not None,
            }
            for rank, (company_id, why) in enumerate(judged)
        ]
        async for piece in in_pieces(rows, 100):
            await self._uow.execute(insert(mass_change_rows), list(piece))

    async def get(self, change_id: UUID, *, lock: bool = False) -> MassChange:
        """Raises NotFound, for another lycée's too."""
        statement = select(mass_changes).where(C.change_id == change_id)
        row = (await self._uow.execute(statement.with_for_update() if lock else statement)).first()
        if row is None:
            raise NotFound
        return _change(row)

    async def latest(self, limit: int) -> Sequence[MassChange]:
        """The last ones, the most recent first."""
        statement = select(mass_changes).order_by(C.previewed_at.desc(), C.change_id).limit(limit)
        return [_change(row) for row in await self._uow.execute(statement)]

    async def save(self, change: MassChange) -> None:
        """Record where a known one is by now; what its tasks say is theirs once it is over."""
        names = ("status", "done_at", "undone_at", "version")
        values = {name: getattr(change, name) for name in names} | {"roles": sorted(change.roles)}
        if change.status in (ChangeStatus.DONE, ChangeStatus.UNDOING, ChangeStatus.UNDONE):
            values["note"] = None
        await self._uow.execute(
            update(mass_changes).where(C.change_id == change.id).values(**values)
        )

    async def remove(self, change_id: UUID) -> None:
        """Forget one with its companies."""
        await self._uow.execute(delete(mass_changes).where(C.change_id == change_id))

    async def to_do(self, change_id: UUID, limit: int) -> Sequence[UUID]:
        """The next companies to change, always in one order: two changes do not wait crosswise."""
        statement = select(R.company_id).where(R.change_id == change_id, *TO_DO)
        rows = await self._uow.execute(statement.order_by(R.company_id).limit(limit))
        return list(rows.scalars())

    async def to_undo(self, change_id: UUID, limit: int) -> Sequence[tuple[UUID, Effect]]:
        """The next ones to put back, with what was done to them."""
        statement = select(R.company_id, R.before, R.after).where(
            R.change_id == change_id, *DONE, R.undone.is_(False)
        )
        rows = await self._uow.execute(statement.order_by(R.company_id).limit(limit))
        return [(row.company_id, Effect(row.before or {}, row.after or {})) for row in rows]

    async def changed(self, change_id: UUID, company_id: UUID) -> bool:
        """Whether it was made to this company."""
        statement = select(R.rank).where(
            R.change_id == change_id, R.company_id == company_id, *DONE
        )
        return (await self._uow.execute(statement)).first() is not None

    async def note_done(self, change_id: UUID, done: Mapping[UUID, Effect | Why]) -> None:
        """Record what was done to each company, or why nothing was."""
        statement = _of(change_id).values(
            done=True,
            before=bindparam("had"),
            after=bindparam("has"),
            left_because=bindparam("why"),
        )
        rows = [
            {"of": company_id, "had": None, "has": None, "why": became}
            if isinstance(became, Why)
            else {"of": company_id, "had": became.before, "has": became.after, "why": None}
            for company_id, became in done.items()
        ]
        if rows:
            await self._uow.execute(statement, rows)

    async def note_undone(self, change_id: UUID, kept: Mapping[UUID, Why | None]) -> None:
        """Record which were put back, and why others keep what they were given."""
        statement = _of(change_id).values(undone=True, kept_because=bindparam("why"))
        rows = [{"of": company_id, "why": why} for company_id, why in kept.items()]
        if rows:
            await self._uow.execute(statement, rows)

    async def tally(self, change_id: UUID) -> Tally:
        """How many companies there are of each outcome."""
        restored = R.undone.is_(True) & R.kept_because.is_(None)
        statement = select(
            func.count().label("total"),
            func.count().filter(R.left_because.is_not(None)).label("left"),
            func.count().filter(R.done).label("done"),
            func.count().filter(*DONE).label("changed"),
            func.count().filter(restored).label("restored"),
            func.count().filter(R.kept_because.is_not(None)).label("kept"),
        ).where(R.change_id == change_id)
        return Tally(**(await self._uow.execute(statement)).mappings().one())

    async def rows(
        self,
        change_id: UUID,
        limit: int,
        *,
        after: int = 0,
        only: ColumnElement[bool] | None = None,
    ) -> Sequence[ChangeRow]:
        """Companies of the change in the order they were chosen, from a rank on."""
        became = companies.alias("became")
        name = func.coalesce(companies.c.name, became.c.name, "").label("name")
        merged = and_(merges.c.absorbed_id == R.company_id, merges.c.undone_at.is_(None))
        statement = (
            select(mass_change_rows, name)
            .outerjoin(companies, companies.c.company_id == R.company_id)
            .outerjoin(merges, merged)
            .outerjoin(became, became.c.company_id == merges.c.kept_id)
            .where(R.change_id == change_id, R.rank >= after)
            .order_by(R.rank)
            .limit(limit)
        )
        if only is not None:
            statement = statement.where(only)
        return [
            ChangeRow(
                row.company_id,
                row.name,
                Why(row.left_because) if row.left_because else None,
                row.done,
                row.undone,
                Why(row.kept_because) if row.kept_because else None,
            )
            for row in await self._uow.execute(statement)
        ]


def _of(change_id: UUID) -> Any:
    return update(mass_change_rows).where(R.change_id == change_id, R.company_id == bindparam("of"))


def _row(change: MassChange) -> dict[str, Any]:
    asked, task = change.asked, change.asked.task
    return {
        "uai": change.uai,
        "change_id": change.id,
        "kind": asked.kind,
        **(vars(task) if task else {}),
        "stage": asked.stage,
        "naf": asked.naf,
        "action_id": asked.action_id,
        "asked_by": change.asked_by,
        "roles": sorted(change.roles),
        "status": change.status,
        "previewed_at": change.previewed_at,
        "version": change.version,
    }


def _change(row: Any) -> MassChange:
    task = None
    if row.code:
        task = TaskDetails(
            code=TaskCode(row.code),
            note=row.note,
            due_on=row.due_on,
            assignee=row.assignee,
            urgent=row.urgent,
        )
    return MassChange(
        id=row.change_id,
        uai=Uai(row.uai),
        asked=ChangeAsked(
            kind=ChangeKind(row.kind),
            task=task,
            stage=PartnershipStage(row.stage) if row.stage else None,
            naf=Naf(row.naf) if row.naf else None,
            action_id=row.action_id,
        ),
        asked_by=row.asked_by,
        previewed_at=row.previewed_at,
        roles=frozenset(row.roles),
        status=ChangeStatus(row.status),
        done_at=row.done_at,
        undone_at=row.undone_at,
        version=row.version,
    )
