"""What a bureau has to do next for one pupil of a PFMP."""

from collections.abc import Mapping
from enum import StrEnum

from contracts.internships.agreements import AgreementStanding
from services.internships.participations.model import PupilSituation


class NextStep(StrEnum):
    """The one thing that brings a pupil further; `NOTHING` when all is done, or nothing can be."""

    PROPOSE = "propose"
    CONFIRM = "confirm"
    CHOOSE_TUTOR = "choose_tutor"
    PREPARE_AGREEMENT = "prepare_agreement"
    ISSUE_AGREEMENT = "issue_agreement"
    HAVE_SIGNED = "have_signed"
    ANSWER_REFUSAL = "answer_refusal"
    NOTHING = "nothing"


def next_step(
    standing: PupilSituation, *, has_tutor: bool, agreement: AgreementStanding | None
) -> NextStep:
    """A place first, then who follows the pupil there, then the agreement (convention)."""
    if standing is PupilSituation.WITHOUT:
        return NextStep.PROPOSE
    if standing is PupilSituation.PROPOSED:
        return NextStep.CONFIRM
    if standing is not PupilSituation.COVERED or agreement is AgreementStanding.SIGNED:
        return NextStep.NOTHING
    if agreement is AgreementStanding.REFUSED:
        return NextStep.ANSWER_REFUSAL
    if not has_tutor:
        return NextStep.CHOOSE_TUTOR
    return _OF_AGREEMENTS.get(agreement, NextStep.HAVE_SIGNED)


_OF_AGREEMENTS: Mapping[AgreementStanding | None, NextStep] = {
    None: NextStep.PREPARE_AGREEMENT,
    AgreementStanding.PREPARED: NextStep.ISSUE_AGREEMENT,
}
