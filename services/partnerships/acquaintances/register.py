"""What each column of acquaintances is for."""

from services.chassis.privacy.processing_register import Register, told
from services.partnerships.base.register import NETWORK

ACQUAINTANCES_REGISTER: Register = {
    "lycees": told(
        NETWORK,
        lycee="Lycée",
        name="Nom du lycée",
        version="Ne pas revenir en arrière",
    ),
    "acquaintances": told(
        NETWORK,
        uai="Lycée qui connaît le lieu",
        site_id="Lieu",
        company_id="Entreprise",
        last_on="Dernier échange",
        n_30d="Échanges du mois, délai de courtoisie",
        hosted_on="Dernier accueil",
    ),
    "onboardings": told(
        NETWORK,
        uai="Lycée",
        company_id="Entreprise",
        reason="Pourquoi elle entre dans le suivi",
        onboarded_on="Date",
        told="Nombre de premiers échanges dits au département",
    ),
    "cardless_meetings": told(
        NETWORK,
        uai="Lycée",
        company_id="Entreprise que le registre n’a plus, après la remise d’une sauvegarde",
        reason="Pourquoi elle est entrée dans le suivi",
        onboarded_on="Date",
    ),
}
