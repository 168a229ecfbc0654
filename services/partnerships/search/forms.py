"""What is typed to find something."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from services.chassis.web.views.forms import FormModel
from services.partnerships.base.text import plain

WORDS_MAX = 100
CHARACTERS_MIN = 2


def is_enough(text: str) -> bool:
    """Whether a search for this tells something from something else."""
    return len(plain(text).replace(" ", "")) >= CHARACTERS_MIN


def _enough(text: str) -> str:
    if not is_enough(text):
        raise ValueError("Écrivez au moins deux lettres ou chiffres.")
    return " ".join(text.split())


class SearchForm(FormModel):
    """Words to look for."""

    q: Annotated[str, StringConstraints(max_length=WORDS_MAX), AfterValidator(_enough)] = Field(
        title="Mots cherchés"
    )


class WithWhomForm(SearchForm):
    """Whom one spoke with, and the page one goes back to once it is noted."""

    retour: Annotated[str, StringConstraints(max_length=20)] = ""


class SuggestionForm(FormModel):
    """What is typed so far."""

    q: Annotated[str, StringConstraints(max_length=WORDS_MAX)] = ""
