"""The form of a note: which files it is about, and for whom."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from services.chassis.web.views.forms import FormModel, several

AT_ONCE = 20
"""Files of one note: a sheet each."""


class NoteForm(FormModel):
    """The files of a note, and the date of the body it is for."""

    dossier: Annotated[list[UUID], BeforeValidator(several)] = Field(
        default=[], max_length=AT_ONCE, title="Dossiers"
    )
    groupe: UUID | None = Field(default=None, title="Pour")
