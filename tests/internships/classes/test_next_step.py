"""What a bureau has to do next for a pupil: a place, who follows there, the agreement."""

import pytest

from contracts.internships.agreements import AgreementStanding as A
from services.internships.classes.model import NextStep, next_step
from services.internships.participations.model.standing import Standing


@pytest.mark.parametrize(
    ("standing", "has_tutor", "agreement", "step"),
    [
        (Standing.WITHOUT, False, None, NextStep.PROPOSE),
        (Standing.PROPOSED, False, None, NextStep.CONFIRM),
        (Standing.COVERED, False, None, NextStep.CHOOSE_TUTOR),
        (Standing.COVERED, False, A.ISSUED, NextStep.CHOOSE_TUTOR),
        (Standing.COVERED, True, None, NextStep.PREPARE_AGREEMENT),
        (Standing.COVERED, True, A.PREPARED, NextStep.ISSUE_AGREEMENT),
        (Standing.COVERED, True, A.ISSUED, NextStep.HAVE_SIGNED),
        (Standing.COVERED, True, A.PARTLY_SIGNED, NextStep.HAVE_SIGNED),
        (Standing.COVERED, False, A.REFUSED, NextStep.ANSWER_REFUSAL),
        (Standing.COVERED, False, A.SIGNED, NextStep.NOTHING),
        (Standing.EXEMPTED, False, None, NextStep.NOTHING),
        (Standing.LEFT, True, A.ISSUED, NextStep.NOTHING),
    ],
)
def test_one_thing_is_next_for_each_pupil(
    standing: Standing, has_tutor: bool, agreement: A | None, step: NextStep
) -> None:
    assert next_step(standing, has_tutor=has_tutor, agreement=agreement) is step
