"""Words of lists of actors as users read them."""

from collections.abc import Mapping

from services.coordination.actor_files.model import Staying

STAYING: Mapping[Staying, str] = {
    Staying.RELIED_ON: "il a servi depuis",
    Staying.CHANGED: "corrigé depuis",
    Staying.ARCHIVED: "archivé depuis",
}
"""Why an actor stays as it is when a list is taken back."""
