"""What each column of meetings is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_MEETINGS = Processing(
    title="Réunions des comités",
    purpose="Convoquer un comité, et garder ce qui s’y est dit",
    persons="Membres des comités, par leur numéro\u202f; personnes citées dans un texte",
    recipients="Bureaux et directions des lycées, supervision départementale",
    retention="5 ans après la réunion pour les textes et les présences\u202f; le jour et l’état restent",
    enforced=DAILY,
    rules=("meeting_texts",),
)

MEETINGS: Register = {
    "meetings": told(
        _MEETINGS,
        meeting_id="Identifiant de la réunion",
        committee_id="Comité",
        meets_on="Jour de la réunion",
        starts_at="Heure de début",
        ends_at="Heure de fin",
        place="Lieu",
        agenda=personal("Ordre du jour, en texte libre"),
        state="Si elle est prévue, convoquée, tenue ou annulée",
        convened_at="Instant de la convocation",
        minutes=personal("Compte rendu, en texte libre"),
        others="Combien de personnes sont venues en plus des membres",
        told_attended="Combien de personnes sont venues, tel que le département le sait",
        told_decisions="Combien de décisions ont été prises, tel que le département le sait",
        told_on="Jour de la réunion, tel que le département le sait",
        sequence="Rang du changement, pour que l’agenda garde le dernier",
        version="Empêcher deux corrections de s’écraser",
    ),
    "meeting_attendance": told(
        _MEETINGS,
        meeting_id="Réunion",
        member_id=personal("Membre qui est venu"),
    ),
    "meeting_invites": told(
        _MEETINGS,
        invite_id="Identifiant du rendez-vous dans l’agenda de son lecteur",
        meeting_id="Réunion",
        member_id=personal("Membre convoqué"),
        to_bureau="Si c’est le bureau de son lycée qui est convoqué",
        lycee="Lycée dont le bureau est convoqué",
    ),
}
