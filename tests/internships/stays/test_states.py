"""The table of what may become of a placement: what is in it is done, what is not is refused."""

from datetime import date, timedelta
from itertools import product

import pytest

from services.chassis.base.errors import PasserelleError
from services.internships.permissions import MANAGE_PLACEMENTS, PERMISSIONS
from services.internships.stays.model.states import (
    BUREAU,
    TRANSITIONS,
    WHAT_TO_DO,
    AgreementInTheFuture,
    EndInTheFuture,
    EndOnTheLastDay,
    Move,
    PlacementAction,
    PlacementBegun,
    PlacementFollowed,
    PlacementMoveRefused,
    PlacementStatus,
    Transition,
    ask,
    state_on,
)

FIRST, LAST = date(2027, 1, 4), date(2027, 1, 29)
ON = date(2027, 1, 12)
MOVE = Move(ON, ON, LAST, mistake=True)
IN_TABLE = {(row.state, row.action) for row in TRANSITIONS}
NOT_IN_TABLE = sorted(set(product(PlacementStatus, PlacementAction)) - IN_TABLE)


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: f"{row.state}-{row.action}")
def test_what_is_in_the_table_is_done(row: Transition) -> None:
    assert ask(row.state, row.action, MOVE) is row.to


@pytest.mark.parametrize(("state", "action"), NOT_IN_TABLE, ids=str)
def test_what_is_not_is_refused_with_what_to_do(
    state: PlacementStatus, action: PlacementAction
) -> None:
    with pytest.raises(PlacementMoveRefused) as refused:
        ask(state, action, MOVE)
    assert str(refused.value) == WHAT_TO_DO[state]
    verbs = ("retirez-le", "notez", "indiquez", "annulez-l", "proposez")
    assert any(verb in WHAT_TO_DO[state] for verb in verbs)


def test_no_pair_is_in_the_table_twice() -> None:
    assert len(IN_TABLE) == len(TRANSITIONS)


@pytest.mark.parametrize(
    ("state", "action", "move", "error"),
    [
        ("proposed", "confirm", Move(ON, ON - timedelta(1), LAST), AgreementInTheFuture),
        ("in_progress", "interrupt", Move(ON, ON - timedelta(1), LAST), EndInTheFuture),
        ("in_progress", "interrupt", Move(LAST, LAST, LAST), EndOnTheLastDay),
        ("in_progress", "note_no_show", Move(ON, ON - timedelta(1), LAST), EndInTheFuture),
        ("in_progress", "withdraw", Move(ON, ON, LAST), PlacementBegun),
        ("completed", "withdraw", Move(ON, ON, LAST), PlacementBegun),
        ("interrupted", "undo_end", Move(ON, ON, LAST, followed=True), PlacementFollowed),
        ("no_show", "undo_end", Move(ON, ON, LAST, followed=True), PlacementFollowed),
    ],
)
def test_a_guard_keeps_what_the_table_would_allow(
    state: str, action: str, move: Move, error: type[PasserelleError]
) -> None:
    with pytest.raises(error):
        ask(PlacementStatus(state), PlacementAction(action), move)


@pytest.mark.parametrize(
    ("status", "day", "stands"),
    [
        ("confirmed", FIRST - timedelta(1), "confirmed"),
        ("confirmed", FIRST, "in_progress"),
        ("confirmed", LAST, "in_progress"),
        ("confirmed", LAST + timedelta(1), "completed"),
        ("proposed", LAST + timedelta(1), "proposed"),
        ("interrupted", LAST + timedelta(1), "interrupted"),
        ("no_show", FIRST, "no_show"),
        ("withdrawn", FIRST, "withdrawn"),
    ],
)
def test_the_calendar_begins_and_ends_what_was_confirmed_and_nothing_else(
    status: str, day: date, stands: str
) -> None:
    found = state_on(PlacementStatus(status), starts_on=FIRST, ends_on=LAST, day=day)
    assert found == stands


def test_the_roles_of_the_table_are_those_the_routes_ask_for() -> None:
    assert {role.value for role in PERMISSIONS.roles(MANAGE_PLACEMENTS)} == BUREAU
    assert {row.roles for row in TRANSITIONS} == {BUREAU, frozenset()}
