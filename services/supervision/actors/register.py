"""What each column of exchanges with actors is for."""

from services.chassis.privacy.processing_register import Register, told
from services.supervision.base.register import DEPARTMENT, VERSION

REGISTER: Register = {
    "actor_meetings": told(
        DEPARTMENT,
        uai="Lycée qui a eu l’échange, ou DSDEN",
        exchange_id="Identifiant de l’échange",
        actor_id="Acteur, dans l’annuaire du réseau",
        kind="Visite, appel, courriel",
        purpose="But de l’échange",
        occurred_on="Date",
        withdrawn="S’il était noté par erreur",
        version=VERSION,
        event_id=VERSION,
    ),
}
