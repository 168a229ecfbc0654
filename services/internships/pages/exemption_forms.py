"""Forms of exemptions, given and lifted."""

from services.internships.domain.participation import ExemptionReason
from services.internships.pages.forms import MoveForm


class ExemptionForm(MoveForm):
    """Why a pupil is exempted."""

    exemption: ExemptionReason


class LiftingForm(MoveForm):
    """An exemption lifted: nothing to type."""
