"""Participation of a pupil in a period: exempted (dispensé), or not concerned."""

from enum import StrEnum

from services.chassis.base.errors import Conflict


class ExemptionReason(StrEnum):
    """Why a pupil is exempted from a period. No code tells anything about health."""

    APPRENTICESHIP = "apprenticeship"
    MIXED_PATH = "mixed_path"
    ALREADY_VALIDATED = "already_validated"
    HEAD_DECISION = "head_decision"


class PupilNotConcerned(Conflict):
    """The period is not for this pupil's formation, class or school year."""

    code = "pupil-not-concerned"
    title = "Cette PFMP ne concerne pas cet élève."


class PupilExempted(Conflict):
    """No place is looked for while a pupil is exempted."""

    code = "pupil-exempted"
    title = "Cet élève est dispensé de cette PFMP."


class PupilHasAPlacement(Conflict):
    """A pupil with a live placement is not exempted: the host has to be told first."""

    code = "pupil-has-a-placement"
    title = "Retirez d’abord le lieu d’accueil de cet élève."
