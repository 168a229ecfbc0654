"""The part of the register about contacts shown to the network, and who objects."""

from services.chassis.privacy.processing_register import Processing, Register, personal, told

SHARED = Processing(
    title="Contacts partagés avec le réseau",
    purpose="Ne pas faire chercher à chaque lycée la même personne d’une entreprise",
    persons="Personnes des entreprises, informées du partage",
    recipients="Bureaux des lycées du département",
    retention="Tant que le lycée garde le contact et le partage",
    enforced="Le bureau, et l’effacement du contact",
)
OBJECTIONS = Processing(
    title="Oppositions de personnes des entreprises",
    purpose="Ne plus partager ni contacter, dans aucun lycée, une personne qui s’y oppose",
    persons="Personnes des entreprises qui s’opposent",
    recipients="Bureaux des lycées du département, qui ne lisent que des empreintes",
    retention="Jusqu’à ce que la personne change d’avis",
    enforced="Le bureau, quand la personne le demande",
)

SHARING_REGISTER: Register = {
    "shared_contacts": told(
        SHARED,
        uai="Lycée qui partage",
        contact_id=personal("Identifiant du contact"),
        company_id="Entreprise",
        site_id="Lieu de travail",
        name=personal("Savoir qui demander"),
        function=personal("Savoir à quel titre il répond"),
        mail=personal("Lui écrire"),
        phone=personal("Lui téléphoner"),
        mail_mark=personal("Empreinte du mail, pour reconnaître une opposition"),
        phone_mark=personal("Empreinte du téléphone, pour la même raison"),
        informed_on="Jour où la personne a été informée",
        shared_on="Depuis quand",
        shared_by="Compte qui l’a partagé",
    ),
    "shared_contact_words": told(
        SHARED,
        word=personal("Retrouver le contact en tapant un mot"),
        uai="Lycée qui partage",
        contact_id=personal("Contact"),
    ),
    "contact_objections": told(
        OBJECTIONS,
        mark=personal("Empreinte à clé du mail ou du téléphone"),
        objection_id="Opposition",
        objected_on="Depuis quand",
        suffices="Si l’empreinte suffit, ou seulement en l’absence de mail",
    ),
}
