"""The table of what may become of an agreement: what is in it is done, what is not is refused."""

from datetime import date, timedelta
from itertools import product

import pytest

from contracts.internships.agreements import AgreementStanding
from services.chassis.base.errors import PasserelleError
from services.internships.agreements.model.agreement_states import (
    COUNTED,
    CURRENT,
    OFFICE,
    TRANSITIONS,
    WHAT_TO_DO,
    AgreementAction,
    AgreementDayBeforeIssue,
    AgreementDayInTheFuture,
    AgreementMove,
    AgreementMoveRefused,
    AgreementOfNoPlace,
    Transition,
    ask,
)
from services.internships.permissions import MANAGE_AGREEMENTS, PERMISSIONS
from services.internships.stays.model.states import BUREAU

ON = date(2026, 12, 7)
MOVE = AgreementMove(ON, ON, signed=2, expected=6)
IN_TABLE = {(row.state, row.action) for row in TRANSITIONS}
NOT_IN_TABLE = sorted(set(product(AgreementStanding, AgreementAction)) - IN_TABLE)


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: f"{row.state}-{row.action}")
def test_what_is_in_the_table_is_done(row: Transition) -> None:
    found = ask(row.state, row.action, MOVE)
    assert found in row.to if row.to else found is None


@pytest.mark.parametrize(("state", "action"), NOT_IN_TABLE, ids=str)
def test_what_is_not_is_refused_with_what_to_do(
    state: AgreementStanding, action: AgreementAction
) -> None:
    with pytest.raises(AgreementMoveRefused) as refused:
        ask(state, action, MOVE)
    assert str(refused.value) == WHAT_TO_DO[state]
    verbs = ("émettez-la", "notez-les", "annulez", "ouvrez", "préparez")
    assert any(verb in WHAT_TO_DO[state] for verb in verbs)


def test_no_pair_is_in_the_table_twice() -> None:
    assert len(IN_TABLE) == len(TRANSITIONS)


@pytest.mark.parametrize(
    ("signed", "refused", "stands"),
    [(0, False, "issued"), (5, False, "partly_signed"), (6, False, "signed"), (5, True, "refused")],
)
def test_where_it_leads_is_what_the_signatures_say(signed: int, refused: bool, stands: str) -> None:
    move = AgreementMove(ON, ON, signed=signed, expected=6, refused=refused)
    assert ask(AgreementStanding.PARTLY_SIGNED, AgreementAction.SIGN, move) == stands


@pytest.mark.parametrize(
    ("state", "action", "move", "error"),
    [
        ("prepared", "issue", AgreementMove(ON, ON - timedelta(1)), AgreementDayInTheFuture),
        ("issued", "sign", AgreementMove(ON, ON - timedelta(1)), AgreementDayInTheFuture),
        ("issued", "refuse", AgreementMove(ON, ON - timedelta(1)), AgreementDayInTheFuture),
        (
            "issued",
            "sign",
            AgreementMove(ON, ON, issued_on=ON + timedelta(1)),
            AgreementDayBeforeIssue,
        ),
        (
            "issued",
            "refuse",
            AgreementMove(ON, ON, issued_on=ON + timedelta(1)),
            AgreementDayBeforeIssue,
        ),
        ("prepared", "issue", AgreementMove(ON, ON, confirmed=False), AgreementOfNoPlace),
        ("issued", "sign", AgreementMove(ON, ON, confirmed=False), AgreementOfNoPlace),
    ],
)
def test_a_guard_keeps_what_the_table_would_allow(
    state: str, action: str, move: AgreementMove, error: type[PasserelleError]
) -> None:
    with pytest.raises(error):
        ask(AgreementStanding(state), AgreementAction(action), move)


def test_each_current_one_goes_with_its_placement_and_each_issued_one_may_be_amended() -> None:
    assert {row.state for row in TRANSITIONS if row.action == "cancel"} == set(CURRENT)
    assert {row.state for row in TRANSITIONS if row.action == "amend"} == set(COUNTED)


def test_the_roles_of_the_table_are_those_the_routes_ask_for() -> None:
    assert {role.value for role in PERMISSIONS.roles(MANAGE_AGREEMENTS)} == OFFICE
    assert {row.roles for row in TRANSITIONS} == {OFFICE, BUREAU}
