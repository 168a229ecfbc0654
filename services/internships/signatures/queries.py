"""Agreements as their pages show them: of a class for a period, and all of one placement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.model.agreement_record import Agreement
from services.internships.agreements.model.agreement_states import COUNTED
from services.internships.agreements.store.agreements import Agreements
from services.internships.formations.tables import classes
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.participations.model import PupilSituation
from services.internships.participations.store import FLAGS, concerned, participation
from services.internships.periods.tables import periods
from services.internships.pupils.store.names import BY_NAME, NAMED, shown_name
from services.internships.pupils.tables import pupils
from services.internships.stays.tables import placements

AWAITS_HEAD = "direction"
"""In the place of a standing, in an address: those that are out and that the head has not signed."""


@dataclass(frozen=True)
class AgreementLine:
    """A pupil in a period, and the agreement of their place if there is one."""

    class_id: UUID
    class_label: str
    pupil_year_id: UUID
    name: str
    standing: PupilSituation
    placement_id: UUID | None
    tutor_id: UUID | None
    host: Host | None
    agreement: Agreement | None

    @property
    def is_covered(self) -> bool:
        """Whether there is to be an agreement: the host has agreed."""
        return self.standing is PupilSituation.COVERED


@dataclass(frozen=True)
class ClassAgreements:
    """The pupils of a class, and at which of the three levels of cover they are."""

    id: UUID
    label: str
    lines: Sequence[AgreementLine]

    @property
    def agreed(self) -> int:
        """Pupils whose host has agreed."""
        return sum(line.is_covered for line in self.lines)

    @property
    def prepared(self) -> Sequence[UUID]:
        """Agreements that wait to be issued."""
        return [
            line.agreement.id
            for line in self.lines
            if line.agreement and line.agreement.standing == "prepared"
        ]

    @property
    def issued(self) -> int:
        """Pupils whose agreement was issued, the signed ones included."""
        return sum(
            bool(line.agreement and line.agreement.standing in COUNTED) for line in self.lines
        )

    @property
    def signed(self) -> int:
        """Pupils whose agreement all have signed."""
        return sum(bool(line.agreement and line.agreement.signed_on) for line in self.lines)

    @property
    def to_prepare(self) -> int:
        """Pupils whose host has agreed and who have no agreement yet."""
        return sum(line.is_covered and line.agreement is None for line in self.lines)


async def read_agreements_of_period(uow: UnitOfWork, period_id: UUID) -> Sequence[ClassAgreements]:
    """The pupils a period is for with their agreements, by class."""
    statement = (
        concerned(
            classes.c.class_id,
            classes.c.label.label("class_label"),
            pupils.c.pupil_year_id,
            *NAMED,
            placements.c.placement_id,
            placements.c.tutor_id,
            *HOST_COLUMNS,
            *FLAGS,
        )
        .join(classes, (classes.c.uai == pupils.c.uai) & (classes.c.class_id == pupils.c.class_id))
        .outerjoin(host_sites, host_sites.c.site_id == placements.c.site_id)
        .outerjoin(host_companies, host_companies.c.company_id == host_sites.c.company_id)
        .where(periods.c.period_id == period_id)
        .order_by(classes.c.label, *BY_NAME)
    )
    rows = (await uow.execute(statement)).all()
    placed = [row.placement_id for row in rows if row.placement_id]
    standing = await Agreements(uow).standing_at(placed)
    found: dict[UUID, list[AgreementLine]] = {}
    for row in rows:
        line = _line(row, standing.get(row.placement_id))
        found.setdefault(row.class_id, []).append(line)
    return [ClassAgreements(key, lines[0].class_label, lines) for key, lines in found.items()]


async def read_agreements_of_placement(uow: UnitOfWork, placement_id: UUID) -> Sequence[Agreement]:
    """All there ever was of a placement, the last one first."""
    return await Agreements(uow).of_placement(placement_id)


def _line(row: Any, agreement: Agreement | None) -> AgreementLine:
    return AgreementLine(
        class_id=row.class_id,
        class_label=row.class_label,
        pupil_year_id=row.pupil_year_id,
        name=shown_name(row),
        standing=participation(row).standing,
        placement_id=row.placement_id,
        tutor_id=row.tutor_id,
        host=host(row) if row.site_id else None,
        agreement=agreement,
    )
