"""Hosts as pages read them: one, those a search finds, those of a year."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Text, all_, bindparam, exists, func, or_, select

from contracts.identifiers import SchoolYear, SiteKey, Uai
from contracts.words import first_words
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.formations.queries import formations_called
from services.internships.formations.tables import formations
from services.internships.hosts.model import search_text
from services.internships.hosts.store.host_keys import one_of_its_keys, site_of
from services.internships.hosts.store.hosts import Host, Hosts
from services.internships.hosts.tables import host_sites, hosted_weeks
from services.internships.periods.tables import periods
from services.internships.stays.model.states import HOSTED
from services.internships.stays.tables import placements

SMALL = 5
"""Fewer pupils of other lycées than that are not told."""


YEARS_SHOWN = 3


@dataclass(frozen=True)
class HostedYear:
    """What a site took in a school year; `others`: the most places at once, 0 for none."""

    school_year: SchoolYear
    own: Sequence[tuple[Uai, str, int]]
    """Pupils by lycée and formation."""
    others: int

    @property
    def others_are_few(self) -> bool:
        """Whether the pupils of others are too few for their count to be told."""
        return 0 < self.others < SMALL


@dataclass(frozen=True)
class HostedTable:
    """The last school years side by side, the oldest first; a line for each lycée's formation."""

    years: Sequence[HostedYear]
    lines: Sequence[tuple[Uai, str, Sequence[int]]]
    """Lycée, formation, pupils of each year; none is 0: what a lycée itself placed is known."""
    older: Sequence[HostedYear] = ()
    """The years before those, the latest first."""

    @classmethod
    def of(cls, years: Sequence[HostedYear]) -> "HostedTable":
        """`years`: the latest first; those before the last ones stand apart."""
        shown = years[:YEARS_SHOWN][::-1]
        counted = [{(uai, label): pupils for uai, label, pupils in year.own} for year in shown]
        known = sorted({key for year in counted for key in year}, key=lambda key: (key[1], key[0]))
        lines = [(*key, [year.get(key, 0) for year in counted]) for key in known]
        return cls(shown, lines, years[YEARS_SHOWN:])

    @property
    def has_others(self) -> bool:
        """Whether other lycées had somebody there."""
        return any(year.others for year in self.years)


P, W = placements.c, hosted_weeks.c
_KEY = bindparam("key", type_=Text)
HOSTED_AT_SITE = Reading(
    select(P.uai, formations.c.label, periods.c.starts_on, P.pupil_year_id)
    .select_from(
        placements.join(periods, (periods.c.uai == P.uai) & (periods.c.period_id == P.period_id))
        .join(formations, (formations.c.uai == P.uai) & (formations.c.mef == P.mef))
        .join(host_sites, host_sites.c.site_id == P.site_id)
    )
    .where(host_sites.c.site_key == _KEY, or_(*(P.status == one.value for one in HOSTED))),
    lambda rows: rows,
)
"""Who was at the site of a key, by the formation they were in."""
HOSTED_FOR_OTHERS = Reading(
    select(W.week, func.sum(W.seats).label("seats"))
    .where(
        one_of_its_keys(W.site_key, "key"),
        W.uai != all_(bindparam("uais", type_=ARRAY(Text))),
        W.seats > 0,
        # A former key leads there too, and has a part of the page of its own: told once.
        exists().where(host_sites.c.site_key == _KEY, host_sites.c.site_id == site_of("key")),
    )
    .group_by(W.week),
    lambda rows: rows,
)
"""How many places a site had each week for other lycées than some."""


async def read_hosted_here(uow: UnitOfWork, site_key: SiteKey, today: date) -> Sequence[HostedYear]:
    """The school years somebody was there, the latest first; a place that is only proposed is none."""
    own = await _own(uow, site_key)
    others = await _others(uow, site_key)
    return [
        HostedYear(
            year,
            sorted((uai, label, len(ids)) for (uai, label), ids in own[year].items()),
            others[year],
        )
        for year in sorted({*own, *others}, reverse=True)
        if year <= SchoolYear.of(today)
    ]


async def _own(
    uow: UnitOfWork, site_key: SiteKey
) -> dict[SchoolYear, dict[tuple[Uai, str], set[UUID]]]:
    found: dict[SchoolYear, dict[tuple[Uai, str], set[UUID]]] = defaultdict(dict)
    for row in await HOSTED_AT_SITE.of(uow, {"key": site_key}):
        of_year = found[SchoolYear.of(row.starts_on)]
        of_year.setdefault((Uai(row.uai), row.label), set()).add(row.pupil_year_id)
    return found


async def _others(uow: UnitOfWork, site_key: SiteKey) -> Counter[SchoolYear]:
    """All other lycées together: of one alone, a small number is somebody."""
    most: Counter[SchoolYear] = Counter()
    asked = {"key": site_key, "uais": list(uow.scope.uais)}
    for row in await HOSTED_FOR_OTHERS.of(uow, asked):
        year = SchoolYear.of(date.fromisocalendar(int(row.week[:4]), int(row.week[6:]), 5))
        most[year] = max(most[year], int(row.seats))
    return most


async def search_hosts(uow: UnitOfWork, words: str) -> Sequence[Host]:
    """Sites that have all these words, or hosted a formation they name; none without a word."""
    if not words.strip():
        return []
    typed = first_words(search_text(words).split())
    named = await formations_called(uow, typed, local_date(uow.now))
    return await Hosts(uow).search(words, named)


async def read_host(uow: UnitOfWork, site_key: SiteKey) -> Host | None:
    """The site with this key, unless no event told of it so far."""
    return await Hosts(uow).by_key(site_key)
