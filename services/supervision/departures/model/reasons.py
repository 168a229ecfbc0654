"""Why a lycée needs the supervisor (motifs), and what weighs more: one table, and nothing else says the order."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum


class Reason(StrEnum):
    """Something about a lycée that somebody is to look after."""

    LEAVES_IN_7 = "leaves_in_7"
    """Places miss seven days before a departure, or less."""
    GONE_WITHOUT = "gone_without"
    """Pupils left without a place a week ago at most: most of their PFMP can still be saved."""
    NEED_LATE = "need_late"
    """A need nobody took in charge in time waits there."""
    LEAVES_IN_15 = "leaves_in_15"
    SUPPORT_LATE = "support_late"
    """She promised an answer for a day that is past."""
    PROMISE_PASSED = "promise_passed"
    """It promised a company an answer for a day that is past."""
    SILENT = "silent"
    DIFFERS = "differs"
    """Its figures are not those it counts itself."""
    DECISION_LATE = "decision_late"
    LEAVES_IN_30 = "leaves_in_30"
    SUPPORT_WAITS = "support_waits"
    CAMPAIGN_BEHIND = "campaign_behind"
    """It is well under an even pace in a campaign."""
    NEED_WAITS = "need_waits"
    UNTOLD = "untold"
    """Formations that leave soon without a figure."""
    KEPT = "kept"
    """Its head keeps the figures."""
    GONE_LONG_AGO = "gone_long_ago"
    """They left earlier: it is said, and ranks nobody before what can still be found."""


WEIGHTS: Mapping[Reason, int] = {
    Reason.LEAVES_IN_7: 100,
    Reason.GONE_WITHOUT: 90,
    Reason.NEED_LATE: 80,
    Reason.LEAVES_IN_15: 70,
    Reason.SUPPORT_LATE: 65,
    Reason.PROMISE_PASSED: 62,
    Reason.SILENT: 60,
    Reason.DIFFERS: 50,
    Reason.DECISION_LATE: 45,
    Reason.LEAVES_IN_30: 40,
    Reason.SUPPORT_WAITS: 30,
    Reason.CAMPAIGN_BEHIND: 20,
    Reason.NEED_WAITS: 10,
    Reason.UNTOLD: 6,
    Reason.KEPT: 2,
    Reason.GONE_LONG_AGO: 0,
}
"""What each weighs: pupils who leave soon come before papers, and what is late before what waits."""
HELP = 30
"""From this weight on somebody should call today."""
_LEAVES = ((7, Reason.LEAVES_IN_7), (15, Reason.LEAVES_IN_15), (30, Reason.LEAVES_IN_30))


def leaves_in(days: int) -> Reason | None:
    """The reason of places that miss so many days before a departure, if it is near enough."""
    return next((reason for within, reason in _LEAVES if days <= within), None)


def heaviest_first(reasons: Collection[Reason]) -> Sequence[Reason]:
    """The reasons in the order they are read."""
    return sorted(reasons, key=lambda one: -WEIGHTS[one])


def weight_of(reasons: Collection[Reason]) -> tuple[int, ...]:
    """What lycées are sorted by: the heaviest reason, then the next one; the smaller tuple comes first."""
    weights = sorted((WEIGHTS[one] for one in reasons), reverse=True)
    return tuple(-one for one in (*weights, *([0] * (len(Reason) - len(weights)))))


def calls_for_help(reasons: Collection[Reason]) -> bool:
    """Whether one of them weighs enough."""
    return any(WEIGHTS[one] >= HELP for one in reasons)
