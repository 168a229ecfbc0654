"""What pupils still lack before they leave, and which agreements are stuck."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from contracts.internships.agreements import AgreementStanding
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.store.agreements import CURRENT, OF_PLACEMENT
from services.internships.agreements.tables import agreements
from services.internships.base.parameters import LYCEES, TODAY, given
from services.internships.departures.model import Block, block_of
from services.internships.participations.model import PupilSituation
from services.internships.periods.tables import periods
from services.internships.signatures.queries import AgreementLine, ClassAgreements
from services.internships.stays.store.days import FIRST_DAY, LAST_DAY, SAME_PERIOD
from services.internships.stays.tables import placements


@dataclass(frozen=True)
class Departure:
    """The pupils of a period who are not ready to leave, by what they lack; one may be in several."""

    without_host: list[AgreementLine] = field(default_factory=list)
    unsigned: list[AgreementLine] = field(default_factory=list)
    without_tutor: list[AgreementLine] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        """Whether nobody lacks anything."""
        return not (self.without_host or self.unsigned or self.without_tutor)


def departure_of(classes: Iterable[ClassAgreements]) -> Departure:
    """Who is not ready, class by class."""
    found = Departure()
    for line in (line for one in classes for line in one.lines):
        if line.standing in (PupilSituation.WITHOUT, PupilSituation.PROPOSED):
            found.without_host.append(line)
        elif line.is_covered:
            if line.agreement is None or line.agreement.signed_on is None:
                found.unsigned.append(line)
            if line.tutor_id is None:
                found.without_tutor.append(line)
    return found


def blocks_of(
    lines: Iterable[AgreementLine], starts_on: date, today: date
) -> Mapping[UUID | None, Block | None]:
    """Why each of these agreements is stuck, by placement, if it is."""
    return {
        line.placement_id: block_of(
            line.agreement.standing if line.agreement else None,
            issued_on=line.agreement.issued_on if line.agreement else None,
            starts_on=line.agreement.terms.starts_on if line.agreement else starts_on,
            today=today,
        )
        for line in lines
    }


async def count_blocked(uow: UnitOfWork, today: date) -> Counter[UUID]:
    """Agreements that are stuck, by period, of those not over yet."""
    found: Counter[UUID] = Counter()
    for row in await AGREEMENTS_AHEAD.of(uow, given(uow.scope.uais, today)):
        standing = AgreementStanding(row.standing) if row.standing else None
        days = {"issued_on": row.issued_on, "starts_on": row.starts_on}
        if block_of(standing, **days, today=today):
            found[row.period_id] += row.alike
    return found


_SAME_FATE = (
    placements.c.period_id,
    FIRST_DAY.label("starts_on"),
    agreements.c.standing,
    agreements.c.issued_on,
)
AGREEMENTS_AHEAD = Reading(
    select(
        *_SAME_FATE,
        func.count().label("alike"),
    )
    .select_from(
        placements.join(periods, SAME_PERIOD).outerjoin(agreements, OF_PLACEMENT & CURRENT)
    )
    .where(
        placements.c.uai == LYCEES,
        placements.c.status == "confirmed",
        TODAY <= LAST_DAY,
    )
    .group_by(*_SAME_FATE),
    lambda rows: rows,
)
"""How many agreements of places that are not over are alike, those not made yet too."""
