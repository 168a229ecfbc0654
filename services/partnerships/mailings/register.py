"""What each column of mailings is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

_MAILINGS = Processing(
    title="Courriels à plusieurs entreprises à la fois",
    purpose="Écrire une fois à plusieurs, un courriel à chacune, et savoir ce qui est parti",
    persons="Contacts des entreprises, personnes du bureau, personnes citées dans le texte",
    recipients="Personnes du bureau, et chaque contact pour ce qui lui est écrit",
    retention="1 an",
    enforced=DAILY,
    rules=("mailings", "mailing_texts"),
)
_MONTHS = "90 jours"

MAILINGS_REGISTER: Register = {
    "mailings": told(
        _MAILINGS,
        uai="Lycée",
        mailing_id="Identifiant du courriel",
        subject=personal("Objet, en texte libre", retention=_MONTHS),
        body=personal("Texte libre", retention=_MONTHS),
        purpose="À quel sujet, dans une liste",
        author=personal("Compte de qui l’envoie"),
        status="Où il en est",
        drafted_at="Instant de la rédaction",
        leaves_at="Instant du départ",
        cancelled_at="Instant de l’annulation",
        version="Empêcher deux décisions de s’écraser",
    ),
    "mailing_recipients": told(
        _MAILINGS,
        uai="Lycée",
        recipient_id="Identifiant de la lettre",
        mailing_id="Courriel",
        rank="Ordre d’affichage",
        company_id="Entreprise choisie",
        contact_id=personal(
            "Contact à qui elle est écrite, ou le serait une fois l’entreprise cochée"
        ),
        mail_digest="Empreinte de l’adresse, pour que son lien n’arrête qu’elle",
        excluded_because="Pourquoi rien ne lui est écrit, dans une liste",
        state="Où en est l’envoi",
        moved_at="Depuis quand",
        interaction_id="Échange noté une fois la lettre partie",
    ),
}
