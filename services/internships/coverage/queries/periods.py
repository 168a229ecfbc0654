"""Periods with their figures, and the pupils of one period by class."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.coverage.model import Counts, count
from services.internships.coverage.store.coverages import coverage, read_coverages
from services.internships.coverage.tables.coverages import coverages
from services.internships.formations.tables import classes, formations
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables.hosts import host_companies, host_sites
from services.internships.participations.model import ExemptionReason, PupilSituation
from services.internships.participations.store import FLAGS, concerned, participation
from services.internships.periods.model import Period, PeriodStatus
from services.internships.periods.store import Periods
from services.internships.periods.tables.exemptions import exemptions
from services.internships.periods.tables.periods import period_formations, periods
from services.internships.pupils.store.names import BY_NAME, NAMED, shown_name
from services.internships.pupils.tables import pupils
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.tables.placements import placements

_WITHOUT_FIRST = (
    PupilSituation.WITHOUT,
    PupilSituation.PROPOSED,
    PupilSituation.COVERED,
    PupilSituation.EXEMPTED,
    PupilSituation.LEFT,
)


@dataclass(frozen=True)
class CoverageLine:
    """The figures of one formation for one period."""

    formation: str
    mef: str
    counts: Counts


@dataclass(frozen=True)
class PeriodCard:
    """A period and its figures, the formations most in need first."""

    period: Period
    lines: Sequence[CoverageLine]

    @property
    def total(self) -> Counts:
        """The figures of all formations together."""
        return sum((line.counts for line in self.lines), Counts())


@dataclass(frozen=True)
class PupilLine:
    """One pupil in a period; `placement_id` and `host` are those of the live placement."""

    pupil_year_id: UUID
    name: str
    standing: PupilSituation
    exemption: ExemptionReason | None = None
    placement_id: UUID | None = None
    version: int | None = None
    """Of the placement, for what moves it."""
    class_label: str = ""
    host: Host | None = None


@dataclass(frozen=True)
class ClassGroup:
    """The pupils of one class in a period, those without a place first."""

    class_id: UUID
    label: str
    formation: str
    pupils: Sequence[PupilLine] = field(default_factory=tuple)

    @property
    def without(self) -> int:
        """Pupils who need a place and have none confirmed."""
        return sum(
            p.standing in (PupilSituation.WITHOUT, PupilSituation.PROPOSED) for p in self.pupils
        )


async def read_periods(uow: UnitOfWork, uais: frozenset[Uai]) -> Sequence[PeriodCard]:
    """Periods of some lycées: published ones in order of date, then drafts."""
    found = await Periods(uow).of(uais)
    published = await _published_lines(uow, [p.id for p in found])
    drafts = await _draft_lines(uow, [p.id for p in found if p.status is PeriodStatus.DRAFT])
    lines = published | drafts
    cards = [PeriodCard(period, lines.get(period.id, [])) for period in found]
    return sorted(
        cards,
        key=lambda card: (
            card.period.status is PeriodStatus.DRAFT,
            card.period.starts_on,
        ),
    )


def by_standing(
    groups: Sequence[ClassGroup], label: str = ""
) -> dict[PupilSituation, list[PupilLine]]:
    """The same pupils in columns, by where they stand; of one class when a label is given."""
    columns: dict[PupilSituation, list[PupilLine]] = {standing: [] for standing in _WITHOUT_FIRST}
    for group in groups:
        if label in ("", group.label):
            for pupil in group.pupils:
                columns[pupil.standing].append(pupil)
    return columns


async def read_period(uow: UnitOfWork, period_id: UUID) -> PeriodCard:
    """One period with its figures. Raises NotFound."""
    period = await Periods(uow).get(period_id)
    if period.status is PeriodStatus.DRAFT:
        lines = await _draft_lines(uow, [period_id])
    else:
        lines = await _published_lines(uow, [period_id])
    return PeriodCard(period, lines.get(period_id, []))


async def read_pupils_of_period(uow: UnitOfWork, period_id: UUID) -> Sequence[ClassGroup]:
    """The pupils a period is for, by class."""
    statement = (
        concerned(
            classes.c.class_id,
            classes.c.label.label("class_label"),
            formations.c.label.label("formation"),
            pupils.c.pupil_year_id,
            *NAMED,
            exemptions.c.reason,
            placements.c.placement_id,
            placements.c.version.label("placement_version"),
            *HOST_COLUMNS,
            *FLAGS,
        )
        .join(classes, (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id))
        .join(
            formations,
            (formations.c.uai == period_formations.c.uai)
            & (formations.c.formation_id == period_formations.c.formation_id),
        )
        .outerjoin(host_sites, host_sites.c.site_id == placements.c.site_id)
        .outerjoin(host_companies, host_companies.c.company_id == host_sites.c.company_id)
        .where(periods.c.period_id == period_id)
        .order_by(classes.c.label, formations.c.label, *BY_NAME)
    )
    rows = (await uow.execute(statement)).all()
    return [
        ClassGroup(class_id, label, formation, _without_first(_pupil_line(row) for row in group))
        for (class_id, label, formation), group in groupby(rows, _GROUP)
    ]


_GROUP = attrgetter("class_id", "class_label", "formation")


def _without_first(lines: Any) -> list[PupilLine]:
    return sorted(lines, key=lambda line: _WITHOUT_FIRST.index(line.standing))


def _pupil_line(row: Any) -> PupilLine:
    return PupilLine(
        pupil_year_id=row.pupil_year_id,
        name=shown_name(row),
        standing=participation(row).standing,
        exemption=ExemptionReason(row.reason) if row.reason else None,
        placement_id=row.placement_id,
        version=row.placement_version,
        class_label=row.class_label,
        host=host(row) if row.site_id else None,
    )


async def _published_lines(
    uow: UnitOfWork, period_ids: Sequence[UUID]
) -> dict[UUID, list[CoverageLine]]:
    statement = read_coverages(formations.c.label).where(coverages.c.period_id.in_(period_ids))
    found = [
        (row.period_id, CoverageLine(row.label, row.mef, coverage(row).counts))
        for row in await uow.execute(statement)
    ]
    return _by_period(found)


async def _draft_lines(
    uow: UnitOfWork, period_ids: Sequence[UUID]
) -> dict[UUID, list[CoverageLine]]:
    """Formations of drafts: how many pupils they would concern, counted on the spot."""
    statement = (
        concerned(periods.c.period_id, formations.c.label, formations.c.mef)
        .join(
            formations,
            (formations.c.uai == period_formations.c.uai)
            & (formations.c.formation_id == period_formations.c.formation_id),
        )
        .add_columns(*FLAGS)
        .where(periods.c.period_id.in_(period_ids))
    )
    named = (
        select(period_formations.c.period_id, formations.c.label, formations.c.mef)
        .join(
            formations,
            (formations.c.uai == period_formations.c.uai)
            & (formations.c.formation_id == period_formations.c.formation_id),
        )
        .where(period_formations.c.period_id.in_(period_ids))
    )
    totals = {(row.period_id, row.label, row.mef): Counts() for row in await uow.execute(named)}
    for row in await uow.execute(statement):
        totals[row.period_id, row.label, row.mef] += count([(participation(row), 1)])
    return _by_period(
        [(period, CoverageLine(label, mef, n)) for (period, label, mef), n in totals.items()]
    )


def _by_period(found: Sequence[tuple[UUID, CoverageLine]]) -> dict[UUID, list[CoverageLine]]:
    lines: dict[UUID, list[CoverageLine]] = {}
    for period_id, line in sorted(found, key=lambda f: (-f[1].counts.without, f[1].formation)):
        lines.setdefault(period_id, []).append(line)
    return lines


async def count_own_dates(uow: UnitOfWork, period_id: UUID) -> int:
    """How many places of a period keep days of their own when it is moved."""
    statement = select(func.count()).where(
        placements.c.uai.in_(uow.scope.uais),
        placements.c.period_id == period_id,
        placements.c.status == PlacementStatus.CONFIRMED.value,
        placements.c.own_starts_on.is_not(None),
    )
    return int((await uow.execute(statement)).scalar_one())
