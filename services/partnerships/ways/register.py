"""What is kept about who leads a lycée to a company."""

from services.chassis.privacy.processing_register import Processing, Register, personal, told

_WAYS = Processing(
    title="Intermédiaires du lycée auprès des entreprises",
    purpose="Savoir qui a apporté une entreprise, et par qui passer avant de l’appeler",
    persons="Personnels du lycée",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Tant que l’entreprise est au registre",
    enforced="Le bureau, depuis la page de l’entreprise, et l’effacement de l’entreprise individuelle",
)

WAYS_REGISTER: Register = {
    "ways": told(
        _WAYS,
        uai="Lycée",
        company_id="Entreprise",
        brought_by=personal("Qui a apporté l’entreprise au lycée"),
        through=personal("Par qui passer avant de l’appeler"),
    ),
}
