"""A week of the department: which one it is, and which lycées it asks the supervisor to look after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from services.supervision.departures.model.lycee_needs import LyceeNeeds
from services.supervision.departures.model.movements import LyceeMovement

SUNDAY = timedelta(days=6)
KEPT_WEEKS = 20
"""How far back a week is known by its id; what is said of one is forgotten sooner."""


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def week_id(department: str, monday: date) -> UUID:
    """The id of a week, drawn from its Monday: stated twice, it is one."""
    return uuid5(NAMESPACE_OID, f"week of the department {department} {monday}")


def mondays_by_id(department: str, today: date) -> Mapping[UUID, date]:
    """The weeks that are known, this one first."""
    last = monday_of(today)
    mondays = (last - timedelta(weeks=back) for back in range(KEPT_WEEKS))
    return {week_id(department, monday): monday for monday in mondays}


@dataclass(frozen=True)
class LyceeToSee:
    """A lycée the supervisor is asked to look after: what it lacks, and places lost in a week."""

    needs: LyceeNeeds
    lost: int


@dataclass(frozen=True)
class LyceesToSee:
    """Lycées the supervisor is asked to look after, who needs help most first, and who has not begun."""

    lycees: Sequence[LyceeToSee]
    not_begun: Sequence[str]
    """Names of those that never told anything: nothing is wrong with them."""


def lycees_to_see(needs: Iterable[LyceeNeeds], movements: Iterable[LyceeMovement]) -> LyceesToSee:
    """Lycées that need help, then those that have fewer places than a week ago; no other."""
    lost = {one.uai: max(-one.agreed, 0) for one in movements}
    every = list(needs)
    found = [LyceeToSee(one, lost.get(one.uai, 0)) for one in every if one.heard_at]
    return LyceesToSee(
        [one for one in found if one.needs.needs_help or one.lost],
        [one.lycee for one in every if one.silent and not one.heard_at],
    )
