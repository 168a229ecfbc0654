"""What each column of the appointments of contacts is for."""

from services.chassis.privacy.processing_register import Processing, Register, told

_INVITES = Processing(
    title="Courriels aux entreprises qui viennent à une action",
    purpose="Mettre l’action dans l’agenda de qui vient, et dire à la même personne ce qui change",
    persons="Contacts des entreprises, par leur numéro",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Tant que le contact est connu",
    enforced="Avec le contact",
)

ACTION_INVITES_REGISTER: Register = {
    "action_invites": told(
        _INVITES,
        uai="Lycée",
        invite_id="Identifiant du rendez-vous, le même dans l’agenda",
        action_id="Action",
        company_id="Entreprise qui vient",
        contact_id="Contact à qui il est écrit",
        standing="S’il est toujours attendu",
        sequence="Rang du changement, pour que l’agenda garde le dernier",
        facts="Empreinte du jour, de l’heure et du lieu annoncés",
        reminded_for="Jour de l’action déjà rappelé",
    ),
}
