"""What is sent about two cards that may be one company’s."""

from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.web.views.forms import FormModel


class PairForm(FormModel):
    """Another company beside the one of the page."""

    uai: Uai | None = None
    other: UUID
