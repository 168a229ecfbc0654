"""Forms of good practices."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from contracts.coordination.good_practices import PracticeTheme
from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel
from services.coordination.base.form_pieces import Link, Title, Version, said
from services.coordination.good_practices.model import (
    COMMENT_CHARACTERS_MAX,
    TEXT_CHARACTERS_MAX,
    PracticeText,
)


class _PracticeFields(FormModel):
    theme: PracticeTheme = Field(title="Thème")
    title: Title = Field(title="Titre")
    text: Annotated[
        str, StringConstraints(max_length=TEXT_CHARACTERS_MAX), AfterValidator(said)
    ] = Field(title="Ce que vous faites")
    link: Link | None = Field(default=None, title="Adresse à lire")

    @property
    def said(self) -> PracticeText:
        """What is shared."""
        return PracticeText(self.theme, self.title, self.text, self.link)


class PracticeForm(_PracticeFields):
    """What somebody shares."""

    uai: Uai | None = None


class CorrectedPracticeForm(_PracticeFields):
    """A practice, corrected."""

    version: Version


class CommentForm(FormModel):
    """A comment on a practice."""

    uai: Uai | None = None
    text: Annotated[
        str, StringConstraints(max_length=COMMENT_CHARACTERS_MAX), AfterValidator(said)
    ] = Field(title="Commentaire")


class LyceeForm(FormModel):
    """The lycée it is for."""

    uai: Uai | None = None
