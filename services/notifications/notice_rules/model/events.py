"""The events that begin or end a notice (événements d’un avis)."""

from contracts.event import Event
from services.notifications.notice_rules.model.endings import ENDINGS
from services.notifications.notice_rules.model.rules import RULES

EVENTS: tuple[type[Event], ...] = tuple(
    dict.fromkeys([*(rule.on for rule in RULES), *(ending.on for ending in ENDINGS)])
)
"""What is listened to."""
