"""What each column of companies is for."""

from services.chassis.privacy.processing_register import Processing, Register, personal, told

COMPANIES = Processing(
    title="Registre des entreprises",
    purpose="Connaître les entreprises et leurs lieux, une fiche pour tous les bureaux",
    persons="Entrepreneurs individuels, dont l’entreprise porte le nom",
    recipients="Bureaux et directions des lycées du département",
    retention="Tant qu’un lycée s’en sert",
    enforced="Le chef d’un lycée qui la suit, quand un entrepreneur individuel le demande",
)

COMPANIES_REGISTER: Register = {
    "companies": told(
        COMPANIES,
        company_id="Identifiant de l’entreprise",
        name=personal("Nom, celui d’une personne pour un entrepreneur individuel"),
        name_key=personal("Retrouver l’entreprise par son nom"),
        siren="Numéro officiel",
        legal_form="Forme juridique",
        diffusion="Si le nom peut être montré à tous",
        naf="Activité",
        version="Empêcher deux corrections de s’écraser",
    ),
    "company_words": told(
        COMPANIES,
        word=personal("Retrouver l’entreprise en tapant un mot"),
        company_id="Entreprise",
    ),
    "sites": told(
        COMPANIES,
        site_id="Identifiant du lieu",
        company_id="Entreprise",
        rank="Ordre d’affichage",
        site_key="SIRET, ou clé interne",
        siret="Numéro officiel",
        name=personal("Enseigne"),
        address=personal("S’y rendre, y écrire"),
        postcode="S’y rendre, y écrire",
        commune="Chercher par commune",
        locality="Commune telle que la liste la dit",
        place_key="Ranger par commune",
        naf="Activité",
        phone=personal("Téléphoner au lieu"),
        mail=personal("Écrire au lieu"),
    ),
}
