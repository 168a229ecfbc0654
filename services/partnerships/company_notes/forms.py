"""What is sent about a note on a company."""

from pydantic import Field

from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel
from services.partnerships.base.forms import Note, Version


class CompanyNoteForm(FormModel):
    """A note of a lycée on a company, of no exchange and of no day."""

    uai: Uai | None = None
    text: Note = Field(title="Note", min_length=1)


class CorrectedNoteForm(FormModel):
    """A note to correct."""

    version: Version
    text: Note = Field(title="Note", min_length=1)
