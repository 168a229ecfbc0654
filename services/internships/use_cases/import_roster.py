"""A lycée imports the pupils of its classes."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.identifiers import SchoolYear, Uai
from services.chassis.errors import Invalid
from services.chassis.work import UnitOfWork
from services.internships.domain.roster import (
    Decision,
    PlannedRow,
    RosterPlan,
    Verdict,
    class_key,
    name_key,
    plan_roster,
)
from services.internships.domain.roster_file import RosterRow
from services.internships.storage.formations import Classes, Formations, SchoolClass
from services.internships.storage.pupils import Pupils
from services.internships.use_cases.tell_coverage import tell_coverage


class ClassWithoutFormation(Invalid):
    """Pupils are counted by formation: each class of the file has to follow one."""

    code = "class-without-formation"
    title = "Choisissez une formation pour chaque classe."


@dataclass(frozen=True)
class RosterOutcome:
    """What an import did, to be told to who asked for it."""

    created: int
    known: int
    moved: int
    aside: int


async def import_roster(
    uow: UnitOfWork,
    *,
    rows: Sequence[RosterRow],
    formations: Mapping[str, UUID],
    decisions: Mapping[int, Decision],
    school_year: SchoolYear,
    uai: Uai | None = None,
    now: datetime,
) -> RosterOutcome:
    """Import a roster (liste d'élèves) in one transaction; importing it again changes nothing.

    `formations` says which formation each class follows, by class key; `decisions` who the rows
    to check are, by line. Raises ClassWithoutFormation, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    pupils = Pupils(uow)
    await pupils.lock_roster(lycee)
    classes = await _classes(uow, lycee, rows, formations, school_year)
    plan = plan_roster(rows, await pupils.known(lycee, school_year), decisions)
    created = [_new_pupil(row, classes, lycee, school_year) for row in plan.rows if row.creates]
    await pupils.add_all(created)
    moved = [(row.row, row.candidate) for row in plan.rows if row.candidate and row.moves]
    for row, pupil in moved:
        klass = classes[class_key(row.class_label)]
        await pupils.move(lycee, pupil.id, klass.id, klass.formation_id)
    await tell_coverage(uow, uai=lycee, now=now)
    return _outcome(plan, len(created), len(moved))


async def _classes(
    uow: UnitOfWork,
    uai: Uai,
    rows: Sequence[RosterRow],
    chosen: Mapping[str, UUID],
    school_year: SchoolYear,
) -> dict[str, SchoolClass]:
    """The classes of the file by key: new ones are recorded, known ones follow what was chosen."""
    own = {formation.id for formation in await Formations(uow).of(uai)}
    classes = Classes(uow)
    by_key = {c.class_key: c for c in await classes.of(uai, school_year)}
    labels = {class_key(row.class_label): row.class_label for row in reversed(rows)}
    redirected = []
    for key, label in sorted(labels.items()):
        known = by_key.get(key)
        formation_id = chosen.get(key) or (known.formation_id if known else None)
        if formation_id not in own:
            raise ClassWithoutFormation(
                f"Quelle formation suit la classe {label}\u202f?", field=key
            )
        by_key[key] = SchoolClass(
            known.id if known else uow.new_id(), uai, label, key, formation_id
        )
        if known is None:
            await classes.add(by_key[key], school_year)
        elif known.formation_id != formation_id:
            await classes.follow(known, formation_id)
            redirected.append(known.id)
    if redirected:
        await Pupils(uow).follow(uai, redirected)
    return by_key


def _new_pupil(
    planned: PlannedRow, classes: Mapping[str, SchoolClass], uai: Uai, school_year: SchoolYear
) -> dict[str, Any]:
    row = planned.row
    klass = classes[class_key(row.class_label)]
    return {
        "uai": uai,
        # Random through and through: ids in order of time would keep the order of the list.
        "pupil_year_id": uuid.uuid4(),
        "school_year": school_year,
        "class_id": klass.id,
        "formation_id": klass.formation_id,
        "last_name": row.last_name,
        "first_name": row.first_name,
        "name_key": name_key(row.last_name, row.first_name),
        "version": 1,
    }


def _outcome(plan: RosterPlan, created: int, moved: int) -> RosterOutcome:
    known = len(plan.of(Verdict.KNOWN))
    return RosterOutcome(created, known, moved, len(plan.rows) - created - moved - known)
