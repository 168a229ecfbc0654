"""What each column of directory entries is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

PUBLIC_REGISTER = Processing(
    title="Registre public des entreprises",
    purpose="Savoir ce que le registre public dit autrement que les fiches, sans rien y changer",
    persons="Entrepreneurs individuels à diffusion totale, dont l’entreprise porte le nom",
    recipients="Bureaux et directions des lycées du département",
    retention="Tant que le lieu est au registre\u202f; remplacé à chaque lecture",
    enforced="Le chef d’un lycée qui suit l’entreprise, quand un entrepreneur individuel le demande",
)
TAKEN = Processing(
    title="Valeurs prises du registre public",
    purpose="Pouvoir remettre ce que la fiche disait",
    persons="Entrepreneurs individuels, dont l’entreprise porte le nom",
    recipients="Bureaux des lycées du département",
    retention="30 jours",
    enforced=DAILY,
    rules=("directory_takings",),
)

DIRECTORY_ENTRIES_REGISTER: Register = {
    "directory_entries": told(
        PUBLIC_REGISTER,
        site_id="Lieu",
        siret="Numéro lu",
        read_at="Instant de la lecture",
        found="Si le registre connaît ce numéro",
        name=personal("Nom, celui d’une personne pour un entrepreneur individuel"),
        legal_form="Forme juridique",
        diffusion="Si le registre montre tout\u202f; sinon rien d’autre n’est gardé",
        unit_naf="Activité de l’entreprise",
        site_name=personal("Enseigne"),
        address=personal("Adresse"),
        postcode="Adresse",
        commune="Commune",
        place="Nom de la commune",
        naf="Activité du lieu",
        staff="Tranche d’effectif",
        closed="Si le lieu est fermé",
        closed_on="Depuis quand",
    ),
    "directory_kept": told(
        PUBLIC_REGISTER,
        site_id="Lieu",
        field="Champ gardé tel quel",
        value=personal("Ce que le registre en disait, pour le proposer s’il change"),
        kept_id="Décision",
        kept_at="Instant de la décision",
    ),
    "directory_takings": told(
        TAKEN,
        taking_id="Identifiant",
        site_id="Lieu",
        field="Champ pris",
        before=personal("Ce que la fiche disait"),
        after=personal("Ce qu’elle dit ensuite"),
        taken_at="Instant",
    ),
}
