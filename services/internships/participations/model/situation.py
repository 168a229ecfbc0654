"""Where a pupil stands for a period (situation): without a place, proposed, covered, exempted or gone."""

from dataclasses import dataclass
from enum import StrEnum


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
