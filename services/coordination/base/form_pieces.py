"""Pieces of forms: what is typed in any of them, and what it means."""

from typing import Annotated

from annotated_types import Ge
from pydantic import AfterValidator, StringConstraints

from contracts.words import plain
from services.chassis.web.views.forms import FormModel
from services.coordination.base.text import TITLE_CHARACTERS_MAX, is_link, without_controls

LINK_ADVICE = "Écrivez une adresse complète qui commence par https://, sans espace."
WORDS_ADVICE = "Écrivez au moins un mot."


def one_line(text: str) -> str:
    """The text on one line, without the characters no page may hold."""
    return " ".join(without_controls(text).split())


def said(text: str) -> str:
    """A text that says something. Raises ValueError."""
    if not plain(text):
        raise ValueError(WORDS_ADVICE)
    return without_controls(text)


def _link(text: str) -> str:
    if not is_link(text):
        raise ValueError(LINK_ADVICE)
    return text


Title = Annotated[
    str,
    StringConstraints(max_length=TITLE_CHARACTERS_MAX),
    AfterValidator(said),
    AfterValidator(one_line),
]
Link = Annotated[str, AfterValidator(_link)]
Version = Annotated[int, Ge(1)]


class DecisionForm(FormModel):
    """A decision that needs nothing but what it is about."""

    version: Version
