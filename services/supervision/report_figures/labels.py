"""How a first figure of a month is said beside the one before."""

from services.chassis.web.views.french import NO_BREAK, number
from services.supervision.base.figure_words import signed
from services.supervision.base.figures import Unit
from services.supervision.report_figures.model.month_report import Headline


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
