"""The question whose answer is how many actions each lycée held on each axis of the Parcours Avenir, as its head tells it."""

from pydantic import BaseModel

from contracts.coordination.avenir import AvenirAxis
from contracts.identifiers import Count, SchoolYear, Uai
from contracts.questions import Question, declare


class ActionsByAxisRequest(BaseModel):
    """A school year."""

    school_year: SchoolYear


class AxisCount(BaseModel):
    """Actions held on an axis."""

    axis: AvenirAxis
    count: Count


class LyceeAxes(BaseModel):
    """Of one lycée; without counts it told of none, `kept`: its head keeps them."""

    uai: Uai
    kept: bool = False
    counts: tuple[AxisCount, ...] = ()


class ActionsByAxis(BaseModel):
    """Each lycée of the department, those that told nothing too."""

    lycees: tuple[LyceeAxes, ...] = ()


ACTIONS_BY_AXIS = declare(
    Question(
        service="supervision",
        name="actions_by_axis",
        request=ActionsByAxisRequest,
        answer=ActionsByAxis,
        askers=frozenset({"coordination"}),
        timeout_seconds=3.0,
    )
)
"""Asked for the DSDEN: whoever asks about a lycée is told nothing."""
