"""What the internship tracker answers about who hosts which formation: nothing about any pupil."""

from pydantic import BaseModel

from contracts.identifiers import Mef, PlacementId
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
