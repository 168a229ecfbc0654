"""What is kept about mails sent in copy."""

from services.chassis.privacy.processing_register import (
    DAILY,
    Processing,
    Register,
    kept,
    personal,
    told,
)

_ADDRESSES = Processing(
    title="Adresses de dépôt de courriels",
    purpose="Savoir à qui est l’adresse où un courriel arrive en copie",
    persons="Personnes du bureau",
    recipients="La personne elle-même",
    retention="Jusqu’à sa révocation, puis 30 jours",
    enforced=f"La personne elle-même, puis {DAILY[0].lower()}{DAILY[1:]}",
    rules=("drop_addresses",),
)
_MAILS = Processing(
    title="Courriels reçus en copie",
    purpose="Noter une fois chaque courriel échangé avec une entreprise",
    persons="Personnes du bureau, personnes qui ont écrit ou à qui l’on a écrit",
    recipients="La personne du bureau à qui est l’adresse",
    retention="90 jours",
    enforced=DAILY,
    rules=("dropped_mails",),
)

DROP_BOX_REGISTER: Register = {
    "drop_addresses": told(
        _ADDRESSES,
        uai="Lycée",
        drop_id="Ce dont l’adresse est dérivée",
        account_id=personal("Compte de la personne"),
        token_hash="Reconnaître l’adresse, sans la garder",  # noqa: S106 # what the column is for
        made_at="Instant de la création",
        revoked_at="Instant de la révocation",
    ),
    "dropped_mails": told(
        _MAILS,
        uai="Lycée",
        mail_id="Identifiant du courriel",
        account_id=personal("Compte de la personne à qui est l’adresse"),
        key="Reconnaître deux copies d’un même courriel",
        received_at="Instant de l’arrivée",
        occurred_on="Jour du courriel",
        text=personal(
            "Texte et correspondants, tant qu’aucune entreprise n’a été dite",
            retention="Jusqu’au rattachement, 90 jours au plus",
        ),
        ignored="Pourquoi il n’est pas noté",
        done_at="Instant de la suite donnée",
        unverified="Si personne ne répond de qui l’a écrit",
        noted=kept("Si un échange en a été noté", "90 jours"),
    ),
}
