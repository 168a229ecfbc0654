"""What is sent about the axes of actions."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from contracts.coordination.avenir import AvenirAxis
from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel
from services.partnerships.base.forms import Version
from services.partnerships.base.lengths import TITLE_CHARACTERS_MAX
from services.partnerships.base.text import plain


def one_line(text: str) -> str:
    """The text on one line. Raises ValueError without a letter or a number."""
    if not plain(text):
        raise ValueError("Écrivez quelques mots, avec au moins une lettre ou un chiffre.")
    return " ".join(text.split())


Title = Annotated[str, StringConstraints(max_length=TITLE_CHARACTERS_MAX), AfterValidator(one_line)]


class NewAxisForm(FormModel):
    """An axis to add."""

    uai: Uai | None = None
    label: Title = Field(title="Nouvel axe")
    avenir: AvenirAxis | None = Field(default=None, title="Axe du parcours Avenir")


class AxisForm(FormModel):
    """An axis to change."""

    label: Title = Field(title="Axe")
    avenir: AvenirAxis | None = Field(default=None, title="Axe du parcours Avenir")
    archived: bool = Field(default=False, title="Retiré de la liste")
    version: Version
