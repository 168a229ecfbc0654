"""What each column of contacts is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

CONTACTS_KEPT = (
    "3 ans après le dernier échange, courriel envoyé ou accueil, ou la durée choisie par "
    "l’installation"
)
CONTACTS = Processing(
    title="Contacts des entreprises",
    purpose="Joindre la bonne personne d’une entreprise",
    persons="Personnes que le lycée connaît dans les entreprises",
    recipients="Personnes du lycée qui en ont l’accès, personne d’autre",
    retention=CONTACTS_KEPT,
    enforced=f"{DAILY}, et le bureau quand le contact le demande",
    rules=("contacts",),
)

CONTACTS_REGISTER: Register = {
    "contacts": told(
        CONTACTS,
        uai="Lycée qui connaît le contact",
        contact_id=personal("Identifiant du contact"),
        company_id="Entreprise",
        site_id="Lieu de travail",
        name=personal("Savoir qui demander"),
        name_key=personal("Retrouver le contact"),
        function=personal("Savoir à quel titre il répond"),
        mail=personal("Lui écrire"),
        phone=personal("Lui téléphoner"),
        gets_mail="S’il reçoit les courriels des PFMP",
        version="Empêcher deux corrections de s’écraser",
    ),
    "contact_words": told(
        CONTACTS,
        uai="Lycée qui connaît le contact",
        word=personal("Retrouver le contact en tapant un mot"),
        contact_id=personal("Contact"),
    ),
}
