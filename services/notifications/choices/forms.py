"""The forms of choices: a rhythm for each kind, and when one is not written to."""

from collections.abc import Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Any

from pydantic import Field, create_model

from services.chassis.web.views.forms import Day, FormModel
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.rests.model import Rest, absence


def _fields() -> dict[str, Any]:
    return {
        kind.value: (Rhythm | None, Field(None, title=kind.called))
        for kind, words in KINDS.items()
        if not words.duty
    }


if TYPE_CHECKING:
    _OfEachKind = FormModel
else:
    _OfEachKind = create_model("_OfEachKind", __base__=FormModel, **_fields())


class RhythmsForm(_OfEachKind):
    """How somebody wants to hear of each kind: a field of its name each, in the order of the table."""

    def chosen(self) -> Mapping[Template, Rhythm]:
        """What is chosen, by kind."""
        asked = {kind: getattr(self, kind.value, None) for kind in KINDS}
        return {kind: rhythm for kind, rhythm in asked.items() if rhythm is not None}


MORNINGS, EVENINGS = range(6, 11), range(16, 23)
"""The hours that are offered, in Paris."""


class RestForm(FormModel):
    """When one is not written to about what may wait: each night, and during an absence."""

    morning: int = Field(title="À partir de", ge=MORNINGS[0], le=MORNINGS[-1])
    evening: int = Field(title="Jusqu’à", ge=EVENINGS[0], le=EVENINGS[-1])
    away_from: Day | None = Field(None, title="Absence du")
    away_until: Day | None = Field(None, title="Au")

    def wanted(self, today: date) -> Rest:
        """What is wanted. Raises Invalid for an absence without an end, over, or too long."""
        away = absence(self.away_from, self.away_until, today)
        return Rest(time(self.evening), time(self.morning), away)
