"""What each column is for: the part of the register of processing kept by this service."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

MAILS = Processing(
    title="Courriels",
    purpose="Envoyer chaque courriel une fois, et savoir s’il est parti",
    persons="Contacts des entreprises, personnes qui ont un compte",
    recipients="Le destinataire, et les personnes du lycée qui en ont l’accès",
    retention="1 an pour la trace de l’envoi",
    enforced=f"{DAILY}\u202f; le texte et l’adresse, chaque heure",
    rules=("mails",),
)
TROUBLES = Processing(
    title="Pannes du relais de courriels",
    purpose="Dire à l’exploitation pourquoi rien ne part",
    persons="Aucune",
    recipients="L’exploitation technique",
    retention="Jusqu’à la fin de la panne",
    enforced="Le premier courriel qui part",
)
OUTSIDE = Processing(
    title="Envois vers l’extérieur",
    purpose="Dire à un programme choisi par le lycée ce qui se passe, et savoir s’il l’a pris",
    persons="Aucune directement\u202f: des numéros, des codes et des dates",
    recipients="Le programme choisi par le lycée\u202f; le bureau et la direction",
    retention="90 jours pour chaque message",
    enforced=DAILY,
    rules=("deliveries",),
)
DESTINATIONS = Processing(
    title="Destinations extérieures",
    purpose="Savoir où envoyer, et comment la destination répond",
    persons="Aucune",
    recipients="Le bureau et la direction du lycée",
    retention="Jusqu’à sa suppression, puis 30 jours",
    enforced=DAILY,
    rules=("endpoints",),
)
MONTH = "30 jours après l’envoi"

REGISTER: Register = {
    "mails": told(
        MAILS,
        uai="Lycée au nom de qui le courriel parle",
        mail_id="Identifiant du courriel",
        template="Modèle du courriel",
        recipient="Rôle ou identifiant du destinataire, jamais une adresse",
        cause="Fait qui en est la cause",
        aggregate_id="Identifiant de ce dont il parle",
        traceparent="Suivre une panne, sans rien de personnel",
        state="En attente, parti, refusé",
        queued_at="Instant de la demande",
        next_attempt_at="Prochain essai",
        lease_token="Un seul expéditeur à la fois",  # noqa: S106 # what the column is for
        attempts="Nombre d’essais",
        first_attempt_at="Premier essai",
        last_attempt_at="Dernier essai",
        finished_at="Instant de la fin",
        cancel_asked_at="Instant d’une annulation",
        last_reason="Pourquoi il en est là",
        last_verb="Étape de l’envoi",
        last_code="Réponse de l’autre serveur",
        last_status="Réponse de l’autre serveur",
        message_id="Reconnaître deux copies d’un même courriel",
        may_have_left="Savoir si une copie a pu partir",
        composed_at="Instant de la rédaction",
        address=personal("Adresse du destinataire", retention=MONTH),
        sender_name=personal("Nom de l’expéditeur", retention=MONTH),
        reply_to=personal("Adresse où répondre", retention=MONTH),
        subject=personal("Objet", retention=MONTH),
        html=personal("Texte envoyé", retention=MONTH),
        text=personal("Texte envoyé", retention=MONTH),
    ),
    "endpoints": told(
        DESTINATIONS,
        uai="Lycée dont les faits sont envoyés",
        endpoint_id="Identifiant de la destination",
        label="Nom donné par le lycée",
        url="Adresse de la destination",
        events="Faits choisis",
        secret_id="Ce dont le secret est dérivé, jamais le secret",  # noqa: S106 # what it is for
        old_secret_id="Le même, pour le secret d’avant",  # noqa: S106 # what it is for
        old_secret_until="Fin du secret d’avant",  # noqa: S106 # what it is for
        version="Deux modifications à la fois",
        created_at="Depuis quand elle existe",
        sent_since="Rien n’est envoyé de ce qui précède",
        removed_at="Instant de la suppression",
        paused="Pourquoi rien n’est envoyé",
        paused_at="Depuis quand",
        failing_since="Depuis quand elle ne prend rien",
        failures="Échecs à la suite",
        retry_at="Prochain essai",
        last_status="Dernière réponse",
        last_reason="Pourquoi il n’y en a pas",
        last_attempt_at="Dernier essai",
        delivered_at="Dernier message pris",
        lease_token="Un seul expéditeur à la fois",  # noqa: S106 # what the column is for
        leased_until="Jusqu’à quand",
    ),
    "deliveries": told(
        OUTSIDE,
        uai="Lycée dont c’est le fait",
        delivery_id="Identifiant de l’envoi",
        endpoint_id="Destination",
        event_id="Fait envoyé",
        event_type="Nature du fait",
        aggregate="Garder l’ordre de ce qui arrive à une même chose",
        aggregate_version="Le même ordre",
        happened_at="Instant du fait",
        body="Message envoyé\u202f: numéros, codes et dates",
        state="En attente, pris, abandonné",
        attempts="Nombre d’essais",
        first_attempt_at="Premier essai",
        last_attempt_at="Dernier essai",
        next_attempt_at="Prochain essai",
        finished_at="Instant de la fin",
        last_status="Dernière réponse",
        last_reason="Pourquoi il n’y en a pas",
    ),
    "relay_troubles": told(
        TROUBLES,
        relay="Relais en panne",
        since="Depuis quand",
        seen_at="Vu pour la dernière fois",
        reason="Raison, dans une liste",
        code="Réponse du relais",
    ),
}
