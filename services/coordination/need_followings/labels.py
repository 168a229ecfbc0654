"""Why who has a need need do nothing more, in the words they read."""

from collections.abc import Sequence

from services.coordination.need_links.queries import Handler, answering
from services.coordination.needs.model.assignment import AssignmentStatus
from services.coordination.needs.model.need import Need
from services.coordination.needs.model.states import NeedStatus


def why_left(need: Need, others: Sequence[Handler]) -> str:
    """What became of it, by the others who have it."""
    if need.withdrawn:
        return "L’entreprise n’en a plus besoin."
    if need.status is NeedStatus.DISMISSED:
        return "La supervision a écarté cette demande."
    if need.status is NeedStatus.TAKEN:
        return f"Pris en charge\u00a0: {_taken_by(others)}."
    who = answering(need, others)
    return f"Réponse donnée\u00a0: {who}." if who else "La supervision a répondu à l’entreprise."


def _taken_by(others: Sequence[Handler]) -> str:
    taken = (one.name for one in others if one.assignment.status is AssignmentStatus.TAKEN)
    return ", ".join(taken) or "un autre"
