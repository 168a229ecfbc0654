"""Where a company stands in the network: who speaks for all with it, and who asks to leave it alone."""

from datetime import date

from pydantic import BaseModel

from contracts.identifiers import CompanyId, Siret, Uai
from contracts.questions import Question, declare


class NetworkStandingRequest(BaseModel):
    """A company by its card, or else by a number of the public directory."""

    company_id: CompanyId | None = None
    siret: Siret | None = None


class StandingPause(BaseModel):
    """A pause of one of its sites (pause): that there is one, never why."""

    uai: Uai
    until_on: date


class NetworkStanding(BaseModel):
    """Nothing but the card where the registry has none: `company_id` is None.

    `lead` speaks for all with it (chef de file), `territory` follow the communes of its sites.
    Nothing of exchanges: what of them the department is told, each head decides.
    """

    company_id: CompanyId | None = None
    lead: Uai | None = None
    territory: tuple[Uai, ...] = ()
    pauses: tuple[StandingPause, ...] = ()
    courtesy_days: int = 0
    """For how many days other lycées leave a site alone once one has asked it; a rule of the network."""


NETWORK_STANDING = declare(
    Question(
        "partnerships",
        "network_standing",
        NetworkStandingRequest,
        NetworkStanding,
        frozenset({"coordination"}),
    )
)
