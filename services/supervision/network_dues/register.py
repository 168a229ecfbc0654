"""What each column of what waits in the network is for."""

from services.chassis.privacy.processing_register import Register, told
from services.supervision.base.register import DEPARTMENT, VERSION

REGISTER: Register = {
    "network_dues": told(
        DEPARTMENT,
        uai="Lycée où cela attend\u202f; pour un besoin dans son ensemble, la DSDEN",
        due_id="Besoin, demande d’appui ou décision, par son identifiant",
        kind="Nature",
        standing="Si cela attend, est promis, est fait ou ne compte plus",
        since_on="Jour où cela est arrivé",
        due_on="Jour pour lequel cela est attendu",
        working_days="Jours ouvrés jusqu’à la prise en charge ou la réponse",
        outcome="Issue du besoin",
        escalated="Si personne ne l’a pris en charge à temps",
        version=VERSION,
        event_id=VERSION,
    ),
}
