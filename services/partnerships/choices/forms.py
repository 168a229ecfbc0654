"""What is sent of companies that were chosen."""

from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel


class ChoiceFields(FormModel):
    """Companies that were chosen, as the address of their page says it."""

    uai: Uai | None = None
    choice: str
