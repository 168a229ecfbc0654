"""A bulletin in lines: « Échanges avec des entreprises : 12, dans 4 lycées »."""

from collections.abc import Iterator, Sequence

from services.chassis.web.views.french import NARROW, NO_BREAK, number, plural
from services.supervision.base.figure_words import said
from services.supervision.bulletins.queries import COUNTED, NEWS, FactsOfWeek
from services.supervision.report_figures.labels import headline_change
from services.supervision.report_figures.model.month_report import Headline


def journal_lines(facts: Sequence[FactsOfWeek]) -> Iterator[tuple[str, str]]:
    """Each kind of facts; news is the network’s, and of no lycée."""
    for one in facts:
        where = f", dans {plural(one.lycees, 'lycée')}" if one.label != COUNTED[NEWS] else ""
        yield one.label, f"{number(one.many)}{where}"


def figure_lines(moved: Sequence[Headline], before: str) -> Iterator[tuple[str, str]]:
    """Each figure beside what it was: « 80 %, +10 points ; le mois d’avant : 70 % »."""
    for one in moved:
        was = f"{before}{NO_BREAK}: {said(one.before, one.unit)}"
        yield one.title, f"{said(one.now, one.unit)}, {headline_change(one)}{NARROW}; {was}"
