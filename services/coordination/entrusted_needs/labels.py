"""Needs of a partner, in its own words."""

from services.coordination.entrusted_needs.queries import OwnAssignment
from services.coordination.needs.model.assignment import AssignmentStatus

Badge = tuple[str, str]


def state_of(one: OwnAssignment) -> Badge:
    """Where a need stands for its actor."""
    if one.status is AssignmentStatus.ANSWERED:
        return "Répondu", "success"
    if not one.waits:
        return "Plus rien à faire", "neutral"
    if one.status is AssignmentStatus.TAKEN:
        return "Pris en charge", "info"
    return "À prendre en charge", "warning"


def left_to_do(one: OwnAssignment) -> str:
    """What is left to do of it; nothing where nothing is."""
    if not one.waits:
        return ""
    if one.status is AssignmentStatus.ASKED:
        return "Dire si vous vous en occupez"
    return "Répondre à l’entreprise" if one.promised_on else "Promettre un jour à l’entreprise"
