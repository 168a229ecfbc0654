"""Pupils by class, one pupil, and what importing a roster would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from contracts.identifiers import SchoolYear, Uai
from services.chassis.errors import NotFound
from services.chassis.work import UnitOfWork
from services.internships.domain.coverage import Standing
from services.internships.domain.known_pupil import Details
from services.internships.domain.participation import ExemptionReason
from services.internships.domain.period import PeriodStatus
from services.internships.domain.roster import RosterPlan, class_key, plan_roster
from services.internships.domain.roster_file import RosterRow
from services.internships.domain.roster_renames import guess_renames, renamed
from services.internships.domain.tally import local_date
from services.internships.storage.formation_tables import classes, formations
from services.internships.storage.formations import Classes, Formation, Formations, SchoolClass
from services.internships.storage.participation_tables import exemptions
from services.internships.storage.participations import FLAGS, concerned, participation
from services.internships.storage.period_tables import periods
from services.internships.storage.pupil_names import BY_NAME, TOLD_APART, shown_name
from services.internships.storage.pupil_tables import pupils
from services.internships.storage.pupils import Pupils


@dataclass(frozen=True)
class PupilCard:
    """A pupil as their page shows them."""

    id: UUID
    uai: Uai
    name: str
    class_id: UUID
    class_label: str
    formation: str
    mef: str
    school_year: str
    left_on: date | None
    born_on: date | None
    commune: str | None
    version: int
    erased: bool = False
    """Whether it names nobody any more."""


@dataclass(frozen=True)
class PupilPeriod:
    """A period that is for the pupil, and where the pupil stands."""

    period_id: UUID
    starts_on: date
    ends_on: date
    published: bool
    standing: Standing
    exemption: ExemptionReason | None


@dataclass(frozen=True)
class RosterPreview:
    """What importing a file would do, and which formation each of its classes follows so far."""

    plan: RosterPlan
    missing: Sequence[PupilCard]
    back: Sequence[PupilCard]
    leaving: Sequence[tuple[PupilCard, date]]
    """Pupils still there of whom the file says which day they left."""
    changed: Sequence[tuple[PupilCard, Details]]
    """Recorded pupils whose commune is another one in the file."""
    formations: Sequence[Formation]
    classes: Sequence[tuple[str, str]]
    followed: Mapping[str, UUID] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)
    """New key, old key: what was chosen, or else what the pupils' names suggest."""
    unnamed: Mapping[str, str] = field(default_factory=dict)
    """Key and label of the recorded classes the file does not name."""


async def read_pupil(uow: UnitOfWork, pupil_year_id: UUID) -> PupilCard:
    """Raises NotFound, for another lycée's pupil too."""
    row = (await uow.execute(_pupils().where(pupils.c.pupil_year_id == pupil_year_id))).first()
    if row is None:
        raise NotFound
    return _pupil(row)


async def read_pupils_by_class(
    uow: UnitOfWork, uais: frozenset[Uai], school_year: SchoolYear
) -> Sequence[tuple[str, Sequence[PupilCard]]]:
    """The pupils of a school year, by class; two lycées may have a class of the same name."""
    statement = (
        _pupils()
        .where(pupils.c.uai.in_(uais), pupils.c.school_year == school_year)
        .order_by(classes.c.label, pupils.c.uai, *BY_NAME)
    )
    found = [_pupil(row) for row in await uow.execute(statement)]
    by_class = groupby(found, lambda pupil: (pupil.class_label, pupil.uai))
    return [(label, list(group)) for (label, _), group in by_class]


async def read_periods_of_pupil(uow: UnitOfWork, pupil_year_id: UUID) -> Sequence[PupilPeriod]:
    """The periods that are for a pupil, in order of date."""
    statement = (
        concerned(
            periods.c.period_id,
            periods.c.starts_on,
            periods.c.ends_on,
            periods.c.status,
            exemptions.c.reason,
            *FLAGS,
        )
        .where(pupils.c.pupil_year_id == pupil_year_id)
        .order_by(periods.c.starts_on)
    )
    return [_pupil_period(row) for row in await uow.execute(statement)]


async def preview_roster(
    uow: UnitOfWork,
    *,
    uai: Uai,
    rows: Sequence[RosterRow],
    school_year: SchoolYear,
    renames: Mapping[str, str] | None = None,
) -> RosterPreview:
    """Judge a roster without recording anything; without `renames` they are guessed."""
    rows = [row.as_of(local_date(uow.now)) for row in rows]
    known_classes = await Classes(uow).of(uai, school_year)
    labels = {class_key(row.class_label): row.class_label for row in reversed(rows)}
    known = await Pupils(uow).known(uai, school_year)
    chosen = guess_renames(rows, known) if renames is None else renames
    plan = plan_roster(rows, renamed(known, chosen))
    followed = {c.class_key: c.formation_id for c in known_classes}
    followed |= {new: followed[old] for new, old in chosen.items() if old in followed}
    changed = {one.pupil.id: one for one in plan.details if one.differ}
    left = {pupil.id: row.left_on for pupil, row in plan.leaving if row.left_on}
    return RosterPreview(
        plan=plan,
        missing=await read_cards(uow, [pupil.id for pupil in plan.missing]),
        back=await read_cards(uow, [pupil.id for pupil in plan.back]),
        leaving=[(card, left[card.id]) for card in await read_cards(uow, list(left))],
        changed=[(card, changed[card.id]) for card in await read_cards(uow, list(changed))],
        formations=await Formations(uow).of(uai),
        classes=sorted(labels.items()),
        followed=followed,
        renames=chosen,
        unnamed={c.class_key: c.label for c in known_classes if c.class_key not in labels},
    )


async def read_cards(uow: UnitOfWork, ids: Sequence[UUID]) -> Sequence[PupilCard]:
    """Some pupils, by name."""
    statement = _pupils().where(pupils.c.pupil_year_id.in_(ids)).order_by(*BY_NAME)
    return [_pupil(row) for row in await uow.execute(statement)]


async def read_formations(uow: UnitOfWork, uais: frozenset[Uai]) -> Sequence[Formation]:
    """The formations of some lycées, by label."""
    found = [formation for uai in sorted(uais) for formation in await Formations(uow).of(uai)]
    return sorted(found, key=lambda formation: formation.label)


async def read_classes(
    uow: UnitOfWork, uais: frozenset[Uai], school_year: SchoolYear
) -> Sequence[SchoolClass]:
    """The classes of some lycées, by label."""
    found = [c for uai in sorted(uais) for c in await Classes(uow).of(uai, school_year)]
    return sorted(found, key=lambda c: c.label)


def _pupils() -> Select[Any]:
    return (
        select(
            pupils,
            TOLD_APART,
            classes.c.label.label("class_label"),
            formations.c.label.label("formation"),
            formations.c.mef,
        )
        .join(classes, (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id))
        .join(
            formations,
            (formations.c.uai == pupils.c.uai)
            & (formations.c.formation_id == pupils.c.formation_id),
        )
    )


def _pupil(row: Any) -> PupilCard:
    return PupilCard(
        id=row.pupil_year_id,
        uai=Uai(row.uai),
        name=shown_name(row),
        class_id=row.class_id,
        class_label=row.class_label,
        formation=row.formation,
        mef=row.mef,
        school_year=row.school_year,
        left_on=row.left_on,
        born_on=row.born_on,
        commune=row.commune,
        version=row.version,
        erased=row.erased_at is not None,
    )


def _pupil_period(row: Any) -> PupilPeriod:
    return PupilPeriod(
        period_id=row.period_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        published=row.status == PeriodStatus.PUBLISHED,
        standing=participation(row).standing,
        exemption=ExemptionReason(row.reason) if row.reason else None,
    )
