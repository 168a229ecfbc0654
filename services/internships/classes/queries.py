"""The pupils of one class in one period, with all a bureau looks for in a line."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select

from contracts.internships.agreements import AgreementStanding
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.store.agreements import Agreements
from services.internships.classes.model import NextStep, next_step
from services.internships.formations.store import Classes, SchoolClass
from services.internships.formations.tables import classes, formations
from services.internships.hosts.model import search_text
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.participations.model import ExemptionReason, PupilSituation
from services.internships.participations.store import FLAGS, concerned, participation
from services.internships.periods.model import Period
from services.internships.periods.store import Periods
from services.internships.periods.tables import exemptions, periods
from services.internships.pupils.store.names import BY_NAME, NAMED, shown_name
from services.internships.pupils.tables import pupils
from services.internships.referents.store.referents import GONE
from services.internships.referents.tables import followings, referents
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY
from services.internships.stays.tables import placements


class ClassOrder(StrEnum):
    """What the table can be sorted by; names are those of addresses."""

    STANDING = "situation"
    NAME = "nom"
    HOST = "lieu"


@dataclass(frozen=True)
class ClassPupil:
    """One pupil of the class; what is about a place is that of the live placement."""

    pupil_year_id: UUID
    name: str
    formation: str
    standing: PupilSituation
    exemption: ExemptionReason | None
    placement_id: UUID | None
    placement_version: int | None
    host: Host | None
    first_on: date
    last_on: date
    has_tutor: bool
    referent: str | None
    agreement: AgreementStanding | None

    @property
    def next_step(self) -> NextStep:
        """What is to be done for this pupil."""
        return next_step(self.standing, has_tutor=self.has_tutor, agreement=self.agreement)


@dataclass(frozen=True)
class ClassInPeriod:
    """A class in a period, its pupils by name."""

    period: Period
    school_class: SchoolClass
    pupils: Sequence[ClassPupil]

    @property
    def counts(self) -> Mapping[PupilSituation, int]:
        """How many pupils stand where, those to find a place for first."""
        found = Counter(one.standing for one in self.pupils)
        return {standing: found[standing] for standing in PupilSituation}

    @property
    def formations(self) -> Sequence[str]:
        """What the pupils of the class prepare: one formation, now and then two."""
        return sorted({one.formation for one in self.pupils})

    def shown(
        self, standing: PupilSituation | None, order: ClassOrder, *, descending: bool
    ) -> Sequence[ClassPupil]:
        """The pupils who stand there (None: all), in order; pupils alike stay by name."""
        kept = [one for one in self.pupils if standing in (None, one.standing)]
        if order is ClassOrder.NAME:
            return kept[::-1] if descending else kept
        return sorted(kept, key=lambda one: _sorted_key(order, one), reverse=descending)

    def has_own_dates(self, pupil: ClassPupil) -> bool:
        """Whether the days of the pupil's place are others than those of the period."""
        days = (self.period.starts_on, self.period.ends_on)
        return pupil.placement_id is not None and (pupil.first_on, pupil.last_on) != days


_PLACES = list(PupilSituation)


def _sorted_key(order: ClassOrder, pupil: ClassPupil) -> tuple[int, str]:
    """What pupils are sorted by, who has no host last."""
    if order is ClassOrder.STANDING:
        return _PLACES.index(pupil.standing), ""
    return int(pupil.host is None), search_text(pupil.host.label) if pupil.host else ""


async def read_class_in_period(uow: UnitOfWork, period_id: UUID, class_id: UUID) -> ClassInPeriod:
    """Raises NotFound, for a class the period is not for too."""
    period = await Periods(uow).get(period_id)
    school_class = await Classes(uow).get(class_id)
    rows = (await uow.execute(_pupils_of(period_id, class_id))).all()
    if not rows:
        raise NotFound
    placed = [row.placement_id for row in rows if row.placement_id]
    agreed = await Agreements(uow).standing_at(placed)
    standings = {placement: agreement.standing for placement, agreement in agreed.items()}
    return ClassInPeriod(
        period, school_class, [_pupil(row, standings.get(row.placement_id)) for row in rows]
    )


async def read_classes_of_period(uow: UnitOfWork, period_id: UUID) -> Sequence[tuple[UUID, str]]:
    """The classes that have pupils in a period, by label."""
    own = (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id)
    statement = (
        concerned(classes.c.class_id, classes.c.label)
        .join(classes, own)
        .where(periods.c.period_id == period_id)
        .distinct()
        .order_by(classes.c.label, classes.c.class_id)
    )
    return [(row.class_id, row.label) for row in await uow.execute(statement)]


async def read_pupils_of_places(
    uow: UnitOfWork, period_id: UUID, placement_ids: Collection[UUID]
) -> Mapping[UUID, UUID]:
    """Whose each of these places of the period is. Raises NotFound when one is of another period."""
    own = (placements.c.period_id == period_id, placements.c.placement_id.in_(list(placement_ids)))
    statement = select(placements.c.placement_id, placements.c.pupil_year_id).where(*own)
    found = {row.placement_id: row.pupil_year_id for row in await uow.execute(statement)}
    if found.keys() != set(placement_ids):
        raise NotFound
    return found


def _pupils_of(period_id: UUID, class_id: UUID) -> Any:
    own = pupils.c.uai
    followed = (
        (followings.c.uai == own)
        & (followings.c.period_id == periods.c.period_id)
        & (followings.c.pupil_year_id == pupils.c.pupil_year_id)
    )
    following = (referents.c.uai == own) & (referents.c.referent_id == followings.c.referent_id)
    prepared = (formations.c.uai == own) & (formations.c.formation_id == pupils.c.formation_id)
    return (
        concerned(
            pupils.c.pupil_year_id,
            *NAMED,
            formations.c.label.label("formation"),
            exemptions.c.reason,
            placements.c.placement_id,
            placements.c.version.label("placement_version"),
            placements.c.tutor_id,
            FIRST_DAY.label("first_on"),
            LAST_DAY.label("last_on"),
            followings.c.referent_id,
            referents.c.name.label("referent"),
            *HOST_COLUMNS,
            *FLAGS,
        )
        .join(formations, prepared)
        .outerjoin(followings, followed)
        .outerjoin(referents, following)
        .outerjoin(host_sites, host_sites.c.site_id == placements.c.site_id)
        .outerjoin(host_companies, host_companies.c.company_id == host_sites.c.company_id)
        .where(periods.c.period_id == period_id, pupils.c.class_id == class_id)
        .order_by(*BY_NAME, pupils.c.pupil_year_id)
    )


def _pupil(row: Any, agreement: AgreementStanding | None) -> ClassPupil:
    return ClassPupil(
        pupil_year_id=row.pupil_year_id,
        name=shown_name(row),
        formation=row.formation,
        standing=participation(row).standing,
        exemption=ExemptionReason(row.reason) if row.reason else None,
        placement_id=row.placement_id,
        placement_version=row.placement_version,
        host=host(row) if row.site_id else None,
        first_on=row.first_on,
        last_on=row.last_on,
        has_tutor=row.tutor_id is not None,
        referent=(row.referent or GONE) if row.referent_id else None,
        agreement=agreement,
    )
