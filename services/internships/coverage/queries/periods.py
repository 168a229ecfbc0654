"""Periods with their figures, and the pupils of one period by class."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, func, select

from contracts.identifiers import Uai
from services.chassis.database.readings import Reading, Rows
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.parameters import LYCEES, given
from services.internships.coverage.model import Counts, count
from services.internships.coverage.store.coverages import coverage, read_coverages
from services.internships.coverage.tables import coverages
from services.internships.formations.tables import classes, formations
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.participations.model import ExemptionReason, PupilSituation
from services.internships.participations.store import FLAGS, concerned, participation
from services.internships.periods.model import Period, PeriodStatus
from services.internships.periods.store import PERIODS, Periods
from services.internships.periods.tables import exemptions, period_formations, periods
from services.internships.pupils.store.names import BY_NAME, NAMED, shown_name
from services.internships.pupils.tables import pupils
from services.internships.stays.model.states import PlacementStatus
from services.internships.stays.tables import placements

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
    lines = await PUBLISHED.of(uow, given(uais))
    if any(one.status is PeriodStatus.DRAFT for one in found):
        lines = lines | _of_drafts(
            await FORMATIONS_OF_DRAFTS.of(uow, given(uais)),
            await PUPILS_OF_DRAFTS.of(uow, given(uais)),
        )
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
    """Pupils of a period in columns, by where they stand; of one class when a label is given."""
    columns: dict[PupilSituation, list[PupilLine]] = {standing: [] for standing in _WITHOUT_FIRST}
    for group in groups:
        if label in ("", group.label):
            for pupil in group.pupils:
                columns[pupil.standing].append(pupil)
    return columns


async def read_period(uow: UnitOfWork, period_id: UUID) -> PeriodCard:
    """One period with its figures. Raises NotFound."""
    period = await Periods(uow).get(period_id)
    this = {"period_id": period_id}
    if period.status is PeriodStatus.DRAFT:
        lines = _of_drafts(
            await FORMATIONS_OF_A_DRAFT.of(uow, this), await PUPILS_OF_A_DRAFT.of(uow, this)
        )
    else:
        lines = await PUBLISHED_OF_ONE.of(uow, this)
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


def _lines(rows: Rows) -> dict[UUID, list[CoverageLine]]:
    return _by_period(
        [(row.period_id, CoverageLine(row.label, row.mef, coverage(row).counts)) for row in rows]
    )


def _of_drafts(named: Rows, concerned_pupils: Rows) -> dict[UUID, list[CoverageLine]]:
    """Formations of drafts: how many pupils they would concern, counted on the spot."""
    totals = {(row.period_id, row.label, row.mef): Counts() for row in named}
    for row in concerned_pupils:
        totals[row.period_id, row.label, row.mef] += count([(participation(row), 1)])
    return _by_period(
        [(period, CoverageLine(label, mef, n)) for (period, label, mef), n in totals.items()]
    )


def _by_period(found: Sequence[tuple[UUID, CoverageLine]]) -> dict[UUID, list[CoverageLine]]:
    lines: dict[UUID, list[CoverageLine]] = {}
    for period_id, line in sorted(found, key=lambda f: (-f[1].counts.without, f[1].formation)):
        lines.setdefault(period_id, []).append(line)
    return lines


def _published(which: ColumnElement[bool]) -> Reading[dict[UUID, list[CoverageLine]]]:
    return Reading(read_coverages(formations.c.label).where(which), _lines)


_OF_PERIOD = (formations.c.uai == period_formations.c.uai) & (
    formations.c.formation_id == period_formations.c.formation_id
)


def _named(which: ColumnElement[bool]) -> Reading[Rows]:
    statement = (
        select(periods.c.period_id, formations.c.label, formations.c.mef)
        .join(period_formations, _SAME_PERIOD)
        .join(formations, _OF_PERIOD)
        .where(which)
    )
    return Reading(statement, lambda rows: rows)


_SAME_PERIOD = (period_formations.c.uai == periods.c.uai) & (
    period_formations.c.period_id == periods.c.period_id
)


def _pupils(which: ColumnElement[bool]) -> Reading[Rows]:
    statement = concerned(periods.c.period_id, formations.c.label, formations.c.mef)
    return Reading(
        statement.join(formations, _OF_PERIOD).add_columns(*FLAGS).where(which), lambda rows: rows
    )


_DRAFTS = (periods.c.uai == LYCEES) & (periods.c.status == PeriodStatus.DRAFT.value)
_THIS = bindparam("period_id", type_=Uuid)
PUBLISHED, PUBLISHED_OF_ONE = (
    _published(coverages.c.uai == LYCEES),
    _published(coverages.c.period_id == _THIS),
)
"""The figures of published periods, by period."""
FORMATIONS_OF_DRAFTS, FORMATIONS_OF_A_DRAFT = _named(_DRAFTS), _named(periods.c.period_id == _THIS)
PUPILS_OF_DRAFTS, PUPILS_OF_A_DRAFT = _pupils(_DRAFTS), _pupils(periods.c.period_id == _THIS)
OF_PERIODS = (PERIODS, PUBLISHED, FORMATIONS_OF_DRAFTS, PUPILS_OF_DRAFTS)
"""What `read_periods` reads."""


async def count_own_dates(uow: UnitOfWork, period_id: UUID) -> int:
    """How many places of a period keep days of their own when it is moved."""
    statement = select(func.count()).where(
        placements.c.uai.in_(uow.scope.uais),
        placements.c.period_id == period_id,
        placements.c.status == PlacementStatus.CONFIRMED.value,
        placements.c.own_starts_on.is_not(None),
    )
    return int((await uow.execute(statement)).scalar_one())
