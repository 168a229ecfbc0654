"""What is kept of addresses that want no mail."""

from services.chassis.privacy.processing_register import Processing, Register, told

_STOPS = Processing(
    title="Adresses qui ne veulent plus de courriels",
    purpose="Respecter ce refus dans tous les lycées à la fois",
    persons="Contacts des entreprises, par une empreinte à clé de leur adresse",
    recipients="Personne\u202f: chaque bureau voit le refus de ses propres contacts",
    retention="Jusqu’à ce que la personne accepte de nouveau les courriels",
    enforced="La personne elle-même, sur la page de son entreprise",
)

MAIL_STOPS_REGISTER: Register = {
    "mail_stops": told(
        _STOPS,
        address_digest="Reconnaître l’adresse sans la garder",
        stopped_at="Depuis quand",
    ),
}
