"""What each column of actions is for."""

from services.chassis.privacy.processing_register import Register, told
from services.partnerships.axes.register import ACTIONS

ACTIONS_REGISTER: Register = {
    "actions": told(
        ACTIONS,
        uai="Lycée",
        action_id="Identifiant de l’action",
        kind="Sorte d’action",
        title="Intitulé",
        planned_on="Date",
        axis_id="Axe",
        partners="Partenaires, dans une liste",
        classes="Identifiants des classes",
        starts_at="Heure de début",
        ends_at="Heure de fin",
        place="Lieu, en texte libre",
        mails_off="Ne rien écrire aux entreprises qui viennent",
        status="Prévue, menée ou annulée",
        pupils="Nombre d’élèves",
        teachers="Nombre d’enseignants",
        version="Empêcher deux changements de s’écraser",
    ),
    "action_companies": told(
        ACTIONS,
        uai="Lycée",
        action_id="Action",
        company_id="Entreprise invitée, ou qui y participe",
        answer="Ce qu’elle a répondu, puis si elle est venue, dans une liste",
    ),
}
