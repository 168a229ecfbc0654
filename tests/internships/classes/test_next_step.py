"""What a bureau has to do next for a pupil: a place, who follows there, the agreement."""

import pytest

from contracts.internships.agreements import AgreementStanding as A
from services.internships.classes.model import NextStep, next_step
from services.internships.participations.model import PupilSituation


@pytest.mark.parametrize(
    ("standing", "has_tutor", "agreement", "step"),
    [
        (PupilSituation.WITHOUT, False, None, NextStep.PROPOSE),
        (PupilSituation.PROPOSED, False, None, NextStep.CONFIRM),
        (PupilSituation.COVERED, False, None, NextStep.CHOOSE_TUTOR),
        (PupilSituation.COVERED, False, A.ISSUED, NextStep.CHOOSE_TUTOR),
        (PupilSituation.COVERED, True, None, NextStep.PREPARE_AGREEMENT),
        (PupilSituation.COVERED, True, A.PREPARED, NextStep.ISSUE_AGREEMENT),
        (PupilSituation.COVERED, True, A.ISSUED, NextStep.HAVE_SIGNED),
        (PupilSituation.COVERED, True, A.PARTLY_SIGNED, NextStep.HAVE_SIGNED),
        (PupilSituation.COVERED, False, A.REFUSED, NextStep.ANSWER_REFUSAL),
        (PupilSituation.COVERED, False, A.SIGNED, NextStep.NOTHING),
        (PupilSituation.EXEMPTED, False, None, NextStep.NOTHING),
        (PupilSituation.LEFT, True, A.ISSUED, NextStep.NOTHING),
    ],
)
def test_one_thing_is_next_for_each_pupil(
    standing: PupilSituation, has_tutor: bool, agreement: A | None, step: NextStep
) -> None:
    assert next_step(standing, has_tutor=has_tutor, agreement=agreement) is step
