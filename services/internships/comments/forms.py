"""The form of a sentence beside a figure."""

from typing import Annotated

from pydantic import Field

from services.chassis.web.views.forms import FormModel
from services.internships.publications.model import COMMENT_CHARACTERS


class CommentForm(FormModel):
    """A sentence beside a figure: `<family>:<coverage id, or nothing>`."""

    figure: Annotated[str, Field(max_length=80)] = Field(title="Chiffre")
    text: Annotated[str, Field(min_length=1, max_length=COMMENT_CHARACTERS)] = Field(
        title="Commentaire"
    )
