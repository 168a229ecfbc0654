"""What each column of big accounts is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

ACCOUNTS = Processing(
    title="Grands comptes",
    purpose="Décider quel lycée parle pour tous à une entreprise que plusieurs sollicitent",
    persons="Personnes citées dans un texte",
    recipients="Les bureaux concernés et la supervision départementale\u202f; les autres bureaux lisent où en est l’arbitrage",
    retention="3 ans après la dernière demande ou le retrait de l’arbitrage",
    enforced=DAILY,
    rules=("key_accounts", "key_account_words"),
)
MERGED = Processing(
    title="Fiches réunies",
    purpose="Retrouver le grand compte d’une entreprise qui avait deux fiches",
    persons="Aucune",
    recipients="Bureaux des lycées, supervision départementale",
    retention="Sans limite",
)

REGISTER: Register = {
    "key_accounts": told(
        ACCOUNTS,
        key_account_id="Identifiant du compte",
        uai="Qui l’a ouvert",
        company_id="Entreprise",
        company="Comment l’entreprise est appelée",
        lead_then="Lycée chef de file à l’ouverture",
        opened_at="Instant de l’ouverture",
        outcome="Arbitrage qui tient",
        lead="Lycée désigné",
        from_on="Depuis quand",
        review_on="Quand il est revu",
        decided_at="Instant de l’arbitrage",
        review_told="Ne pas dire deux fois qu’il est à revoir",
        stated="Ne pas revenir en arrière chez qui l’applique",
        version="Empêcher deux décisions de s’écraser",
        words="Retrouver en tapant un mot",
    ),
    "key_account_parties": told(
        ACCOUNTS,
        key_account_id="Compte",
        uai="Lycée concerné",
        joined_at="Depuis quand",
        via_id="Par quel compte réuni à celui-ci",
        reason="Motif de sa demande",
        asked_at="Instant de sa demande",
        withdrawn_at="Instant où il l’a retirée",
    ),
    "key_account_words": told(
        ACCOUNTS,
        word_id="Identifiant de l’avis",
        uai="Lycée qui le donne",
        key_account_id="Compte",
        text=personal("Ce que le bureau veut et propose, en texte libre"),
        at="Instant",
        withdrawn_at="Instant où il l’a retiré",
    ),
    "key_account_decisions": told(
        ACCOUNTS,
        decision_id="Identifiant de l’arbitrage",
        uai="DSDEN qui décide",
        key_account_id="Compte",
        outcome="Ce qui est décidé",
        lead="Lycée désigné",
        shares="Lycée de chaque sujet",
        from_on="Depuis quand",
        review_on="Quand il est revu",
        text=personal("Pourquoi, en texte libre"),
        decided_at="Instant de l’arbitrage",
        withdrawn_at="Instant du retrait",
    ),
    "merged_cards": told(
        MERGED,
        company_id="Fiche qui reste",
        absorbed_id="Fiche qui y est entrée",
        merged="Si elles sont réunies",
        version="Ne pas revenir en arrière",
    ),
}
