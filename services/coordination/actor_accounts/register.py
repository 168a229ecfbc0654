"""What each column of accounts of actors is for."""

from services.chassis.privacy.processing_register import Processing, Register, told

ACCOUNTS = Processing(
    title="Comptes des acteurs du réseau",
    purpose="Montrer à un partenaire qui a un compte les besoins confiés à son organisme, et eux seuls",
    persons="Partenaires qui ont un compte",
    recipients="Supervision départementale",
    retention="Jusqu’à ce que la supervision détache le compte",
    enforced="La supervision, sur la page de l’acteur",
)

REGISTER: Register = {
    "actor_accounts": told(
        ACCOUNTS,
        account_id="Compte du partenaire",
        uai="DSDEN qui l’a rattaché",
        actor_id="Acteur de l’annuaire pour lequel il répond",
        tied_at="Quand il a été rattaché",
    ),
}
