"""The form of what a lycée adds to a mail."""

from pydantic import Field

from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel


class SentenceForm(FormModel):
    """The sentence, upon the one that was shown; empty to add none. How long it may be: its model."""

    text: str = Field(default="", title="Phrase du lycée")
    version: int = Field(default=0, ge=0, title="Version")
    uai: Uai | None = Field(default=None, title="Lycée")
