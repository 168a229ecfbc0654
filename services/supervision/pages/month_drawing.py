"""How the figures of a month's report are said: on its page, in its workbook and on paper alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.chassis.web.french import NO_BREAK, date_fr, month_name, number, plural
from services.supervision.domain.indicators.measuring import Told, Unit, Untold
from services.supervision.domain.month import Month
from services.supervision.domain.month_coverage import Part, together
from services.supervision.domain.month_report import Correction, Done, Headline, MonthReport
from services.supervision.domain.recorded_line import DEPARTMENT, RecordedLine
from services.supervision.domain.report_text import ReportText
from services.supervision.pages.essentials import signed
from services.supervision.pages.indicators import parts, said

RUNNING, COMING = "PFMP du mois", "Prochains départs"
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
    def month(self) -> Month:
        """The month it is of."""
        return Month.of(self.report.until)

    @property
    def name(self) -> str:
        """« novembre 2026 »."""
        return month_name(self.month.first)

    @property
    def known(self) -> str:
        """Which of the two times its figures are of."""
        report = self.report
        until = date_fr(report.until, weekday=False)
        if report.known_on == report.until:
            return f"Ce que l’on savait le {until} au soir"
        return f"La situation au {until}, connue le {date_fr(report.known_on, weekday=False)}"


def drawn(sent: SentReport) -> dict[str, Any]:
    """What `_month.html` draws."""
    report = sent.report
    return {
        "sent": sent,
        "report": report,
        "before": month_name(sent.month.before.first),
        "behind": BEHIND,
        "behind_done": DONE,
        "beside": beside(report),
        "headline_change": headline_change,
        "coverage_parts": coverage_parts(report),
        "remark": remark,
        "done": done(report),
        "nothing_done": nothing_done(report),
        "indicators": told_lines(report),
        "of_today_alone": of_today_alone(report),
        "columns": [(name, "number") for _, name in report.lycees],
        "department": DEPARTMENT,
        "percent_unit": Unit.PERCENT,
        "count_unit": Unit.COUNT,
        "said": said,
        "parts": parts,
    }


def headline_change(one: Headline) -> str:
    """« +3 », « −2,5 points », « inchangé »; empty where there is nothing to compare."""
    change = one.change
    if change is None:
        return ""
    if not change:
        return "inchangé"
    if one.unit is not Unit.PERCENT:
        return signed(int(change))
    many = number(abs(change), 0 if change == int(change) else 1)
    sign = "+" if change > 0 else "\u2212"
    return f"{sign}{many}{NO_BREAK}{'points' if abs(change) >= 2 else 'point'}"


def coverage_parts(report: MonthReport) -> Sequence[tuple[str, Sequence[tuple[str, Part]], Part]]:
    """Running, then coming: each lycée that has such PFMP, and all of them together."""
    every = (
        (RUNNING, [(one.lycee, one.running) for one in report.coverage]),
        (COMING, [(one.lycee, one.coming) for one in report.coverage]),
    )
    totals = (
        together(report.coverage, lambda one: one.running),
        together(report.coverage, lambda one: one.coming),
    )
    return [
        (title, [one for one in rows if one[1] != Part()], total)
        for (title, rows), total in zip(every, totals, strict=True)
    ]


def beside(report: MonthReport) -> Mapping[str, str]:
    """What is not in the first figures of coverage, by their code."""
    running, coming = (remark(total) for _, _, total in coverage_parts(report))
    return {"couverture": running, "sans-lieu": running, "manquants": coming}


def done(report: MonthReport) -> Sequence[Done]:
    """The kinds of facts there are some of, or that a lycée keeps to itself."""
    return [one for one in report.done if one.total or one.withheld]


def nothing_done(report: MonthReport) -> Sequence[str]:
    """The kinds there are none of: told apart, a page is not filled with zeros."""
    return [one.label for one in report.done if not (one.total or one.withheld)]


def told_lines(report: MonthReport) -> Sequence[RecordedLine]:
    """The indicators something is known of as of these days."""
    return [one for one in report.indicators if one.told[DEPARTMENT] is not Untold.TODAY]


def of_today_alone(report: MonthReport) -> Sequence[str]:
    """The other ones: known as of the day they are read, hence not of a month that is over."""
    return [one.heading for one in report.indicators if one.told[DEPARTMENT] is Untold.TODAY]


def remark(part: Part) -> str:
    """What is not in the figures of a part, where there are some."""
    if not part.told:
        return ""
    notes = []
    if part.untold:
        notes.append(f"{plural(part.untold, 'formation')} sans chiffres")
    if part.withheld:
        notes.append(plural(part.withheld, "formation non publiée", "formations non publiées"))
    return ", ".join(notes)


def whole(told: Told, unit: Unit) -> str:
    """« 75 % (15 sur 20) »."""
    counts = parts(told)
    return f"{said(told, unit)} ({counts})" if counts else said(told, unit)
