"""What each column of the public form is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

CONFIRMED = Processing(
    title="Confirmations du formulaire public",
    purpose="Demander à une adresse si elle a envoyé un besoin, sans lui écrire deux fois",
    persons="Personnes dont l’adresse est donnée dans le formulaire public",
    recipients="Personne\u202f: seule une empreinte est gardée",
    retention="30 jours",
    enforced=DAILY,
    rules=("need_confirmations",),
)

REGISTER: Register = {
    "need_confirmations": told(
        CONFIRMED,
        need_id="Demande à confirmer",
        uai="DSDEN, qui l’a reçue",
        mail_digest=personal("Empreinte de l’adresse, avec une clé\u202f: elle ne la redonne pas"),
        doubt="Rang parmi les demandes à confirmer",
        asked_at="Instant de la demande",
        sent_at="Instant du courriel",
    ),
}
