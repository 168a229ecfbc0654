"""What is kept of cards that look alike, and of those that became one."""

from services.chassis.privacy.processing_register import Processing, Register, personal, told

MERGED_CARDS = Processing(
    title="Fusion de fiches d’entreprises",
    purpose="Tenir une fiche par entreprise, et pouvoir séparer deux fiches réunies à tort",
    persons="Entrepreneurs individuels, dont l’entreprise porte le nom, et personnels du lycée par "
    "qui passer",
    recipients="Bureaux et directions des lycées du département",
    retention="Tant que la fiche réunie est au registre",
    enforced="L’annulation de la fusion, l’effacement de l’entreprise individuelle, et le bureau quand "
    "il dit par qui passer",
)

MERGES_REGISTER: Register = {
    "distinct_companies": told(
        MERGED_CARDS,
        low_id="L’une des deux entreprises",
        high_id="L’autre",
        uai="Lycée qui les a comparées",
        said_on="Date",
    ),
    "merges": told(
        MERGED_CARDS,
        merge_id="Identifiant de la fusion",
        uai="Lycée qui a fusionné les fiches",
        kept_id="Fiche qui reste",
        absorbed_id="Fiche qui s’y est fondue",
        merged_at="Instant de la fusion",
        kept_version="Savoir si la fiche a été corrigée depuis",
        absorbed_version="Ne pas revenir en arrière",
        before=personal("Fiche avant, pour séparer"),
        after=personal("Fiche après, pour séparer"),
        absorbed=personal("Fiche qui s’est fondue, pour la remettre"),
        undone_at="Instant de l’annulation",
    ),
    "merged_sites": told(
        MERGED_CARDS,
        site_id="Lieu qui était sur deux fiches",
        site_key="SIRET, ou clé interne, qui mène au lieu resté",
        into_id="Lieu resté",
        merge_id="Fusion",
    ),
    "merge_moves": told(
        MERGED_CARDS,
        uai="Lycée dont une ligne a suivi la fiche",
        merge_id="Fusion",
        position="Ordre",
        moved_table="Sorte de ligne",
        row_key="Identifiant de la ligne",
        was=personal(
            "Ce qu’elle était, pour la remettre\u202f: fiche, lieu, dates, intermédiaires"
        ),
        other_was=personal("Ce qu’était celle de l’autre fiche, de même"),
        became=personal("Ce que les deux sont devenues, de même"),
    ),
}
