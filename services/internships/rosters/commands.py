"""A lycée imports the pupils of its classes."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.identifiers import Mef, SchoolYear, Uai
from services.chassis.base.errors import Invalid, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.commands import recount_agreements
from services.internships.base.days import local_date
from services.internships.counted_pupils.store.settled_rosters import SettledRosters
from services.internships.coverage.commands import publish_changes
from services.internships.families.model import FamilySlot
from services.internships.families.store import Families, FamilyWritings, ListedAddress
from services.internships.formations.commands import open_chosen
from services.internships.formations.model.classes import class_key
from services.internships.formations.store import Classes, Formations, SchoolClass
from services.internships.leavers.commands import cancel_departure, record_departure
from services.internships.pupils.model import PupilLeft, PupilNotLeft, name_key
from services.internships.pupils.store.pupils import Pupils
from services.internships.roster_changes.model import (
    RosterState,
    difference,
    leaving_in,
    touched_by,
)
from services.internships.roster_changes.store.imports import RosterImport, RosterImports
from services.internships.roster_files.model.file import RosterRow
from services.internships.rosters.model.homonyms import with_answers, without_doubtful_details
from services.internships.rosters.model.outcome import RosterOutcome, outcome_of
from services.internships.rosters.model.review import NOT_REVIEWED, Review
from services.internships.rosters.model.roster import Decision, PlannedRow, RosterPlan, plan_roster


class ClassWithoutFormation(Invalid):
    """Pupils are counted by formation: a class that follows none cannot be imported."""

    code = "class-without-formation"
    title = "Choisissez la formation d’une classe au moins."


class RosterToReview(Invalid):
    """What the preview asked is not what the file raises now; it is shown again."""

    code = "roster-to-review"
    title = "Des lignes restent à vérifier\u202f: relisez l’aperçu, puis importez."


class RosterInTheFuture(Invalid):
    """A list is imported once it is so."""

    code = "roster-in-the-future"
    title = "La date d’effet ne peut pas être dans le futur."


async def import_roster(
    uow: UnitOfWork,
    *,
    rows: Sequence[RosterRow],
    formations: Mapping[str, UUID | Mef],
    decisions: Mapping[int, Decision],
    school_year: SchoolYear,
    review: Review = NOT_REVIEWED,
    uai: Uai | None = None,
    now: datetime,
) -> RosterOutcome:
    """Import a roster (liste d'élèves) in one transaction; importing it again changes nothing.

    What changes counts from a day: who was in a period over by then stays as it was. `formations` is
    what each class follows, by class key: a formation of the lycée, or one of the packaged catalogue,
    which is opened; a new class without one is left aside. `decisions` says who the rows to check
    are, by line; `review` what else was confirmed: absent pupils, recorded details and whoever left stay.
    Raises ClassWithoutFormation, RosterToReview, RosterInTheFuture, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    rows = [row.as_of(local_date(now)) for row in rows]
    await Pupils(uow).lock_roster(lycee)
    on = _counting_from(review, now)
    await SettledRosters(uow).settle(lycee, school_year, before=on)
    before = await RosterImports(uow).state(lycee, school_year)
    await _rename(uow, lycee, rows, review.renames, school_year)
    chosen = await open_chosen(uow, uai=lycee, chosen=formations, now=now)
    classes = await _classes(uow, lycee, rows, chosen, school_year)
    placed = [row for row in rows if class_key(row.class_label) in classes]
    plan = await _plan(uow, lycee, placed, decisions, school_year)
    _refuse_what_was_not_asked(plan, review)
    created = await _add_and_move(uow, lycee, plan, classes, school_year)
    await _confirmed(uow, plan, review, on, now)
    detailed = await _learn(uow, lycee, plan, review, now)
    done = RosterImport(uow.new_id(), lycee, school_year, on, now, None)
    mails = await _note_families(uow, done, plan, created)
    await _keep_what_changed(uow, before, done, always=bool(mails))
    await publish_changes(uow, uai=lycee, now=now)
    unplaced = len(rows) - len(placed)
    return replace(outcome_of(plan, review, mails), detailed=detailed, unplaced=unplaced)


async def _plan(
    uow: UnitOfWork,
    uai: Uai,
    rows: Sequence[RosterRow],
    decisions: Mapping[int, Decision],
    school_year: SchoolYear,
) -> RosterPlan:
    known = await Pupils(uow).known(uai, school_year)
    told = without_doubtful_details(with_answers(rows, decisions), known)
    return plan_roster(told, known, decisions)


async def _add_and_move(
    uow: UnitOfWork,
    uai: Uai,
    plan: RosterPlan,
    classes: Mapping[str, SchoolClass],
    school_year: SchoolYear,
) -> Mapping[int, UUID]:
    """Record the new pupils and who moved; the id of each new one by the line of its row."""
    rows = [row for row in plan.rows if row.creates]
    new = [_new_pupil(row, classes, uai, school_year) for row in rows]
    await Pupils(uow).add_all(new)
    await _move(uow, uai, plan, classes)
    return {row.row.line: one["pupil_year_id"] for row, one in zip(rows, new, strict=True)}


async def _note_families(
    uow: UnitOfWork, done: RosterImport, plan: RosterPlan, created: Mapping[int, UUID]
) -> Counter[FamilySlot]:
    """Note addresses nobody knows yet, where the lycée writes to families; whose. What is known stays."""
    if not (await FamilyWritings(uow).of(done.uai)).is_open:
        return Counter()
    ids = {**plan.known_ids, **created}
    listed = [
        ListedAddress(ids[row.row.line], slot, mail)
        for row in plan.rows
        if row.row.line in ids
        for slot, mail in row.row.mails.items()
    ]
    on = local_date(done.recorded_at)
    return await Families(uow).add_listed(done.uai, listed, done.id, on)


async def _move(
    uow: UnitOfWork, uai: Uai, plan: RosterPlan, classes: Mapping[str, SchoolClass]
) -> None:
    for row, pupil in plan.moved:
        klass = classes[class_key(row.class_label)]
        await Pupils(uow).move(uai, pupil.id, klass.id, klass.formation_id)


async def _keep_what_changed(
    uow: UnitOfWork, before: RosterState, done: RosterImport, *, always: bool
) -> None:
    """Record what is to be taken back some day; periods over since the day it counts from follow it.

    `always`: something else is to be taken back than what is said of pupils and classes.
    """
    imports = RosterImports(uow)
    after = await imports.state(done.uai, done.school_year)
    change = difference(before, after)
    if change or always:
        await imports.add(done, change)
    touched = touched_by(change, after)
    of_year = (done.uai, done.school_year, done.counts_from)
    await SettledRosters(uow).join(*of_year, touched, leaving=leaving_in(change))


def _counting_from(review: Review, now: datetime) -> date:
    today = local_date(now)
    if review.on and review.on > today:
        raise RosterInTheFuture(field="on")
    return review.on or today


async def _learn(uow: UnitOfWork, uai: Uai, plan: RosterPlan, review: Review, now: datetime) -> int:
    """Record what the file says besides names; of how many pupils. Who signs for them follows."""
    said = {row.candidate.id for row in plan.rows if row.candidate and row.corrects}
    said.update(review.correcting)
    told = {one.pupil.id: one.to_record(corrects=one.pupil.id in said) for one in plan.details}
    told = {pupil_id: values for pupil_id, values in told.items() if values}
    await Pupils(uow).detail(uai, told)
    born = [pupil_id for pupil_id, values in told.items() if "born_on" in values]
    await recount_agreements(uow, pupil_year_ids=born, now=now)
    return len(told)


async def _rename(
    uow: UnitOfWork,
    uai: Uai,
    rows: Sequence[RosterRow],
    renames: Mapping[str, str],
    school_year: SchoolYear,
) -> None:
    classes = Classes(uow)
    by_key = {c.class_key: c for c in await classes.of(uai, school_year)}
    labels = {class_key(row.class_label): row.class_label for row in reversed(rows)}
    for new, old in renames.items():
        if new in by_key or new not in labels or old not in by_key or old in labels:
            raise RosterToReview
        await classes.rename(replace(by_key.pop(old), label=labels[new], class_key=new))


def _refuse_what_was_not_asked(plan: RosterPlan, review: Review) -> None:
    if review.asked is not None:
        unasked = any(r.to_check and r.row.line not in review.asked for r in plan.rows)
        left = {pupil.id for pupil, _ in plan.leaving}
        gone = review.leaving.keys() - {pupil.id for pupil in plan.missing} - left
        back = review.returning.keys() - {pupil.id for pupil in plan.back}
        if unasked or gone or back:
            raise RosterToReview


async def _confirmed(
    uow: UnitOfWork, plan: RosterPlan, review: Review, on: date, now: datetime
) -> None:
    """Record the departures and returns, each of which a human confirmed.

    Who was said to be the pupil of a row left when that row says so.
    """
    left = {pupil.id: row.left_on or on for pupil, row in plan.leaving}
    try:
        for pupil_id, version in sorted(review.leaving.items()):
            day = left.get(pupil_id, on)
            await record_departure(uow, pupil_year_id=pupil_id, version=version, on=day, now=now)
        for pupil_id, day in sorted(plan.moved_and_left.items()):
            await record_departure(uow, pupil_year_id=pupil_id, version=None, on=day, now=now)
        for pupil_id, version in sorted(review.returning.items()):
            await cancel_departure(uow, pupil_year_id=pupil_id, version=version, now=now)
    except (StaleVersion, PupilLeft, PupilNotLeft) as changed:
        raise RosterToReview from changed


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
        if formation_id is None:
            continue
        if formation_id not in own:
            raise ClassWithoutFormation(_asking(label), field=key)
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
    if not labels.keys() & by_key.keys():
        first = min(labels)
        raise ClassWithoutFormation(_asking(labels[first]), field=first)
    return by_key


def _asking(label: str) -> str:
    return f"Quelle formation suit la classe {label}\u202f?"


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
        "born_on": row.born_on,
        "commune": row.commune or None,
        "left_on": row.left_on,
        "version": 1,
    }
