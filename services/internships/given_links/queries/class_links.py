"""What a teacher reads by a personal link: where a class stands, in numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.formations.store import Classes
from services.internships.hosts.store.hosts import HOST_COLUMNS, Host, host
from services.internships.hosts.tables import host_companies, host_sites
from services.internships.participations.model import PupilSituation
from services.internships.participations.store import FLAGS, concerned, participation
from services.internships.periods.model import PeriodStatus
from services.internships.periods.tables import periods
from services.internships.personal_links.store import PersonalLinks
from services.internships.pupils.tables import pupils
from services.internships.stays.tables import placements


@dataclass(frozen=True)
class ClassPeriod:
    """A published period: how many pupils stand where, and who hosts how many. Nobody is named."""

    starts_on: date
    ends_on: date
    standings: Sequence[tuple[PupilSituation, int]]
    hosts: Sequence[tuple[Host, int]]

    @property
    def pupils(self) -> int:
        """How many pupils of the class it is for."""
        return sum(count for _, count in self.standings)


@dataclass(frozen=True)
class ClassPage:
    """What a link about a class opens."""

    class_label: str
    expires_at: datetime
    periods: Sequence[ClassPeriod]


async def read_class_page(uow: UnitOfWork, link_id: UUID) -> ClassPage:
    """What an open link shows. Raises NotFound when it opens nothing, whatever the reason."""
    link = await PersonalLinks(uow).get(link_id)
    if not link.of_class or not link.is_open(uow.now):
        raise NotFound
    return ClassPage(
        (await Classes(uow).get(link.about)).label,
        link.expires_at,
        await _periods_of(uow, link.about),
    )


async def _periods_of(uow: UnitOfWork, class_id: UUID) -> Sequence[ClassPeriod]:
    columns = (periods.c.period_id, periods.c.starts_on, periods.c.ends_on)
    statement = (
        concerned(*columns, *FLAGS, *HOST_COLUMNS)
        .outerjoin(host_sites, host_sites.c.site_id == placements.c.site_id)
        .outerjoin(host_companies, host_companies.c.company_id == host_sites.c.company_id)
        .where(pupils.c.class_id == class_id, periods.c.status == PeriodStatus.PUBLISHED.value)
        .order_by(periods.c.starts_on, periods.c.period_id)
    )
    rows = (await uow.execute(statement)).all()
    return [_period(list(alike)) for _, alike in groupby(rows, key=lambda row: row.period_id)]


def _period(rows: Sequence[Any]) -> ClassPeriod:
    standings = Counter(participation(row).standing for row in rows)
    covering = [row for row in rows if participation(row).standing is PupilSituation.COVERED]
    hosts = Counter(host(row) for row in covering)
    return ClassPeriod(
        rows[0].starts_on,
        rows[0].ends_on,
        [(standing, standings[standing]) for standing in PupilSituation if standings[standing]],
        sorted(hosts.items(), key=lambda item: (item[0].commune or "", item[0].label)),
    )
