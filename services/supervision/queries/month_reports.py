"""The report of a month, measured: as it was known then, or as it is known today."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select

from contracts.identifiers import SchoolYear
from services.chassis.web.french import PARIS, date_fr
from services.chassis.work import UnitOfWork
from services.supervision.domain.coverage import LyceeCoverage, is_silent
from services.supervision.domain.departures import SOON
from services.supervision.domain.indicators import INDICATORS
from services.supervision.domain.indicators.measuring import Figure, Told, Unit, Untold, line
from services.supervision.domain.month import Moment, Month, months_between
from services.supervision.domain.month_coverage import CoverageLine, coverage_lines, together
from services.supervision.domain.month_report import Done, Headline, MonthReport, Unheard
from services.supervision.domain.publication import EVENTS
from services.supervision.domain.recorded_line import recorded
from services.supervision.queries.coverage import coverage
from services.supervision.queries.exactness import exactness
from services.supervision.queries.indicators import lycee_facts
from services.supervision.queries.past import HELD, done_in, end_of, heard_until, held_in
from services.supervision.storage.tables import coverage_days, network_journal

CONFIRMED, MET = "placement_confirmed", "company_onboarded"
KINDS: Mapping[str, str] = {
    CONFIRMED: "Lieux d’accueil confirmés",
    "placement_withdrawn": "Lieux d’accueil perdus",
    "interaction_logged": "Échanges avec des entreprises",
    MET: "Premiers échanges avec une entreprise",
    "company_registered": "Entreprises ajoutées aux registres",
    "partnership_signed": "Conventions de partenariat signées",
    "partnership_renewed": "Conventions de partenariat renouvelées",
    "partnership_ended": "Partenariats terminés",
    HELD: "Actions école-entreprise menées",
    "regulated_work_declaration_filed": "Déclarations de dérogation déposées",
    "pfmp_period_published": "PFMP publiées",
    "import_completed": "Listes importées",
}
"""The kinds of facts that are counted, in the order they are read."""


@dataclass(frozen=True)
class Measured:
    """What a month is measured on, indicators apart."""

    coverage: Sequence[CoverageLine]
    done: Sequence[Done]
    lycees: Sequence[LyceeCoverage]
    """Each with when it was last heard of by the end of the days."""
    until: date

    @property
    def silent(self) -> Told:
        """Lycées that told nothing for a week, or never anything; not those asked to be silent."""
        end = end_of(self.until)
        silent = [
            one
            for one in self.lycees
            if is_silent(one.heard_at, end) and not one.publication.tells_nothing
        ]
        return Figure(len(silent)) if self.lycees else Untold.SILENT


async def known_months(uow: UnitOfWork) -> Sequence[Month]:
    """From the first month something is known of to this one, the newest first."""
    today = uow.now.astimezone(PARIS).date()
    told = (await uow.execute(select(func.min(network_journal.c.recorded_at)))).scalar()
    counted = (await uow.execute(select(func.min(coverage_days.c.day)))).scalar()
    days = [one for one in (told.astimezone(PARIS).date() if told else None, counted) if one]
    return months_between(min(days), today) if days else []


async def month_report(uow: UnitOfWork, month: Month, moment: Moment) -> MonthReport:
    """Its figures up to a day, beside those of the month before."""
    now = await measured(uow, month.first, moment)
    past = month.before
    then = replace(moment, until=past.last)
    if not moment.past:
        then = Moment(past.last, past.last)
    before = await measured(uow, past.first, then)
    facts = await lycee_facts(uow, SchoolYear.of(moment.until), moment)
    return MonthReport(
        month=month.key,
        until=moment.until,
        known_on=moment.known_on,
        headlines=list(headlines(now, before)),
        coverage=now.coverage,
        indicators=[recorded(one.title, line(one, facts)) for one in INDICATORS],
        done=now.done,
        unheard=list(unheard(now.lycees, end_of(moment.until))),
        exactness=await exactness(uow, now.lycees),
    )


async def measured(uow: UnitOfWork, first: date, moment: Moment) -> Measured:
    """Of the days from the first one up to the moment."""
    days = (first - SOON, moment.until, moment.until + SOON)
    years = [await coverage(uow, year=one, known_on=moment.known_on) for one in _years(days)]
    heard = await heard_until(uow, moment.until)
    lycees = [replace(one, heard_at=heard.get(one.uai)) for one in years[0]]
    lines = coverage_lines(years, first, moment.until)
    return Measured(lines, await _done(uow, first, moment, lycees), lycees, moment.until)


def _years(days: Sequence[date]) -> Sequence[SchoolYear]:
    return sorted({SchoolYear.of(day) for day in days})


async def _done(
    uow: UnitOfWork, first: date, moment: Moment, lycees: Sequence[LyceeCoverage]
) -> Sequence[Done]:
    if all(one.heard_at is None for one in lycees):
        return []
    told = await done_in(uow, first, moment)
    held = await held_in(uow, first, moment)
    # An action is told again when its family is opened: it counts once.
    actions = {uai: sum(one.kinds.values()) for uai, one in held.items()}
    counts = {**told, HELD: actions}
    return [
        Done(kind, label, counts.get(kind, {}), _keeping(kind, lycees))
        for kind, label in KINDS.items()
    ]


def _keeping(kind: str, lycees: Sequence[LyceeCoverage]) -> Sequence[str]:
    families = {family for family, events in EVENTS.items() if kind in events}
    return [one.name for one in lycees if families & {*one.publication.closed}]


def headlines(now: Measured, before: Measured) -> Iterator[Headline]:
    """What is read first; silence is no zero."""
    running, was_running = (together(one.coverage, lambda of: of.running) for one in (now, before))
    coming, was_coming = (together(one.coverage, lambda of: of.coming) for one in (now, before))
    yield Headline(
        *("couverture", "Élèves qui ont un lieu d’accueil, PFMP du mois", Unit.PERCENT),
        *(running.rate, was_running.rate),
    )
    yield Headline(
        *("sans-lieu", "Élèves sans lieu d’accueil, PFMP du mois", Unit.COUNT),
        *(running.count("without"), was_running.count("without")),
    )
    yield Headline(
        *("manquants", f"Lieux manquants, départs des {SOON.days} jours suivants", Unit.COUNT),
        *(coming.count("without"), was_coming.count("without")),
    )
    for kind in (CONFIRMED, MET, HELD):
        yield Headline(kind, KINDS[kind], Unit.COUNT, _told(now, kind), _told(before, kind))
    yield Headline(
        *("silencieux", "Lycées silencieux", Unit.COUNT),
        *(now.silent, before.silent),
    )


def _told(measured: Measured, kind: str) -> Told:
    """How many facts of a kind, where anybody who tells them told anything by then."""
    if not measured.done:
        return Untold.SILENT
    done = next(one for one in measured.done if one.kind == kind)
    return Untold.WITHHELD if len(done.withheld) == len(measured.lycees) else Figure(done.total)


def unheard(lycees: Sequence[LyceeCoverage], end: datetime) -> Iterator[Unheard]:
    """The lycées whose figures are missing or may be old, by name."""
    for one in lycees:
        if one.publication.tells_nothing or one.publication.keeps_coverage_since:
            yield Unheard(one.uai, one.name, "Chiffres non publiés par la direction")
        elif one.heard_at is None:
            yield Unheard(one.uai, one.name, "N’avait encore rien transmis")
        elif is_silent(one.heard_at, end):
            on = date_fr(one.heard_at.astimezone(PARIS).date(), weekday=False)
            yield Unheard(one.uai, one.name, f"Silencieux depuis le {on}")
