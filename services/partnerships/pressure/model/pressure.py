"""How often a host is asked, and the delay after which it may be asked again (délai de courtoisie)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid

WINDOW = timedelta(days=30)


class CourtesyNotOver(Invalid):
    """Another lycée has just asked this host: one may go on, knowing it."""

    code = "courtesy-not-over"
    title = (
        "Un autre lycée vient de solliciter ce lieu. Si vous l’avez contacté malgré le délai de "
        "courtoisie, cochez la case, puis notez de nouveau l’échange."
    )


@dataclass(frozen=True)
class Solicited:
    """How often one lycée asked a site within the window, and when last."""

    uai: Uai
    lycee: str
    times: int
    last_on: date


@dataclass(frozen=True)
class Pressure:
    """Who asked a site within 30 days."""

    by: Sequence[Solicited]
    courtesy_until: date | None = None
    """Until when the others leave it alone."""

    @property
    def times(self) -> int:
        """How often, all lycées together."""
        return sum(one.times for one in self.by)


def courtesy_until(others: Sequence[Solicited], days: int, today: date) -> date | None:
    """The last day of the delay that another lycée's solicitation began, unless it is over."""
    if not others or not days:
        return None
    until = max(one.last_on for one in others) + timedelta(days=days - 1)
    return until if until >= today else None
