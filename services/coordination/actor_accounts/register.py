"""What each column of accounts of actors is for."""

from services.chassis.privacy.processing_register import Processing, Register, told

ACCOUNTS = Processing(
    title="Comptes des acteurs du réseau",
    purpose="Montrer à un partenaire qui a un compte les besoins confiés à son organisme, et eux seuls",
    persons="Partenaires qui ont un compte",
    recipients="Supervision départementale",
    retention="Jusqu’à ce que la supervision détache le compte ou retire l’accès, ou que la personne soit effacée ou s’oppose",
    enforced="La supervision, sur la page de l’acteur\u202f; chaque effacement et chaque opposition",
)

REGISTER: Register = {
    "actor_accounts": told(
        ACCOUNTS,
        account_id="Compte du partenaire",
        uai="DSDEN qui l’a rattaché",
        actor_id="Acteur de l’annuaire pour lequel il répond",
        tied_at="Quand il a été rattaché",
        person_id="Personne à joindre pour qui l’accès a été ouvert",
    ),
}
