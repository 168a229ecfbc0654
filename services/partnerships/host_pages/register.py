"""What is kept about companies' own pages."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, told

_PAGES = Processing(
    title="Liens vers la page d’une entreprise",
    purpose="Laisser une entreprise tenir ses places, ses pauses et ses coordonnées, sans compte",
    persons="Personnes que le lycée connaît dans les entreprises",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Un an, ou jusqu’à ce que le contact soit oublié",
    enforced="Avec le contact, et le bureau depuis la liste des liens",
)
_DOINGS = Processing(
    title="Ce que les entreprises font sur leur page",
    purpose="Dire au bureau ce que l’entreprise a changé elle-même, et pouvoir y revenir",
    persons="Aucune",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="1 an",
    enforced=DAILY,
    rules=("host_doings",),
)
HOST_PAGES_REGISTER: Register = {
    "host_pages": told(
        _PAGES,
        uai="Lycée",
        host_page_id="Identifiant du lien, dont il est tiré",
        company_id="Entreprise",
        site_id="Lieu",
        contact_id="Contact à qui il est remis",
        mail_digest="Reconnaître l’adresse pour laquelle il est remis, sans la garder",
        given_at="Instant de la remise",
        expires_at="Jusqu’à quand il ouvre la page",
        revoked_at="Instant de la fermeture",
    ),
    "host_doings": told(
        _DOINGS,
        uai="Lycée",
        doing_id="Identifiant",
        company_id="Entreprise",
        site_id="Lieu",
        what="Ce qui a été fait, dans une liste",
        about="Offre ou pause concernée",
        seats="Nombre de places",
        from_month="Premier mois",
        to_month="Dernier mois",
        mef="Formation",
        until_on="Fin de la pause",
        done_at="Instant",
    ),
}
