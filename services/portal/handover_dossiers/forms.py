"""The form of a hand-over dossier: one subject, in the bureau's own words."""

from typing import Annotated

from annotated_types import Ge
from pydantic import Field, StringConstraints

from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel
from services.portal.handover_dossiers.model.words import TEXT_CHARACTERS_MAX, Subject


class WordsForm(FormModel):
    """What is left on a subject; nothing erases what stood."""

    uai: Uai | None = None
    subject: Subject = Field(title="Sujet")
    text: Annotated[str, StringConstraints(max_length=TEXT_CHARACTERS_MAX)] = Field(
        default="", title="Texte"
    )
    version: Annotated[int, Ge(0)]
