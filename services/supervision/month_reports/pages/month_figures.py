"""How the figures of a month's report are said: on its page, in its workbook and on paper alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.chassis.web.views.french import (
    NARROW,
    NO_BREAK,
    PARIS,
    date_fr,
    month_name,
    plural,
    time_fr,
)
from services.supervision.base.figure_words import parts, said
from services.supervision.base.figures import Unit, Untold
from services.supervision.indicators.model.recorded_line import DEPARTMENT, RecordedLine
from services.supervision.month_reports.model.month_corrections import Correction
from services.supervision.month_reports.model.report_text import ReportText
from services.supervision.month_reports.pages.year_tables import year_tables
from services.supervision.past.model import Period, Year
from services.supervision.report_coverage.model import CoveragePart, together
from services.supervision.report_figures.labels import headline_change
from services.supervision.report_figures.model.month_report import Done, Headline, MonthReport
from services.supervision.report_figures.model.period_words import PeriodWords, words_of

COMING = "Prochains départs"
BEHIND: Mapping[str, str] = {
    "couverture": "#titre-couverture",
    "sans-lieu": "#titre-couverture",
    "manquants": "#titre-couverture",
    "silencieux": "#titre-silence",
}
DONE = "#titre-fait"
"""Where on the page a first figure comes from."""


@dataclass(frozen=True)
class SentReport:
    """A report with its text, and what is known otherwise since, to be shown or taken away."""

    report: MonthReport
    text: ReportText
    corrections: Sequence[Correction]
    not_compared: Sequence[str] = ()
    frozen: str = ""
    """When it was frozen, in words; empty: it is not."""

    @property
    def month(self) -> Period:
        """The month, or the school year, it is of."""
        return self.report.period

    @property
    def words(self) -> PeriodWords:
        """What is said of such a period."""
        return words_of(self.month)

    @property
    def name(self) -> str:
        """« novembre 2026 », « année 2026-2027 »."""
        return period_name(self.month)

    @property
    def known(self) -> str:
        """Which of the two times its figures are of."""
        report = self.report
        until = date_fr(report.until, weekday=False)
        if report.known_on == report.until:
            return f"Ce que l’on savait le {until} {hour_of(report) or 'au soir'}"
        known_on = date_fr(report.known_on, weekday=False)
        return f"La situation au {until}, connue le {known_on} {hour_of(report)}".rstrip()


def period_name(period: Period) -> str:
    """« novembre 2026 », « année 2026-2027 »."""
    return f"année {period.key}" if isinstance(period, Year) else month_name(period.first)


def drawn(sent: SentReport) -> dict[str, Any]:
    """What `_month.html` draws."""
    report = sent.report
    return {
        "sent": sent,
        "report": report,
        "behind": BEHIND,
        "behind_done": DONE,
        "beside": beside(report),
        "month_before": month_before,
        "coverage_parts": coverage_parts(report),
        "remark": remark,
        "not_published": not_published,
        "done": done(report),
        "nothing_done": nothing_done(report),
        "never_told": never_told(report),
        "indicators": told_lines(report),
        "of_today_alone": of_today_alone(report),
        "columns": [(name, "number") for _, name in report.lycees],
        "department": DEPARTMENT,
        "percent_unit": Unit.PERCENT,
        "count_unit": Unit.COUNT,
        "said": said,
        "parts": parts,
        "year_tables": year_tables(report),
    }


def hour_of(report: MonthReport) -> str:
    """« à 6 h 19 », of figures of a day that was going on; empty: that day was over."""
    at = report.measured_at
    going_on = at is not None and at.astimezone(PARIS).date() == report.known_on
    return f"à {time_fr(at)}" if at is not None and going_on else ""


def month_before(one: Headline, report: MonthReport) -> str:
    """« +3 : 0 en octobre 2026 »; empty of facts counted in a month that is going on."""
    month = report.period
    going_on = report.until < month.last
    if going_on and one.before is Untold.NOTHING:
        return ""
    name, figure, change = (
        period_name(month.before),
        said(one.before, one.unit),
        headline_change(one),
    )
    if change:
        return f"{change}{NO_BREAK}: {figure} {'l’' if isinstance(month, Year) else 'en '}{name}"
    return f"{name.capitalize()}{NO_BREAK}: {figure}"


def coverage_parts(
    report: MonthReport,
) -> Sequence[tuple[str, Sequence[tuple[str, CoveragePart]], CoveragePart]]:
    """Running, then coming: each lycée that has such PFMP, and all of them together."""
    every = (
        (words_of(report.period).running, [(one.lycee, one.running) for one in report.coverage]),
        (COMING, [(one.lycee, one.coming) for one in report.coverage]),
    )
    totals = (
        together(report.coverage, lambda one: one.running),
        together(report.coverage, lambda one: one.coming),
    )
    return [
        (title, [one for one in rows if one[1] != CoveragePart()], total)
        for (title, rows), total in zip(every, totals, strict=True)
    ]


def beside(report: MonthReport) -> Mapping[str, str]:
    """What is not in the first figures, by their code."""
    running, coming = (remark(total) for _, _, total in coverage_parts(report))
    of_coverage = {"couverture": running, "sans-lieu": running, "manquants": coming}
    return of_coverage | {one.kind: _kept_by(one, report) for one in report.done}


def _kept_by(one: Done, report: MonthReport) -> str:
    """« ce que garde 1 lycée », of a kind other lycées tell."""
    many = len(one.withheld)
    if not many or many == len(report.coverage):
        return ""
    return f"ce que {'garde' if many == 1 else 'gardent'} {plural(many, 'lycée')}"


def not_published(one: Done) -> str:
    """« Non publié : Michelet », or since when, where what was told before is in the total."""
    since: dict[str, list[str]] = {}
    for name in one.withheld:
        on = one.since.get(name)
        said_since = f" depuis le {date_fr(on, weekday=False)}" if on else ""
        since.setdefault(said_since, []).append(name)
    told = (f"Non publié{when}{NO_BREAK}: {', '.join(names)}" for when, names in since.items())
    return f"{NARROW}; ".join(told)


def done(report: MonthReport) -> Sequence[Done]:
    """The kinds of facts there are some of, or that a lycée keeps to itself."""
    return [one for one in report.done if one.total or one.withheld]


def nothing_done(report: MonthReport) -> Sequence[str]:
    """The kinds there are none of: told apart, a page is not filled with zeros."""
    return [one.label for one in report.done if one.told and not (one.total or one.withheld)]


def never_told(report: MonthReport) -> Sequence[str]:
    """The kinds no lycée ever told any of, nor that there is none: not known is no zero."""
    return [one.label for one in report.done if not (one.told or one.total or one.withheld)]


def told_lines(report: MonthReport) -> Sequence[RecordedLine]:
    """The indicators something is known of as of these days."""
    return [one for one in report.indicators if one.told[DEPARTMENT] is not Untold.TODAY]


def of_today_alone(report: MonthReport) -> Sequence[str]:
    """Indicators known of today alone: known as of the day they are read, hence not of a month that is over."""
    return [one.heading for one in report.indicators if one.told[DEPARTMENT] is Untold.TODAY]


def remark(part: CoveragePart) -> str:
    """What is not in the figures of a part, where there are some."""
    if not part.told:
        return ""
    notes = []
    if part.untold:
        notes.append(f"{plural(part.untold, 'formation')} sans chiffres")
    if part.withheld:
        notes.append(plural(part.withheld, "formation non publiée", "formations non publiées"))
    return ", ".join(notes)
