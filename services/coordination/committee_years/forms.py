"""Form of a year of a committee."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from contracts.identifiers import SchoolYear
from services.chassis.web.views.forms import FormModel
from services.coordination.base.form_pieces import Version
from services.coordination.base.text import without_controls
from services.coordination.committee_years.model import WORDS_CHARACTERS_MAX

Words = Annotated[
    str, StringConstraints(max_length=WORDS_CHARACTERS_MAX), AfterValidator(without_controls)
]


class YearWordsForm(FormModel):
    """What is said of a year."""

    annee: SchoolYear = Field(title="Année scolaire")
    words: Words | None = Field(default=None, title="Ce qu’il faut en retenir")
    version: Version | None = None
    """Of the words that were shown; none where there were none."""
