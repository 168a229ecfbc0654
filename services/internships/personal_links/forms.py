"""The form of a link about a class."""

from typing import Annotated

from pydantic import Field

from services.chassis.web.views.forms import FormModel
from services.internships.personal_links.model import TEACHER_CHARACTERS


class ClassLinkForm(FormModel):
    """The teacher a link about a class is for."""

    given_to: Annotated[str, Field(min_length=1, max_length=TEACHER_CHARACTERS)] = Field(
        title="Enseignant"
    )
