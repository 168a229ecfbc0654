"""What is kept of addresses that want no mail."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

_STOPS = Processing(
    title="Adresses qui ne veulent plus de courriels",
    purpose="Respecter ce refus dans tous les lycées à la fois",
    persons="Contacts des entreprises, par une empreinte à clé de leur adresse",
    recipients="Personne\u202f: chaque bureau voit le refus de ses propres contacts",
    retention="Jusqu’à ce que la personne accepte de nouveau les courriels",
    enforced="La personne elle-même, sur la page de son entreprise",
)
_RETURNS = Processing(
    title="Adresses d’où un courriel est revenu",
    purpose="Ne plus écrire à une adresse où rien n’arrive, et la faire corriger",
    persons="Contacts des entreprises, par une empreinte à clé de leur adresse",
    recipients="Personne\u202f: chaque bureau le voit de ses propres contacts",
    retention="1 an, ou jusqu’à ce qu’un bureau réessaie l’adresse",
    enforced=DAILY,
    rules=("mail_returns",),
)

MAIL_STOPS_REGISTER: Register = {
    "mail_stops": told(
        _STOPS,
        address_digest="Reconnaître l’adresse sans la garder",
        stopped_at="Depuis quand",
    ),
    "mail_returns": told(
        _RETURNS,
        address_digest="Reconnaître l’adresse sans la garder",
        return_id="Identifiant du retour",
        returned_at="Depuis quand",
        reason="Pourquoi, dans une liste",
    ),
}
