"""Places a site offers a lycée (places d'accueil déclarées), month after month."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts.identifiers import CapacityId, CompanyId, Mef, SiteId, Uai
from contracts.partnerships.capacities import CapacityFacts
from services.chassis.base.errors import Invalid

SEATS_MAX = 50
MONTHS_MAX = 24


class MonthsReversed(Invalid):
    """The last month comes after the first one."""

    code = "months-reversed"
    title = "Le dernier mois doit suivre le premier."


class MonthsTooFar(Invalid):
    """An offer of places for years ahead."""

    code = "months-too-far"
    title = f"Déclarez {MONTHS_MAX} mois au plus à la fois."


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """What is offered; months are told by their first day."""

    id: UUID
    uai: Uai
    company_id: UUID
    site_id: UUID
    mef: Mef | None
    from_month: date
    to_month: date
    seats: int
    by_company: bool = False
    """Whether the company declared them itself, on its page."""

    def check(self) -> None:
        """Raises MonthsReversed, MonthsTooFar."""
        first, last = self.from_month, self.to_month
        if last < first:
            raise MonthsReversed(field="to_month")
        if (last.year - first.year) * 12 + last.month - first.month >= MONTHS_MAX:
            raise MonthsTooFar(field="to_month")

    def facts(self, on: date) -> dict[str, Any]:
        """What the department may learn, for either of the events that tell it."""
        return dict(
            CapacityFacts(
                capacity_id=CapacityId(self.id),
                company_id=CompanyId(self.company_id),
                site_id=SiteId(self.site_id),
                from_month=self.from_month,
                to_month=self.to_month,
                seats=self.seats,
                occurred_on=on,
            )
        )


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)
