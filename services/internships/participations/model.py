"""Where a pupil stands for a period, and why one is not concerned."""

from dataclasses import dataclass
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


class PupilSituation(StrEnum):
    """Where one pupil stands for one period; each pupil the period is for has exactly one."""

    WITHOUT = "without"
    PROPOSED = "proposed"
    COVERED = "covered"
    EXEMPTED = "exempted"
    LEFT = "left"


@dataclass(frozen=True)
class Participation:
    """What is known of one pupil for one period, when counting."""

    left: bool
    exempted: bool
    proposed: bool
    host_agreed: bool
    agreement_issued: bool = False
    agreement_signed: bool = False

    @property
    def standing(self) -> PupilSituation:
        """Leaving outweighs an exemption, which outweighs a place."""
        if self.left:
            return PupilSituation.LEFT
        if self.exempted:
            return PupilSituation.EXEMPTED
        if self.host_agreed:
            return PupilSituation.COVERED
        return PupilSituation.PROPOSED if self.proposed else PupilSituation.WITHOUT
