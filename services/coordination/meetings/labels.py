"""States of a meeting as users read them, each with its colour."""

from collections.abc import Mapping

from services.coordination.meetings.model import MeetingState

STATES: Mapping[MeetingState, tuple[str, str]] = {
    MeetingState.PLANNED: ("Prévue", "info"),
    MeetingState.CONVENED: ("Convoquée", "info"),
    MeetingState.HELD: ("Tenue", "success"),
    MeetingState.CANCELLED: ("Annulée", "neutral"),
}
