"""How many pupils a site may host in one week (plafond d'accueil, R. 124-10 du code de l'éducation)."""

from dataclasses import dataclass
from datetime import date

from services.chassis.base.errors import Invalid
from services.partnerships.pressure.model.rules import RuleInThePast

STAFF_MAX = 100_000


class LimitOutOfBounds(Invalid):
    """A ceiling that is none, or that nobody could ever reach."""

    code = "limit-out-of-bounds"
    title = "Cette valeur n’est pas possible."


@dataclass(frozen=True)
class HostingLimit:
    """`percent` of the staff, rounded up; `small` below `small_under` people."""

    percent: int = 15
    small: int = 3
    small_under: int = 20
    from_on: date = date.min

    def check(self, today: date) -> None:
        """Raises LimitOutOfBounds, RuleInThePast."""
        for name, most in (("percent", 100), ("small", 50), ("small_under", 500)):
            if not 1 <= getattr(self, name) <= most:
                raise LimitOutOfBounds(f"De 1 à {most}.", field=name)
        if self.from_on < today:
            raise RuleInThePast(field="from_on")


BY_LAW = HostingLimit()
"""What R. 124-10 says until the rectorat decides otherwise."""
