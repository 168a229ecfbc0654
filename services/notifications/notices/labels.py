"""The words of rhythms and of the parts of the list."""

from collections.abc import Mapping

from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notices.queries.centre import Part

RHYTHMS: Mapping[Rhythm, str] = {
    Rhythm.AT_ONCE: "Courriel tout de suite",
    Rhythm.MORNING: "Courriel du matin",
    Rhythm.MONDAY: "Courriel du lundi",
    Rhythm.NOTICE: "Sans courriel",
    Rhythm.NONE: "Rien",
}
PARTS: Mapping[Part, str] = {Part.UNREAD: "Non lus", Part.ALL: "Tous"}
