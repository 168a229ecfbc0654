"""States of a decision as users read them, each with its colour."""

from collections.abc import Mapping

from contracts.coordination.committees import DecisionState

STATES: Mapping[DecisionState, tuple[str, str]] = {
    DecisionState.OPEN: ("À faire", "info"),
    DecisionState.DONE: ("Faite", "success"),
    DecisionState.GIVEN_UP: ("Abandonnée", "neutral"),
}
LATE = ("En retard", "warning")
