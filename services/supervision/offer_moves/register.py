"""What each column of the moves of offer files is for."""

from services.chassis.privacy.processing_register import Register, told
from services.supervision.base.register import DEPARTMENT, VERSION

REGISTER: Register = {
    "offer_moves": told(
        DEPARTMENT,
        uai="La DSDEN, qui tient les dossiers",
        file_id="Dossier, par son identifiant",
        version=VERSION,
        state="État du dossier",
        moved_on="Jour où il y est passé",
        recorded_at="Instant où cela a été dit",
        event_id=VERSION,
    ),
}
