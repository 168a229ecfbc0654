"""Labels of the calendars of classes."""

from collections.abc import Mapping

from services.internships.calendars.model import CalendarState

CALENDARS: Mapping[CalendarState, tuple[str, str]] = {
    CalendarState.TO_CHECK: ("À vérifier", "warning"),
    CalendarState.DEFINED: ("Périodes définies", "success"),
    CalendarState.NONE_EXPECTED: ("Aucune PFMP prévue", "neutral"),
}
