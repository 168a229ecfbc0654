"""The evidence of a formation, read from the read models that exist; what a head keeps is not told."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ARRAY, Date, Text, and_, any_, bindparam, func, literal, or_, select

from contracts.coordination.training_offer import SignalKind, SignalStrength
from contracts.identifiers import Mef, SchoolYear, Siren
from contracts.publication import FactFamily
from services.chassis.reference.nomenclatures.communities import communities
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.acquaintances.tables import hostings
from services.supervision.actions.queries import RefusalCounts, refusal_counts
from services.supervision.base.figures import Count, Untold
from services.supervision.base.today import today_of
from services.supervision.companies.tables import companies
from services.supervision.coverage.model.coverage import Cell, LyceeCoverage
from services.supervision.coverage.queries.coverage import coverage, formation_labels
from services.supervision.coverage.tables import periods
from services.supervision.evidence.model import (
    DOERS,
    Evidence,
    HostsOfYear,
    LyceeOfYear,
    MonthOfSignals,
    places_of,
    together,
)
from services.supervision.journal.queries.kept_lines import kept_in_the_lycee
from services.supervision.journal.tables import network_journal
from services.supervision.partnerships.tables import capacities
from services.supervision.training_signals.model import (
    OF_A_FORMATION,
    Counted,
    Span,
    months_of,
    same_formation,
)
from services.supervision.training_signals.queries import T, counted_signals, trades_of

YEARS = 2
"""School years that are looked at: the current one and the one before."""
Placed = tuple[int, int, int]
"""Places confirmed, of them at new hosts, and places lost."""


async def read_evidence(
    uow: UnitOfWork,
    mef: Mef,
    *,
    territory: Siren | None = None,
    romes: Collection[str] = (),
) -> tuple[Evidence, Mapping[str, str]]:
    """What the scope may know of a formation, and how its lycées are called by UAI."""
    today = today_of(uow)
    years = [_year(today, back) for back in range(YEARS)]
    told = {year: await coverage(uow, year=year) for year in years}
    offering = {uai for uai, known in await formation_labels(uow) if same_formation(known, mef)}
    offering |= {one.uai for lycees in told.values() for one in lycees if _cells(one, mef)}
    lycees = {one.uai: one for one in told[years[0]] if one.uai in offering}
    trades = sorted({*romes, *await trades_of(uow, mef[:OF_A_FORMATION])})
    signals, signalling = await _signals(uow, mef, territory, trades, today)
    evidence = Evidence(
        known_on=today,
        places=together(
            places_of(one.uai, year, _cells(one, mef), heard=one.heard_at is not None)
            for year in years
            for one in told[year]
            if one.uai in offering
        ),
        hosts=[one for year in years for one in await _hosts(uow, mef, year, lycees)],
        lycees=[
            one for year in years for one in await _lycees(uow, year, lycees, territory, today)
        ],
        signals=signals,
        signalling=signalling,
        heard_on={
            uai: one.heard_at.astimezone(PARIS).date() if one.heard_at else None
            for uai, one in lycees.items()
        },
        trades=trades,
    )
    return evidence, {uai: one.name for uai, one in lycees.items()}


def _year(today: date, back: int) -> SchoolYear:
    first = int(SchoolYear.of(today)[:4]) - back
    return SchoolYear.of(date(first, 10, 1))


def _cells(lycee: LyceeCoverage, mef: str) -> list[Cell]:
    return [cell for cell in lycee.cells if same_formation(cell.mef, mef)]


async def _hosts(
    uow: UnitOfWork, mef: str, year: SchoolYear, lycees: Mapping[str, LyceeCoverage]
) -> Sequence[HostsOfYear]:
    placed = await _placed(uow, mef, year)
    found = []
    for uai, lycee in lycees.items():
        why = _untold(lycee, FactFamily.PLACEMENTS)
        of: tuple[Count, Count, Count] = (why, why, why)
        if why is not Untold.WITHHELD and uai in placed:
            of = placed[uai]
        found.append(HostsOfYear(uai, year, *of))
    return found


async def _placed(uow: UnitOfWork, mef: str, year: SchoolYear) -> Mapping[str, Placed]:
    j, p = network_journal.c, periods.c
    confirmed = j.event == literal("placement_confirmed")
    is_new = j.details["new_host"].astext == "true"
    statement = (
        select(
            j.uai,
            func.count().filter(confirmed).label("confirmed"),
            func.count().filter(confirmed, is_new).label("new"),
            func.count().filter(~confirmed).label("lost"),
        )
        .select_from(network_journal)
        .join(periods, and_(p.uai == j.uai, p.period_id == j.period_id))
        .where(
            or_(confirmed, j.event == literal("placement_withdrawn")),
            func.left(j.mef, OF_A_FORMATION) == mef[:OF_A_FORMATION],
            p.starts_on.between(year.first_day, year.last_day),
            ~kept_in_the_lycee(),
        )
        .group_by(j.uai)
    )
    rows = await uow.execute(statement)
    return {row.uai: (row.confirmed, row.new, row.lost) for row in rows}


async def _lycees(
    uow: UnitOfWork,
    year: SchoolYear,
    lycees: Mapping[str, LyceeCoverage],
    territory: Siren | None,
    today: date,
) -> Sequence[LyceeOfYear]:
    hosts = await _sites(uow, year)
    refused = await refusal_counts(uow, year)
    # What is offered is known of today: beside another year it would be taken for that year's.
    of_today = year == SchoolYear.of(today)
    seats = await _seats(uow, territory, today) if of_today else {}
    return [
        LyceeOfYear(
            uai,
            year,
            hosts=_told(lycee, FactFamily.HOSTING, hosts.get(uai)),
            refusals=_told(lycee, FactFamily.EXCHANGES, _total(refused.get(uai))),
            refused_by=_by_doer(lycee, refused.get(uai)),
            seats=_told(lycee, FactFamily.COMPANIES, seats.get(uai)) if of_today else Untold.TODAY,
        )
        for uai, lycee in lycees.items()
    ]


def _told(lycee: LyceeCoverage, family: FactFamily, count: int | None) -> Count:
    why = _untold(lycee, family)
    return why if why is Untold.WITHHELD or count is None else count


def _untold(lycee: LyceeCoverage, family: FactFamily) -> Untold:
    if family in lycee.publication.closed:
        return Untold.WITHHELD
    return Untold.SILENT if lycee.heard_at is None else Untold.UNTOLD


def _total(refused: RefusalCounts | None) -> int | None:
    return refused.total if refused else None


def _by_doer(lycee: LyceeCoverage, refused: RefusalCounts | None) -> Mapping[str, int]:
    if refused is None or _untold(lycee, FactFamily.EXCHANGES) is Untold.WITHHELD:
        return {}
    return {doer: getattr(refused, doer) for doer in DOERS}


async def _sites(uow: UnitOfWork, year: SchoolYear) -> Mapping[str, int]:
    """At how many sites each lycée had pupils in a school year."""
    h = hostings.c
    statement = (
        select(h.uai, func.count(h.site_key.distinct()).label("sites"))
        .where(h.school_year == year, h.seats > 0)
        .group_by(h.uai)
    )
    return {row.uai: row.sites for row in await uow.execute(statement)}


async def _seats(uow: UnitOfWork, territory: Siren | None, today: date) -> Mapping[str, int]:
    """Places companies offer each lycée this month, in a territory or anywhere; none is told where none ever was."""
    c, known = capacities.c, companies.c
    month = literal(today.replace(day=1), Date)
    standing = and_(~c.withdrawn, c.from_month <= month, month <= c.to_month)
    if territory is not None:
        communes = sorted(communities()[territory].communes) if territory in communities() else []
        standing &= known.commune == any_(bindparam("communes", communes, ARRAY(Text)))
    statement = (
        select(c.uai, func.coalesce(func.sum(c.seats).filter(standing), 0).label("seats"))
        .select_from(capacities.outerjoin(companies, known.company_id == c.company_id))
        .group_by(c.uai)
    )
    return {row.uai: int(row.seats) for row in await uow.execute(statement)}


async def _signals(
    uow: UnitOfWork, mef: str, territory: Siren | None, trades: Sequence[str], today: date
) -> tuple[Sequence[MonthOfSignals], int]:
    """Signals that name the formation, or name none and one of its trades, month by month."""
    of_a_trade = and_(
        T.mef.is_(None), T.rome == any_(bindparam("trades", list(trades), ARRAY(Text)))
    )
    named = func.left(T.mef, OF_A_FORMATION) == mef[:OF_A_FORMATION]
    more = [or_(named, of_a_trade)]
    if territory is not None:
        more.append(or_(T.territory == territory, T.territory.is_(None)))
    months = months_of(Span.TWELVE_MONTHS, today)
    counted = await counted_signals(uow, months[0], today, *more)
    return _by_month(counted), len({one.uai for one in counted})


def _by_month(counted: Sequence[Counted]) -> Sequence[MonthOfSignals]:
    found: dict[tuple[date, SignalKind, SignalStrength, bool], int] = {}
    for one in counted:
        key = (one.month, one.kind, one.strength, one.territory is None)
        found[key] = found.get(key, 0) + one.count
    return [
        MonthOfSignals(month, kind, strength, everywhere, count)
        for (month, kind, strength, everywhere), count in sorted(found.items())
    ]
