"""The form of a formation."""

from contracts.identifiers import Mef, PublicText, Uai
from services.chassis.web.views.forms import FormModel


class FormationForm(FormModel):
    """A formation of the lycée."""

    uai: Uai | None = None
    mef: Mef
    label: PublicText
