"""Forms of the news, read once for pages and programs."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel
from services.coordination.base.form_pieces import DecisionForm, Link, Title, Version, said
from services.coordination.news.model.text import BODY_CHARACTERS_MAX, NewsText

Body = Annotated[str, StringConstraints(max_length=BODY_CHARACTERS_MAX), AfterValidator(said)]


class NewsForm(FormModel):
    """A news item to propose."""

    uai: Uai | None = None
    title: Title = Field(title="Titre")
    body: Body = Field(title="Texte")
    link: Link | None = Field(default=None, title="Adresse à lire")

    def text(self) -> NewsText:
        """What it says."""
        return NewsText(self.title, self.body, self.link)


class EditedNewsForm(NewsForm):
    """A news item to correct."""

    version: Version


class RefusalForm(DecisionForm):
    """Why a proposal is refused."""

    reason: Body = Field(title="Motif")
