"""Forms of exemptions, given and lifted."""

from services.internships.base.form_pieces import MoveForm
from services.internships.participations.model import ExemptionReason


class ExemptionForm(MoveForm):
    """Why a pupil is exempted."""

    exemption: ExemptionReason


class LiftingForm(MoveForm):
    """An exemption lifted: nothing to type."""
