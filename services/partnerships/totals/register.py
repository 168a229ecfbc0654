"""What each column of totals is for."""

from services.chassis.privacy.processing_register import Register, told
from services.partnerships.capacities.register import COMMITMENTS

TOTALS_REGISTER: Register = {
    "registry_statements": told(
        COMMITMENTS,
        uai="Lycée",
        totals_id="Identifiant des totaux du registre",
        version="Ne pas revenir en arrière",
    ),
}
