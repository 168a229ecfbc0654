"""The cells of a page of attestations: what was typed of each stay, else what is known."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from services.chassis.web.views.forms import Typed
from services.internships.attestations.queries import StayLine


class Cells(NamedTuple):
    """What the fields of a line hold."""

    days: str
    absences: str
    shown: str


def cells(typed: Typed[Any], lines: Iterable[StayLine]) -> Mapping[UUID, Cells]:
    """What was typed of each stay, whatever its rank was then, else what is known."""
    columns = (typed.chosen(name) for name in ("placement", *Cells._fields))
    sent = {place: Cells(*line) for place, *line in zip(*columns, strict=False)}
    return {one.placement_id: sent.get(str(one.placement_id), _known(one)) for one in lines}


def _known(line: StayLine) -> Cells:
    if line.days is None:
        return Cells("", "", "")
    return Cells(str(line.days), str(line.absences), f"{line.days}/{line.absences}")
