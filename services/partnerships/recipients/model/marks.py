"""Why a company waits for a tick before it is written to: a colleague to go through, a lead of another lycée."""

from dataclasses import dataclass

from services.chassis.base.errors import Invalid
from services.partnerships.recipients.model.excluded import Excluded

HELD = (Excluded.THROUGH, Excluded.LED, Excluded.THROUGH_AND_LED, Excluded.WITH_HELD)
"""Why a company is written to only once somebody says so of it."""


class NobodyTicked(Invalid):
    """All who can be written to wait for somebody to say so."""

    code = "nobody-ticked"
    title = "Cochez au moins une entreprise à qui écrire quand même, ou abandonnez ce courriel."


@dataclass(frozen=True)
class Marks:
    """Marks of one company, as one lycée knows it."""

    through: str | None = None
    """The colleague to go through."""
    led_by: str | None = None
    """Another lycée, which speaks for all with it (chef de file)."""

    def holds(self, *, solicits: bool) -> Excluded | None:
        """Why it waits for somebody to say so. `solicits`: what asks nothing goes past a lead."""
        led = solicits and self.led_by is not None
        if self.through:
            return Excluded.THROUGH_AND_LED if led else Excluded.THROUGH
        return Excluded.LED if led else None


def says(shown: Excluded | None, now: Excluded) -> bool:
    """Whether who read the one reason was told the other: what came up since was not."""
    both = shown is Excluded.THROUGH_AND_LED
    return shown is now or (both and now in (Excluded.THROUGH, Excluded.LED))
