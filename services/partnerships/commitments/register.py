"""What each column of commitments is for."""

from services.chassis.privacy.processing_register import Register, told
from services.partnerships.capacities.register import COMMITMENTS

COMMITMENTS_REGISTER: Register = {
    "declarations": told(
        COMMITMENTS,
        uai="Lycée",
        declaration_id="Identifiant de la déclaration",
        company_id="Entreprise",
        site_id="Lieu",
        works="Travaux réglementés, dans une liste",
        filed_on="Date de la déclaration",
        version="Ne pas revenir en arrière",
        told="Si le département en a été informé",
    ),
    "declaration_letters": told(
        COMMITMENTS,
        uai="Lycée",
        declaration_id="Déclaration",
        threshold="Jours avant le terme",
        letter_id="Identifiant du courriel",
        state="Où en est le courriel",
        moved_on="Jour où il est parti, ou non",
    ),
    "tax_pledges": told(
        COMMITMENTS,
        uai="Lycée",
        company_id="Entreprise",
        year="Année",
        state="Où en est la promesse",
        amount_euros="Montant promis",
    ),
    "tax_totals": told(
        COMMITMENTS,
        uai="Lycée",
        year="Année",
        totals_id="Identifiant du total",
        version="Ne pas revenir en arrière",
        told_companies="Nombre d’entreprises du dernier total dit au département",
        told_euros="Montant du dernier total dit au département",
    ),
}
