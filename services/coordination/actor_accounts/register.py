"""What each column of accounts of actors is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

ACCOUNTS = Processing(
    title="Comptes des acteurs du réseau",
    purpose="Montrer à un partenaire qui a un compte les besoins confiés à son organisme, et eux seuls",
    persons="Partenaires qui ont un compte",
    recipients="Supervision départementale",
    retention="Jusqu’à ce que la supervision détache le compte ou retire l’accès, ou que la personne soit effacée ou s’oppose",
    enforced="La supervision, sur la page de l’acteur\u202f; chaque effacement et chaque opposition",
)

ENDED = Processing(
    title="Accès de partenaires terminés",
    purpose="Faire effacer aussi le compte fermé d’une personne qui est effacée ou s’oppose, et dire qu’un accès s’est fermé",
    persons="Partenaires qui ont eu un accès, par un identifiant",
    recipients="Supervision départementale",
    retention="1 an après la fin de l’accès, comme le compte fermé, ou dès que la personne est effacée ou s’oppose",
    enforced=DAILY,
    rules=("ended_accesses",),
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
    "ended_accesses": told(
        ENDED,
        account_id="Compte du partenaire",
        uai="DSDEN qui l’avait ouvert",
        person_id="Personne à joindre pour qui l’accès avait été ouvert",
        ended_at="Quand l’accès a pris fin",
        unused_on="Quand le compte a été fermé faute d’usage",
    ),
}
