"""What each column of contact checks is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

CHECKS = Processing(
    title="Vérification des fiches par les contacts",
    purpose="Faire vérifier sa fiche à un contact, par un lien personnel",
    persons="Personnes que le lycée connaît dans les entreprises",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="3 ans, sans lien avec le contact une fois celui-ci oublié",
    enforced=DAILY,
    rules=("contact_checks",),
)

CONTACT_CHECKS_REGISTER: Register = {
    "contact_checks": told(
        CHECKS,
        uai="Lycée",
        contact_check_id="Identifiant de la demande",
        company_id="Entreprise",
        site_id="Lieu",
        contact_id=personal("Contact à qui la demande est faite"),
        placement_id="Placement qui l’a demandée",
        asked_at="Instant de la demande",
        confirmed_at="Instant de la réponse",
        corrected="Si quelque chose a été corrigé",
        revoked_at="Instant où le lien est fermé",
        revoked_because="Pourquoi il est fermé, dans une liste",
    ),
}
