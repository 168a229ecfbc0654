"""What an activity report says alike on its page, in its workbook and on paper."""

from collections.abc import Sequence

from services.chassis.web.views.french import date_fr
from services.supervision.base.days_in_words import between
from services.supervision.base.figures import Figure, Untold
from services.supervision.own_figures.model.activity_report import ActivityReport, FormationLine
from services.supervision.own_figures.model.trends import a_year_before
from services.supervision.report_figures.model.month_report import Headline

FEW = (
    "Des effectifs de moins de cinq élèves y figurent\u00a0: ce rapport est pour les membres du"
    " conseil, ne le publiez pas tel quel."
)


def known(report: ActivityReport) -> str:
    """The words for when its figures were known, and for the day it was made."""
    made = f"établi le {date_fr(report.made_on, weekday=False)}"
    if report.until == report.made_on:
        return f"Arrêté à ce jour, {made}"
    return f"Arrêté au {date_fr(report.until, weekday=False)}, {made}"


def beside(report: ActivityReport) -> str:
    """Which days stand beside, or why none do."""
    past = between(a_year_before(report.days.first), a_year_before(report.until))
    if not report.compared:
        return f"Sans comparaison\u00a0: rien n’est connu de ce lycée {past}."
    return f"Un an avant\u00a0: {past}, tel qu’on le savait un an plus tôt."


def running(line: FormationLine) -> str:
    """« du 4 au 29 janvier 2027 »."""
    return between(line.starts_on, line.ends_on)


def happened(report: ActivityReport) -> Sequence[Headline]:
    """The kinds of facts there are some of, now or a year before, or that the head keeps."""
    return [one for one in report.done if _some(one)]


def never_happened(report: ActivityReport) -> Sequence[str]:
    """The kinds there are none of, and that were told."""
    return [one.title for one in report.done if not _some(one) and isinstance(one.now, Figure)]


def untold(report: ActivityReport) -> Sequence[str]:
    """The kinds nobody told: not known is no zero."""
    return [one.title for one in report.done if not _some(one) and not isinstance(one.now, Figure)]


def _some(one: Headline) -> bool:
    if one.now is Untold.WITHHELD:
        return True
    return any(isinstance(told, Figure) and told.numerator > 0 for told in (one.now, one.before))
