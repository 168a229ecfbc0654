"""Figures as a page says them."""

from services.chassis.web.views.french import NARROW, NO_BREAK, number
from services.supervision.base.figures import Count, Figure, Told, Unit, Untold, figure, floor


def said(told: Told, unit: Unit) -> str:
    """A figure as it is read: « 85 % », « au moins 1 250 € », « 12 », or why there is none."""
    if not isinstance(told, Figure):
        return told.value
    if unit is Unit.PERCENT:
        return f"{_decimal(told.percent)}{NARROW}%"
    least = f"au moins{NO_BREAK}" if told.at_least else ""
    return least + number(told.numerator) + (f"{NARROW}€" if unit is Unit.EUROS else "")


def _decimal(percent: float | None) -> str:
    """Without « ,0 »."""
    whole = percent is not None and percent == int(percent)
    return number(percent, 0 if whole else 1)


def parts(told: Told) -> str:
    """« 17 sur 20 », of a part of a whole."""
    if not isinstance(told, Figure) or told.denominator is None:
        return ""
    return f"{number(told.numerator)}{NO_BREAK}sur{NO_BREAK}{number(told.denominator)}"


def signed(count: int) -> str:
    """`+3`, `−1`, `0`."""
    return f"+{count}" if count > 0 else f"\u2212{-count}" if count < 0 else "0"


WITHHELD = "Non publié"
"""Said wherever a head keeps the figures in the lycée; never a zero."""


def counted(count: Count | None, unit: Unit = Unit.COUNT) -> str:
    """A count as it is read; None: no event told it."""
    return said(figure(Untold.UNTOLD if count is None else count), unit)


def floored(count: Count | None, unit: Unit = Unit.COUNT) -> str:
    """A total that is told in steps, as it is read."""
    return said(floor(Untold.UNTOLD if count is None else count), unit)


def file_value(told: Told) -> str | int | float | None:
    """A figure in a file: a number to reckon with, or words where it is none, or not all of it."""
    if not isinstance(told, Figure) or told.at_least:
        return said(told, Unit.COUNT)
    return told.numerator if told.denominator is None else told.percent
