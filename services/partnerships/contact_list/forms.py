"""What is typed to look for contacts."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from services.chassis.web.views.forms import FormModel
from services.partnerships.search.forms import WORDS_MAX, _enough


def _enough_or_none(text: str) -> str:
    return _enough(text) if text.strip() else ""


class ContactSearchForm(FormModel):
    """Words to look for among one's contacts, none for all of them; how the list is shown stays."""

    q: Annotated[str, StringConstraints(max_length=WORDS_MAX), AfterValidator(_enough_or_none)] = (
        Field("", title="Mots cherchés")
    )
    fonction: Annotated[str, StringConstraints(max_length=20)] = ""
    tri: Annotated[str, StringConstraints(max_length=20)] = ""
