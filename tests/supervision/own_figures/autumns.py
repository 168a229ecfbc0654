"""Two autumns of a lycée, and its bureau reading them."""

from datetime import date

from contracts.identifiers import Uai
from contracts.partnerships.actions import ActionHeldV1
from tests.supervision.months import Months, noon
from tests.supervision.network import (
    BOURDELLE,
    OTHER,
    action,
    confirmation,
    coverage,
    formation,
    lycee,
    period,
)

TODAY_AT = noon(2026, 12, 1)
YEAR_BEFORE = noon(2025, 9, 1)


async def two_autumns(months: Months) -> None:
    """Last year half of the pupils had a place on this date; this year 70 % a month ago, 80 % today."""
    months.now = TODAY_AT
    for uai, name in ((BOURDELLE, "Lycée Bourdelle"), (OTHER, "Lycée Michelet")):
        months.tell(lycee(name, uai), YEAR_BEFORE, uai=uai)
        months.tell(formation("Électricité"), YEAR_BEFORE, uai=uai)
    pfmp(months, "last october", date(2025, 10, 6))
    pfmp(months, "october", date(2026, 10, 5))
    pfmp(months, "november", date(2026, 11, 2))
    months.tell(coverage(10, name="last october"), noon(2025, 10, 10))
    months.tell(coverage(14, name="october"), noon(2026, 10, 20))
    months.tell(coverage(18, name="november"), noon(2026, 11, 16))
    months.tell(action("visit", ActionHeldV1, pupils=24, accompanying=2), noon(2026, 11, 25))
    months.tell(confirmation(1), noon(2026, 11, 25))
    await months.fold()


def pfmp(months: Months, name: str, starts_on: date, uai: Uai = BOURDELLE) -> None:
    months.tell(period(name=name, starts_on=starts_on), YEAR_BEFORE, uai=uai)
