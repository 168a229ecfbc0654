"""The forms of notices: rhythms chosen, a reading taken back."""

from typing import Any

from pydantic import AwareDatetime, Field, create_model

from services.chassis.web.views.forms import FormModel
from services.notifications.notices.model.kinds import KINDS
from services.notifications.notices.model.rhythm import Rhythm


class ReadingForm(FormModel):
    """What takes back that all was read: the instant it was."""

    read_at: AwareDatetime = Field(title="Instant")


def _fields() -> dict[str, Any]:
    return {
        kind.value: (Rhythm | None, Field(None, title=kind.called))
        for kind, words in KINDS.items()
        if not words.duty
    }


RhythmsForm: type[FormModel] = create_model("RhythmsForm", __base__=FormModel, **_fields())
"""How somebody wants to hear of each kind: a field of its name each."""
