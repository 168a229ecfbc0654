"""What each column of imports is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

IMPORTS = Processing(
    title="Reprise de listes d’entreprises",
    purpose="Reprendre une liste tenue ailleurs, et pouvoir l’annuler",
    persons="Contacts et entrepreneurs nommés dans la liste",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="1 an pour le compte rendu",
    enforced=DAILY,
    rules=("imports",),
)
FILES = Processing(
    title="Fichiers déposés pour une reprise",
    purpose="Dire ce que sont les colonnes d’une liste avant de la reprendre",
    persons="Contacts et entrepreneurs nommés dans la liste",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Chiffrés, jusqu’à la confirmation ou l’abandon, 1 heure au plus",
    enforced="Une tâche programmée à chaque dépôt",
)
HEADINGS = Processing(
    title="Titres de colonnes retenus",
    purpose="Lire de même les prochaines listes",
    persons="Aucune",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Jusqu’à ce que le bureau les oublie",
    enforced="Le bureau, depuis la page des imports",
)
MONTH = "30 jours"

IMPORTS_REGISTER: Register = {
    "imports": told(
        IMPORTS,
        uai="Lycée",
        import_id="Identifiant de la reprise",
        source="Sorte de liste",
        file_name="Reconnaître le fichier",
        status="Où elle en est",
        previewed_at="Instant de la lecture",
        completed_at="Instant de la fin",
        headings="Titres des colonnes, pour rendre les lignes refusées",
        sheet="Feuille lue",
        unread_sheets="Feuilles non lues",
        cells="Dire combien de cellules du fichier ont été laissées de côté, et lesquelles",
        undone_at="Instant de l’annulation",
        begun_by=personal("Prévenir qui l’a lancée de sa fin"),
        begun_at="Instant où elle a été lancée",
    ),
    "import_files": told(
        FILES,
        uai="Lycée",
        import_id="Reprise",
        content=personal("Relire la liste avec d’autres colonnes"),
        line="Ligne des titres",
        columns=personal("Ce que sont les colonnes, avec des exemples"),
    ),
    "import_headings": told(
        HEADINGS,
        uai="Lycée",
        heading_key="Reconnaître le titre",
        heading="Titre tel que la liste l’écrit",
        field="Ce qu’il veut dire",
        remembered_at="Instant où il a été retenu",
    ),
    "import_rows": told(
        IMPORTS,
        uai="Lycée",
        import_id="Reprise",
        line="Ligne du fichier",
        name=personal("Entreprise que la ligne nomme"),
        verdict="Ce qui en est fait",
        reason="Pourquoi elle est refusée",
        company_id="Entreprise reconnue",
        values=personal("Ligne à reprendre, ou à rendre si elle est refusée", retention=MONTH),
        done="Si elle est reprise",
    ),
    "import_effects": told(
        IMPORTS,
        uai="Lycée",
        import_id="Reprise",
        company_id="Entreprise touchée",
        part="Morceau de la reprise",
        name=personal("Entreprise touchée", retention=MONTH),
        before=personal("Fiche avant, pour annuler", retention=MONTH),
        after=personal("Fiche après, pour annuler", retention=MONTH),
        followed="Lieux entrés dans le suivi",
        contacts="Identifiants des contacts ajoutés",
        notes="Identifiants des notes ajoutées",
        exchanges="Identifiants des échanges repris",
        undone="Si c’est annulé",
        outcome=personal("Ce qui a été remis ou gardé", retention=MONTH),
    ),
}
