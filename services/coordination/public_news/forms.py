"""Form of what is shown to everybody."""

from typing import Annotated

from pydantic import AfterValidator, Field

from services.coordination.base.form_pieces import DecisionForm

CONSENT_ADVICE = "Cochez la case si personne n’y est nommé sans son accord\u202f; sinon, corrigez d’abord le texte."


def _agreed(checked: bool) -> bool:
    if not checked:
        raise ValueError(CONSENT_ADVICE)
    return checked


class OpeningForm(DecisionForm):
    """An item to show to everybody: nobody is named in it who did not agree."""

    consent: Annotated[bool, AfterValidator(_agreed)] = Field(
        default=False, title="Personnes citées", validate_default=True
    )
