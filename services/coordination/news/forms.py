"""Forms of the news, read once for pages and programs."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from starlette.datastructures import UploadFile

from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel
from services.coordination.base.form_pieces import (
    DecisionForm,
    Link,
    Title,
    Version,
    one_line,
    said,
)
from services.coordination.news.model.text import BODY_CHARACTERS_MAX, NewsText

ALT_CHARACTERS_MAX = 200
SEEN_ADVICE = "Cochez la case si personne n’y est reconnaissable sans son accord\u202f; sinon, choisissez une autre image."
Body = Annotated[str, StringConstraints(max_length=BODY_CHARACTERS_MAX), AfterValidator(said)]


class NewsForm(FormModel):
    """A news item to propose."""

    uai: Uai | None = None
    title: Title = Field(title="Titre")
    body: Body = Field(title="Texte")
    link: Link | None = Field(default=None, title="Adresse à lire")

    def text(self) -> NewsText:
        """The text of the news item."""
        return NewsText(self.title, self.body, self.link)


class EditedNewsForm(NewsForm):
    """A news item to correct."""

    version: Version


Alt = Annotated[
    str,
    StringConstraints(max_length=ALT_CHARACTERS_MAX),
    AfterValidator(said),
    AfterValidator(one_line),
]


def _agreed(checked: bool) -> bool:
    if not checked:
        raise ValueError(SEEN_ADVICE)
    return checked


class PictureForm(DecisionForm):
    """A picture to put on an item, said in words too."""

    file: UploadFile = Field(title="Image")
    alt: Alt = Field(title="Ce que montre l’image")
    consent: Annotated[bool, AfterValidator(_agreed)] = Field(
        default=False, title="Personnes reconnaissables", validate_default=True
    )


class RefusalForm(DecisionForm):
    """Why a proposal is refused."""

    reason: Body = Field(title="Motif")
