"""The form of choices: a rhythm for each kind."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import Field, create_model

from services.chassis.web.views.forms import FormModel
from services.notifications.mails.model.mail import Template
from services.notifications.notices.model.kinds import KINDS
from services.notifications.notices.model.rhythm import Rhythm


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
