"""What each column of training signals is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

SIGNALS = Processing(
    title="Signaux de besoins en compétences",
    purpose="Préparer l’évolution de l’offre de formation avec ce que disent les entreprises et les branches",
    persons="Personnes citées dans un texte",
    recipients="Le bureau qui note, et la supervision départementale",
    retention="3 ans après le jour où c’est dit\u202f; 1 an après le retrait",
    enforced=DAILY,
    rules=("training_signals",),
)

REGISTER: Register = {
    "training_signals": told(
        SIGNALS,
        uai="Lycée qui note, ou DSDEN",
        signal_id="Identifiant du signal",
        kind="Nature",
        rome="Métier, par son code ROME",
        mef="Formation concernée",
        territory="Intercommunalité concernée",
        strength="Force",
        source="Provenance",
        told_on="Jour où c’est dit",
        text=personal("Ce qui est dit, en texte libre"),
        company=personal("Entreprise qui le dit, par son nom"),
        company_id="Fiche de l’entreprise",
        exchange_id="Échange où c’est dit",
        status="S’il compte",
        raised_at="Instant de la saisie",
        changed_at="Instant du dernier changement",
        version="Empêcher deux décisions de s’écraser",
        words=personal("Mots du signal, par lesquels il se cherche"),
    ),
    "standing_signals": told(
        SIGNALS,
        uai="Lycée qui note, ou DSDEN",
        signal_id="Signal qui compte, dans les dossiers de tous",
    ),
}
