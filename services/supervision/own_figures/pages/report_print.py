"""The activity report on paper: what the typesetter is given, all of it said already."""

from collections.abc import Mapping, Sequence

from services.chassis.web.views.french import number
from services.supervision.base.figure_words import said
from services.supervision.base.figures import Unit
from services.supervision.indicators.model.indicator import definition
from services.supervision.month_files.pages.month_workbook import WORDS
from services.supervision.month_reports.pages.year_tables import whole
from services.supervision.own_figures.model.activity_report import ActivityReport
from services.supervision.own_figures.pages import report_words
from services.supervision.report_coverage.model import CoveragePart
from services.supervision.report_figures.labels import headline_change
from services.supervision.report_figures.model.month_report import Headline


def printed_report(
    report: ActivityReport, *, lycee: str, head: str, warning: str
) -> Mapping[str, object]:
    """What `activity.typ` prints. `warning`: said on each page, where the figures are invented."""
    made = report.made_on
    return {
        "title": "Rapport d’activité du bureau des entreprises",
        "lycee": f"{lycee} ({report.uai})",
        "head": head,
        "days": report.days.said,
        "known": report_words.known(report),
        "day": [made.year, made.month, made.day],
        "warning": warning,
        "few": report_words.FEW if report.names_few else "",
        "heard": report.heard,
        "beside": report_words.beside(report),
        "compared": report.compared,
        "rate": _headline(report.together),
        "coverage": [
            _part([line.formation, report_words.running(line)], line.part)
            for line in report.coverage
        ],
        "total": _part(["Ensemble", ""], report.total),
        "done": [_headline(one) for one in report_words.happened(report)],
        "never_happened": list(report_words.never_happened(report)),
        "untold": list(report_words.untold(report)),
        "indicators": [_headline(one) for _, one in report.told],
        "of_today_alone": list(report.of_today_alone),
        "definitions": [[one.title, definition(one)] for one, _ in report.told],
        "words": [[word.value, meaning] for word, meaning in WORDS],
    }


def _headline(one: Headline) -> list[str]:
    return [
        one.title,
        whole(one.now, one.unit),
        whole(one.before, one.unit),
        headline_change(one) or "–",
    ]


def _part(named: Sequence[str], part: CoveragePart) -> list[str]:
    if part.unsaid is not None:
        return [*named, part.unsaid.value, *[""] * 5]
    counts = (part.expected, part.covered, part.without, part.exempted, part.left)
    return [*named, *map(number, counts), said(part.rate, Unit.PERCENT)]
