"""What each column of publications is for."""

from services.chassis.privacy.processing_register import Register, told
from services.partnerships.base.register import NETWORK

PUBLICATIONS_REGISTER: Register = {
    "publications": told(
        NETWORK,
        uai="Lycée",
        family="Famille de faits",
        steps="Jours où la famille est dite au département, ou non",
        version="Ne pas revenir en arrière",
    ),
}
