"""The report of a month, measured: as it was known then, or as it is known today."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS, date_fr
from services.supervision.base.figures import Figure, Told, Unit, Untold
from services.supervision.coverage.model.coverage import LyceeCoverage, is_silent
from services.supervision.coverage.tables import coverage_days
from services.supervision.declared_figures.model import newest_of_each, stands
from services.supervision.declared_figures.queries import declared_by, names_ever
from services.supervision.departures.model.departures import SOON
from services.supervision.exactness.queries.exactness import exactness
from services.supervision.indicators.model import INDICATORS
from services.supervision.indicators.model.indicator import IndicatorLine, line, of_each
from services.supervision.indicators.model.recorded_line import recorded
from services.supervision.indicators.queries.facts import lycee_facts
from services.supervision.journal.tables import network_journal
from services.supervision.past.model import HELD, Moment, Month, Period, months_between
from services.supervision.past.queries.past import (
    coverage_at,
    done_in,
    end_of,
    heard_until,
    held_in,
    known_since,
)
from services.supervision.past.queries.told_kinds import told_kinds
from services.supervision.publication.model import families_of_a_kind
from services.supervision.report_coverage.model import (
    CoverageLine,
    coverage_lines,
    together,
)
from services.supervision.report_figures.model.month_report import (
    DeclaredLine,
    Done,
    Headline,
    MonthReport,
    Unheard,
)
from services.supervision.report_figures.model.period_words import words_of

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
    opened: Sequence[LyceeCoverage]
    """Of these, those that were known of by the end of the days: one that came since was not silent."""

    @property
    def silent(self) -> Told:
        """Lycées that told nothing for a week, or never anything; not those asked to be silent."""
        end = end_of(self.until)
        silent = [
            one
            for one in self.opened
            if is_silent(one.heard_at, end) and not one.publication.tells_nothing
        ]
        return Figure(len(silent)) if self.opened else Untold.SILENT


async def known_months(uow: UnitOfWork) -> Sequence[Month]:
    """From the first month something is known of to this one, the newest first."""
    today = uow.now.astimezone(PARIS).date()
    told = (await uow.execute(select(func.min(network_journal.c.recorded_at)))).scalar()
    counted = (await uow.execute(select(func.min(coverage_days.c.day)))).scalar()
    days = [one for one in (told.astimezone(PARIS).date() if told else None, counted) if one]
    return months_between(min(days), today) if days else []


async def month_report(uow: UnitOfWork, month: Period, moment: Moment) -> MonthReport:
    """Its figures up to a day, beside those of the month, or the school year, before."""
    now = await measured(uow, month.first, moment)
    names = [one.uai for one in now.lycees]
    past = month.before
    then = replace(moment, until=past.last)
    if not moment.past:
        then = Moment(past.last, past.last)
    before = await measured(uow, past.first, then)
    facts = await lycee_facts(uow, SchoolYear.of(moment.until), moment)
    facts = [one for one in facts if one.uai in names]
    lines = [of_each(line(one, facts), names) for one in INDICATORS]
    return MonthReport(
        month=month.key,
        until=moment.until,
        known_on=moment.known_on,
        headlines=list(
            headlines(
                now,
                before,
                whole=moment.until == month.last,
                running=words_of(month).running,
            )
        ),
        coverage=now.coverage,
        indicators=[recorded(one.indicator.title, one) for one in lines],
        done=now.done,
        unheard=list(unheard(now.opened, end_of(moment.until))),
        exactness=await _exactness(uow, now),
        measured_at=uow.now,
        kept={one.uai: one.publication.closed for one in now.lycees if one.publication.closed},
        declared=await _declared(uow, month, moment, lines),
    )


async def _declared(
    uow: UnitOfWork, month: Period, moment: Moment, lines: Sequence[IndicatorLine]
) -> Sequence[DeclaredLine]:
    """What was declared of the month by the end of a day, where the lycée published no figure of it."""
    names = await names_ever(uow)
    by_code = {one.indicator.code: one for one in lines}
    end = end_of(moment.known_on)
    found = []
    declared = await declared_by(uow, Month.of(month.first), Month.of(month.last), end)
    for one in newest_of_each(declared).values():
        shown, uai = by_code.get(one.of.indicator), str(one.of.uai)
        if shown is None or not stands(shown.by_lycee.get(uai)):
            continue
        found.append(
            DeclaredLine(
                heading=shown.indicator.title,
                unit=shown.indicator.unit,
                lycee=names.get(uai, uai),
                numerator=one.of.numerator,
                denominator=one.of.denominator,
                told_on=one.of.told_on,
                source=one.of.source.label,
            )
        )
    return found


async def measured(uow: UnitOfWork, first: date, moment: Moment) -> Measured:
    """Measures of the days from the first one up to the moment."""
    days = (first - SOON, moment.until, moment.until + SOON)
    years = [await coverage_at(uow, one, moment) for one in _years(days)]
    heard, since = await heard_until(uow, moment.until), await known_since(uow)
    lycees = [replace(one, heard_at=heard.get(one.uai)) for one in years[0]]
    end = end_of(moment.until)
    opened = [one for one in lycees if one.uai not in since or since[one.uai] < end]
    lines = coverage_lines(years, first, moment.until)
    return Measured(lines, await _done(uow, first, moment, lycees), lycees, moment.until, opened)


async def _exactness(uow: UnitOfWork, of: Measured) -> Sequence[str]:
    """What was counted again is what is known today, whatever the days of the report."""
    found = await exactness(uow, of.lycees)
    today = uow.now.astimezone(PARIS).date()
    if not found or of.until == today:
        return found
    on = date_fr(today, weekday=False)
    return [
        f"Vérifié le {on}, sur tout ce qui est connu à cette date et non sur ces jours seuls.",
        *found,
    ]


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
    told_of = await told_kinds(uow, KINDS, moment)
    return [
        replace(_of_kind(kind, counts.get(kind, {}), lycees), told=kind in told_of)
        for kind in KINDS
    ]


def _of_kind(kind: str, counts: Mapping[str, int], lycees: Sequence[LyceeCoverage]) -> Done:
    families = families_of_a_kind(kind)
    keeping = [one for one in lycees if families.intersection(one.publication.closed)]
    if kind == HELD:
        kept = {one.uai for one in keeping}
        told = {uai: many for uai, many in counts.items() if uai not in kept}
        return Done(kind, KINDS[kind], told, [one.name for one in keeping])
    since = {
        one.name: min(days)
        for one in keeping
        if (days := [day for of in families if (day := one.publication.closed_since(of))])
        and min(days) != date.min
    }
    return Done(kind, KINDS[kind], counts, [one.name for one in keeping], since)


def headlines(now: Measured, before: Measured, *, whole: bool, running: str) -> Iterator[Headline]:
    """What is read first; silence is no zero.

    `whole`: whether the month is over. Facts of some days are not held against those of a month.
    """
    ran, was_running = (together(one.coverage, lambda of: of.running) for one in (now, before))
    coming, was_coming = (together(one.coverage, lambda of: of.coming) for one in (now, before))
    yield Headline(
        *("couverture", f"Élèves qui ont un lieu d’accueil, {running}", Unit.PERCENT),
        *(ran.rate, was_running.rate),
    )
    yield Headline(
        *("sans-lieu", f"Élèves sans lieu d’accueil, {running}", Unit.COUNT),
        *(ran.count("without"), was_running.count("without")),
    )
    yield Headline(
        *("manquants", f"Lieux manquants, départs des {SOON.days} jours suivants", Unit.COUNT),
        *(coming.count("without"), was_coming.count("without")),
    )
    for kind in (CONFIRMED, MET, HELD):
        past = told_of_kind(before, kind) if whole else Untold.NOTHING
        yield Headline(kind, KINDS[kind], Unit.COUNT, told_of_kind(now, kind), past)
    yield Headline(
        *("silencieux", "Lycées silencieux", Unit.COUNT),
        *(now.silent, before.silent),
    )


def told_of_kind(measured: Measured, kind: str) -> Told:
    """How many facts of a kind, where anybody who tells them told anything by then."""
    if not measured.done:
        return Untold.SILENT
    done = next(one for one in measured.done if one.kind == kind)
    return done.many(len(measured.lycees))


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
