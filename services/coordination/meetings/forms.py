"""Forms of a meeting: when and where, who came, and what was said."""

from datetime import time
from typing import Annotated
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from services.chassis.web.views.forms import Day, FormModel, several
from services.chassis.web.views.messages import HOUR
from services.coordination.base.form_pieces import DecisionForm, Version, one_line, said
from services.coordination.base.text import without_controls
from services.coordination.meetings.model import MeetingPlan

AGENDA_CHARACTERS_MAX = 4_000
MINUTES_CHARACTERS_MAX = 20_000
PLACE_CHARACTERS_MAX = 160
MEMBERS_MAX = 500


def _of_a_clock(hour: time) -> time:
    """A time as clocks of Paris show it."""
    if hour.tzinfo is not None:
        raise ValueError(HOUR)
    return hour.replace(second=0, microsecond=0)


Hour = Annotated[time, AfterValidator(_of_a_clock)]
Place = Annotated[
    str,
    StringConstraints(max_length=PLACE_CHARACTERS_MAX),
    AfterValidator(said),
    AfterValidator(one_line),
]
Agenda = Annotated[
    str, StringConstraints(max_length=AGENDA_CHARACTERS_MAX), AfterValidator(without_controls)
]
Minutes = Annotated[
    str, StringConstraints(max_length=MINUTES_CHARACTERS_MAX), AfterValidator(without_controls)
]
Others = Annotated[int, Ge(0), Le(1_000)]


class MeetingForm(FormModel):
    """A meeting to plan."""

    on: Day = Field(title="Jour")
    starts_at: Hour | None = Field(default=None, title="Début")
    ends_at: Hour | None = Field(default=None, title="Fin")
    place: Place | None = Field(default=None, title="Lieu")
    agenda: Agenda | None = Field(default=None, title="Ordre du jour")

    def plan(self) -> MeetingPlan:
        """The plan of the meeting: when and where. Raises HoursUnclear."""
        return MeetingPlan(self.on, self.starts_at, self.ends_at, self.place)


class MovedMeetingForm(MeetingForm):
    """A meeting to plan otherwise."""

    version: Version


class HeldForm(DecisionForm):
    """A meeting that was held: who came."""

    came: Annotated[list[UUID], BeforeValidator(several)] = Field(
        default=[], max_length=MEMBERS_MAX, title="Membres venus"
    )
    others: Others = Field(default=0, title="Autres personnes venues")


class MinutesForm(DecisionForm):
    """The minutes of a meeting."""

    minutes: Minutes | None = Field(default=None, title="Compte rendu")
