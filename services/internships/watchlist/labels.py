"""Labels of what is late or wrong during a PFMP."""

from collections.abc import Mapping

from services.internships.watchlist.model import Late

LATE: Mapping[Late, tuple[str, str]] = {
    Late.CONTACT: ("Aucun contact depuis le départ", "warning"),
    Late.VISIT: ("Pas de visite avant la fin", "warning"),
    Late.UNNOTED: ("Visite à noter", "warning"),
    Late.ALERT: ("Alerte ouverte", "error"),
}
