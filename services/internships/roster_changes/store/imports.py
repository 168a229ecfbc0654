"""What each list of classes changed, and what relies on it since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    Select,
    Table,
    delete,
    func,
    insert,
    select,
    true,
    union_all,
    update,
)

from contracts.identifiers import SchoolYear, Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.metadata import metadata
from services.internships.families.tables import family_addresses
from services.internships.formations.tables import classes, formations
from services.internships.pupils.tables import pupils
from services.internships.roster_changes.model import (
    ClassChange,
    ClassState,
    PupilChange,
    PupilState,
    RosterChange,
    RosterState,
)
from services.internships.roster_changes.tables import (
    roster_import_classes,
    roster_import_formations,
    roster_import_pupils,
    roster_imports,
)
from services.internships.stays.model.states import LIVE
from services.internships.stays.tables import placements

_OF_LISTS = (pupils, classes, roster_import_pupils, roster_import_classes, family_addresses)


@dataclass(frozen=True)
class RosterImport:
    """A list of classes that was imported."""

    id: UUID
    uai: Uai
    school_year: SchoolYear
    counts_from: date
    recorded_at: datetime
    undone_at: datetime | None


class RosterImports:
    """The imports of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def state(self, uai: Uai, year: SchoolYear) -> RosterState:
        """The pupils who have a name, and the classes, as they are now."""
        of_year = (pupils.c.uai == uai, pupils.c.school_year == year, pupils.c.erased_at.is_(None))
        own = select(pupils.c.pupil_year_id, pupils.c.class_id, pupils.c.left_on).where(*of_year)
        known = select(classes).where(classes.c.uai == uai, classes.c.school_year == year)
        offered = select(formations.c.formation_id).where(formations.c.uai == uai)
        return RosterState(
            {
                row.pupil_year_id: PupilState(row.class_id, row.left_on)
                for row in await self._uow.execute(own)
            },
            {
                row.class_id: ClassState(row.label, row.formation_id)
                for row in await self._uow.execute(known)
            },
            frozenset((await self._uow.execute(offered)).scalars()),
        )

    async def add(self, done: RosterImport, change: RosterChange) -> None:
        """Record an import, and what it changed."""
        own = {"uai": done.uai, "import_id": done.id}
        await self._uow.execute(
            insert(roster_imports).values(
                **own,
                school_year=done.school_year,
                counts_from=done.counts_from,
                recorded_at=done.recorded_at,
            )
        )
        rows = [own | _pupil_row(one) for one in change.pupils]
        if rows:
            await self._uow.execute(insert(roster_import_pupils), rows)
        rows = [own | _class_row(one) for one in change.classes]
        if rows:
            await self._uow.execute(insert(roster_import_classes), rows)
        rows = [own | {"formation_id": formation_id} for formation_id in change.formations]
        if rows:
            await self._uow.execute(insert(roster_import_formations), rows)

    async def get(self, import_id: UUID, *, lock: bool = False) -> RosterImport:
        """Raises NotFound, for another lycée's import too."""
        statement = select(roster_imports).where(roster_imports.c.import_id == import_id)
        row = (await self._uow.execute(statement.with_for_update() if lock else statement)).first()
        if row is None:
            raise NotFound
        return _import(row)

    async def latest(self, uais: Collection[Uai], *, since: datetime) -> Sequence[Any]:
        """The imports since a moment, the newest first, each with how many pupils it `changed`."""
        lines = (
            select(func.count())
            .where(
                roster_import_pupils.c.uai == roster_imports.c.uai,
                roster_import_pupils.c.import_id == roster_imports.c.import_id,
            )
            .scalar_subquery()
        )
        statement = (
            select(roster_imports, lines.label("changed"))
            .where(roster_imports.c.uai.in_(uais), roster_imports.c.recorded_at >= since)
            .order_by(roster_imports.c.recorded_at.desc(), roster_imports.c.import_id)
            .limit(10)
        )
        rows = await self._uow.execute(statement)
        return [(_import(row), int(row.changed)) for row in rows]

    async def change(self, import_id: UUID) -> RosterChange:
        """What an import changed."""
        of_pupils = await self._uow.execute(_lines(roster_import_pupils, import_id))
        of_classes = await self._uow.execute(_lines(roster_import_classes, import_id))
        opened = await self._uow.execute(_lines(roster_import_formations, import_id))
        return RosterChange(
            tuple(_pupil_change(row) for row in of_pupils),
            tuple(_class_change(row) for row in of_classes),
            tuple(row.formation_id for row in opened),
        )

    async def mark_undone(self, done: RosterImport, at: datetime) -> None:
        """Record that an import was taken back."""
        await self._uow.execute(
            update(roster_imports)
            .where(roster_imports.c.uai == done.uai, roster_imports.c.import_id == done.id)
            .values(undone_at=at)
        )

    async def relied_on(
        self, uai: Uai, ids: Collection[UUID], *, of: Table, about: UUID
    ) -> set[UUID]:
        """Which pupils, or classes, some row of another table is about, whichever table that is.

        The addresses the import brought itself (`about`) are taken back with it.
        """
        (key,) = (column.name for column in of.primary_key if column.name != "uai")
        found = [
            select(table.c[key]).where(table.c.uai == uai, table.c[key].in_(ids))
            for table in metadata.sorted_tables
            if key in table.c and table not in _OF_LISTS
        ]
        if of is pupils:
            since = (family_addresses.c.uai == uai, family_addresses.c.pupil_year_id.in_(ids))
            others = family_addresses.c.import_id.is_distinct_from(about)
            found.append(select(family_addresses.c.pupil_year_id).where(*since, others))
        if of is classes:  # those who are erased are in it still, for the figures
            erased = pupils.c.erased_at.is_not(None)
            within = (pupils.c.uai == uai, pupils.c.class_id.in_(ids), erased)
            found.append(select(pupils.c.class_id).where(*within))
        return set((await self._uow.execute(union_all(*found))).scalars())

    async def formations_used(
        self, uai: Uai, about: UUID, ids: Collection[UUID], *, back: RosterChange
    ) -> set[UUID]:
        """Which formations something relies on once some changes of the import (`back`) are taken back."""
        if not ids:
            return set()
        gone = [one.pupil_year_id for one in back.pupils]
        followed = [one.class_id for one in back.classes]
        aside = {
            pupils: pupils.c.pupil_year_id.not_in(gone) & pupils.c.class_id.not_in(followed),
            classes: classes.c.class_id.not_in(followed),
        }
        found = [
            select(table.c.formation_id).where(
                table.c.uai == uai, table.c.formation_id.in_(ids), aside.get(table, true())
            )
            for table in metadata.sorted_tables
            if "formation_id" in table.c and table not in (formations, roster_import_formations)
        ]
        # Its label was corrected, or another list is taken back to it.
        corrected = (formations.c.formation_id.in_(ids), formations.c.version > 1)
        found.append(select(formations.c.formation_id).where(formations.c.uai == uai, *corrected))
        lists = roster_import_classes.c
        others = (lists.import_id != about, lists.was_formation_id.in_(ids))
        found.append(select(lists.was_formation_id).where(lists.uai == uai, *others))
        return set((await self._uow.execute(union_all(*found))).scalars())

    async def forget(self, ids: Collection[UUID]) -> Collection[UUID]:
        """Keep no longer what some imports changed; return those that were there."""
        for table in (roster_import_pupils, roster_import_classes, roster_import_formations):
            await self._uow.execute(delete(table).where(table.c.import_id.in_(ids)))
        gone = delete(roster_imports).where(roster_imports.c.import_id.in_(ids))
        return (await self._uow.execute(gone.returning(roster_imports.c.import_id))).scalars().all()

    async def placed(self, uai: Uai, pupil_year_ids: Collection[UUID]) -> set[UUID]:
        """Who of some pupils has a place, or is proposed one."""
        statement = select(placements.c.pupil_year_id).where(
            placements.c.uai == uai,
            placements.c.pupil_year_id.in_(pupil_year_ids),
            placements.c.status.in_([status.value for status in LIVE]),
        )
        return set((await self._uow.execute(statement)).scalars())

    async def remove(self, uai: Uai, ids: Collection[UUID], *, of: Table) -> None:
        """Take away pupils, or classes, that nothing relies on."""
        (key,) = (column for column in of.primary_key if column.name != "uai")
        await self._uow.execute(delete(of).where(of.c.uai == uai, key.in_(ids)))


def _lines(table: Table, import_id: UUID) -> Select[Any]:
    return select(table).where(table.c.import_id == import_id)


def _import(row: Row[Any]) -> RosterImport:
    return RosterImport(
        row.import_id,
        Uai(row.uai),
        SchoolYear(row.school_year),
        row.counts_from,
        row.recorded_at,
        row.undone_at,
    )


def _pupil_row(change: PupilChange) -> dict[str, Any]:
    was = change.was
    return {
        "pupil_year_id": change.pupil_year_id,
        "was_class_id": was.class_id if was else None,
        "now_class_id": change.now.class_id,
        "was_left_on": was.left_on if was else None,
        "now_left_on": change.now.left_on,
    }


def _pupil_change(row: Row[Any]) -> PupilChange:
    was = PupilState(row.was_class_id, row.was_left_on) if row.was_class_id else None
    return PupilChange(row.pupil_year_id, was, PupilState(row.now_class_id, row.now_left_on))


def _class_row(change: ClassChange) -> dict[str, Any]:
    was = change.was
    return {
        "class_id": change.class_id,
        "was_label": was.label if was else None,
        "was_formation_id": was.formation_id if was else None,
        "now_label": change.now.label,
        "now_formation_id": change.now.formation_id,
    }


def _class_change(row: Row[Any]) -> ClassChange:
    was = ClassState(row.was_label, row.was_formation_id) if row.was_label else None
    return ClassChange(row.class_id, was, ClassState(row.now_label, row.now_formation_id))
