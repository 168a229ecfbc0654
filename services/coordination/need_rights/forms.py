"""Forms of a person’s rights."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from services.chassis.web.views.forms import FormModel
from services.coordination.base.form_pieces import said


class PersonForm(FormModel):
    """Who is looked for."""

    person: Annotated[str, StringConstraints(max_length=200), AfterValidator(said)] = Field(
        title="Nom, adresse électronique ou téléphone"
    )


class ErasedNeedForm(PersonForm):
    """Which need is erased, and of whom: a yes typed on purpose."""

    need_id: UUID = Field(title="Besoin")
    sure: bool = Field(default=False, title="Oui, effacer")
