"""What the partnership registry counts of itself, so that who listens can compare."""

from datetime import date

from contracts.event import Event
from contracts.identifiers import Count, RegistryTotalsId
from contracts.publication import FactFamily


class RegistryTotalsStatedV1(
    Event, audience="department", aggregate="totals_id", family=FactFamily.COMPANIES
):
    """What the registry holds for a lycée, counted in its tables once a day (totaux du registre).

    Told after every fact it counts: who folded those has the same figures. `companies` are those
    on the lycée's list, which no other fact tells. `onboarded` are the first meetings that were
    told. `actions_held` is missing while the head keeps exchanges in the lycée.
    """

    totals_id: RegistryTotalsId
    companies: Count
    onboarded: Count
    partnerships_active: Count
    actions_held: Count | None = None
    occurred_on: date
