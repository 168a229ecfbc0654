"""Words of lists of people as users read them."""

from collections.abc import Mapping

from services.coordination.people_files.model import Staying

STAYING: Mapping[Staying, str] = {
    Staying.MET: "un échange avec elle est noté depuis",
    Staying.HAS_ACCESS: "un accès lui est ouvert depuis",
    Staying.CHANGED: "corrigée depuis",
    Staying.AWAY: "partie, ou opposée à être notée",
    Staying.ERASED: "effacée depuis",
    Staying.ADDRESS_REFUSED: (
        "son adresse d’avant est celle d’une personne qui s’est opposée à être notée\u202f: "
        "corrigez à la main le reste de sa fiche"
    ),
}
"""Why somebody stays as they are when a list is taken back."""
