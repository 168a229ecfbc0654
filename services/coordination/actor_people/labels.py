"""Words of people of actors as users read them."""

from collections.abc import Mapping, Sequence

from services.coordination.actor_people.model import InformedBy

INFORMED: Mapping[InformedBy, str] = {
    InformedBy.MAIL: "Par un courriel",
    InformedBy.ORAL: "De vive voix",
    InformedBy.WRITTEN: "Par écrit (formulaire, convention)",
}


def informed_choices() -> Sequence[tuple[str, str]]:
    """How somebody may have been told."""
    return [(one.value, label) for one, label in INFORMED.items()]
