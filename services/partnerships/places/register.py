"""What each column of places is for."""

from services.chassis.privacy.processing_register import Processing, Register, personal, told
from services.partnerships.base.register import NETWORK

_DEPARTED = Processing(
    title="Lieux retirés par l’annulation d’une reprise",
    purpose="Remettre au registre un lieu où un élève était proposé à ce moment-là",
    persons="Entrepreneurs individuels, dont l’entreprise porte le nom",
    recipients="Personne, sauf si le lieu revient au registre",
    retention="30 jours, puis à la reprise oubliée suivante",
    enforced="Une tâche programmée à chaque reprise",
)

PLACES_REGISTER: Register = {
    "places": told(
        NETWORK,
        uai="Lycée",
        placement_id="Placement proposé",
        company_id="Entreprise",
        site_id="Lieu, qui reste donc au registre",
    ),
    "departed_sites": told(
        _DEPARTED,
        site_id="Lieu",
        site_key="SIRET, ou clé interne",
        company_id="Entreprise",
        version="Ne pas revenir en arrière",
        card=personal("Fiche telle qu’elle était, pour la remettre"),
        departed_at="Instant du retrait",
    ),
}
