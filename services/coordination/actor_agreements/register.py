"""What each column of agreements with actors is for."""

from services.chassis.privacy.processing_register import Processing, Register, told

AGREEMENTS = Processing(
    title="Conventions avec les acteurs du réseau",
    purpose="Savoir ce qui lie le réseau à ses partenaires, et le renouveler à temps",
    persons="Aucune",
    recipients="Bureaux et directions des lycées, supervision départementale",
    retention="Sans limite",
)

REGISTER: Register = {
    "actor_agreements": told(
        AGREEMENTS,
        agreement_id="Identifiant de la convention",
        actor_id="Acteur de l’annuaire",
        subject="Objet de la convention",
        signed_on="Jour de la signature",
        from_on="Premier jour",
        until_on="Dernier jour",
        lycees="Lycées qui ont signé, s’il y en a",
        renews="Convention dont elle prend la suite",
        withdrawn_at="Quand elle a été retirée, si elle était notée par erreur",
        version="Empêcher deux corrections de s’écraser",
    ),
}
