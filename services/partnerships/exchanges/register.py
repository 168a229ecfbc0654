"""What each column of exchanges is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

NOTES_KEPT = "3 ans après l’échange, ou la durée choisie par l’installation"
EXCHANGES = Processing(
    title="Échanges avec les entreprises",
    purpose="Se rappeler ce qui s’est dit, et quoi faire ensuite",
    persons="Personnes citées dans une note",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Le texte\u202f: 3 ans, ou la durée choisie par l’installation\u202f; l’échange, sans limite",
    enforced=DAILY,
    rules=("notes",),
)

EXCHANGES_REGISTER: Register = {
    "interactions": told(
        EXCHANGES,
        uai="Lycée",
        interaction_id="Identifiant de l’échange",
        company_id="Entreprise",
        site_id="Lieu",
        kind="Visite, appel, courriel",
        purpose="But de l’échange",
        outcome="Issue",
        occurred_on="Date",
        next_step_on="Date de la suite",
        refusal="Raison d’un refus, dans une liste",
        contact_id=personal("Contact avec qui il a eu lieu"),
        shared_id="Échange noté une fois pour plusieurs lycées",
        former_ids="Identifiants d’avant ses corrections, pour dire un conflit",
        to_many="Courriel envoyé à plusieurs entreprises à la fois",
        undelivered="Ce courriel n’est pas arrivé",
        noted_by=personal("Compte de la personne du bureau qui l’a noté"),
        note=personal("Ce qui s’est dit, en texte libre"),
    ),
}
