"""What a move of a figure means, and the days it is held against."""

from datetime import date

import pytest

from services.supervision.base.figures import Figure, Told, Untold
from services.supervision.indicators.model.actions_held import ACTIONS_HELD
from services.supervision.indicators.model.coverage_rate import COVERAGE_RATE
from services.supervision.indicators.model.indicator import Indicator
from services.supervision.indicators.model.origin_of_places import FOUND_BY_PUPIL
from services.supervision.indicators.model.without_place import WITHOUT_THAT_DAY
from services.supervision.own_figures.model.trends import (
    Verdict,
    a_month_before,
    a_year_before,
    beside,
    month_to_compare,
)

BETTER, WORSE, SAME = Verdict.BETTER, Verdict.WORSE, Verdict.SAME


@pytest.mark.parametrize(
    ("indicator", "now", "then", "verdict"),
    [
        (COVERAGE_RATE, Figure(18, 20), Figure(10, 20), BETTER),
        (COVERAGE_RATE, Figure(10, 20), Figure(18, 20), WORSE),
        (COVERAGE_RATE, Figure(10, 20), Figure(5, 10), SAME),
        (WITHOUT_THAT_DAY, Figure(2, 20), Figure(8, 20), BETTER),
        (WITHOUT_THAT_DAY, Figure(8, 20), Figure(2, 20), WORSE),
        (ACTIONS_HELD, Figure(4), Figure(2), BETTER),
        (FOUND_BY_PUPIL, Figure(8, 20), Figure(2, 20), None),
        (COVERAGE_RATE, Figure(18, 20), Untold.NOTHING, None),
        (COVERAGE_RATE, Untold.WITHHELD, Figure(18, 20), None),
    ],
)
def test_more_is_better_of_some_figures_fewer_of_others_and_neither_of_the_rest(
    indicator: Indicator, now: Told, then: Told, verdict: Verdict | None
) -> None:
    assert beside(indicator, now, then, grows=False).verdict is verdict


def test_what_only_grows_all_year_is_no_better_for_having_grown_a_month() -> None:
    found = beside(ACTIONS_HELD, Figure(4), Figure(2), grows=True)

    assert found.compared
    assert found.verdict is None
    assert beside(COVERAGE_RATE, Figure(9, 10), Figure(5, 10), grows=True).verdict is BETTER


def test_the_days_are_the_same_of_the_month_and_year_before_or_the_last_there_is() -> None:
    assert a_month_before(date(2027, 3, 31)) == date(2027, 2, 28)
    assert a_month_before(date(2027, 1, 15)) == date(2026, 12, 15)
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert month_to_compare(date(2026, 8, 31)) is None
    assert month_to_compare(date(2026, 9, 1)) == date(2026, 8, 1)
