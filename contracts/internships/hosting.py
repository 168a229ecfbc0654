"""What the internship tracker answers about who hosts which formation: nothing about any pupil."""

from datetime import date

from pydantic import BaseModel

from contracts.identifiers import Mef, PlacementId, SiteKey
from contracts.questions import Question, declare


class FormationHostsRequest(BaseModel):
    """A formation of the lycée."""

    mef: Mef


class FormationHosts(BaseModel):
    """The places hosts agreed to for its pupils, the latest first; who asks knows where each is."""

    placements: tuple[PlacementId, ...]


FORMATION_HOSTS = declare(
    Question(
        "internships",
        "formation_hosts",
        FormationHostsRequest,
        FormationHosts,
        frozenset({"partnerships"}),
    )
)


class MinorsHostedRequest(BaseModel):
    """The keys that lead to one site, and from which day on."""

    site_keys: tuple[SiteKey, ...]
    since: date


class MinorsHosted(BaseModel):
    """Whether a pupil of the lycée who may be a minor was, is or will be there; nothing about who."""

    hosted: bool


MINORS_HOSTED = declare(
    Question(
        "internships",
        "minors_hosted",
        MinorsHostedRequest,
        MinorsHosted,
        frozenset({"notifications"}),
    )
)
