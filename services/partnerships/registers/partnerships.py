"""What each column about partnerships is for."""

from services.chassis.privacy.processing_register import DAILY, Processing, Register, personal, told

AGREEMENTS = Processing(
    title="Partenariats avec les entreprises",
    purpose="Suivre les partenariats et renouveler les conventions à temps",
    persons="Signataires des conventions",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Signataires\u202f: 3 ans après la fin du partenariat, ou la durée choisie "
    "par l’installation\u202f; le partenariat, sans limite",
    enforced=f"{DAILY}, et le bureau quand le contact le demande",
    rules=("partnerships",),
)

PAPERS = Processing(
    title="Documents joints aux partenariats et aux actions",
    purpose="Retrouver les conventions signées et ce qui a servi à une action",
    persons="Personnes que nomment ces documents",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="3 ans après la fin du partenariat ou après l’action, ou la durée choisie par "
    "l’installation",
    enforced=f"{DAILY}, et le bureau depuis la page du partenariat ou de l’action",
    rules=("partnerships", "action_documents"),
)

ACTIONS = Processing(
    title="Actions école-entreprise",
    purpose="Prévoir les actions, en faire le bilan, voir les classes qui n’en ont pas eu",
    persons="Aucune\u202f: des nombres, et l’intitulé choisi par le bureau",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Sans limite",
)

COMMITMENTS = Processing(
    title="Places offertes, dérogations et taxe d’apprentissage",
    purpose="Renouveler à temps les déclarations, solliciter et remercier les entreprises",
    persons="Aucune",
    recipients="Personnes du lycée qui en ont l’accès",
    retention="Sans limite",
)

PARTNERSHIPS: Register = {
    "capacities": told(
        COMMITMENTS,
        uai="Lycée",
        capacity_id="Identifiant de l’offre",
        company_id="Entreprise",
        site_id="Lieu",
        mef="Formation",
        from_month="Premier mois",
        to_month="Dernier mois",
        seats="Nombre de places",
        told="Si le département en a été informé",
        by_company="Si l’entreprise les a déclarées elle-même",
    ),
    "taken_seats": told(
        COMMITMENTS,
        uai="Lycée",
        tally_id="Identifiant du compte",
        site_id="Lieu",
        monday="Semaine",
        seats="Nombre de places prises",
        version="Ne pas revenir en arrière",
    ),
    "declarations": told(
        COMMITMENTS,
        uai="Lycée",
        declaration_id="Identifiant de la déclaration",
        company_id="Entreprise",
        site_id="Lieu",
        works="Travaux réglementés, dans une liste",
        filed_on="Date de la déclaration",
        version="Ne pas revenir en arrière",
        told="Si le département en a été informé",
    ),
    "tax_pledges": told(
        COMMITMENTS,
        uai="Lycée",
        company_id="Entreprise",
        year="Année",
        state="Où en est la promesse",
        amount_euros="Montant promis",
    ),
    "tax_totals": told(
        COMMITMENTS,
        uai="Lycée",
        year="Année",
        totals_id="Identifiant du total",
        version="Ne pas revenir en arrière",
        told_companies="Nombre d’entreprises du dernier total dit au département",
        told_euros="Montant du dernier total dit au département",
    ),
    "registry_statements": told(
        COMMITMENTS,
        uai="Lycée",
        totals_id="Identifiant des totaux du registre",
        version="Ne pas revenir en arrière",
    ),
    "action_axes": told(
        ACTIONS,
        uai="Lycée",
        axis_id="Identifiant de l’axe",
        label="Nom de l’axe",
        archived="S’il n’est plus proposé",
    ),
    "actions": told(
        ACTIONS,
        uai="Lycée",
        action_id="Identifiant de l’action",
        kind="Sorte d’action",
        title="Intitulé",
        planned_on="Date",
        axis_id="Axe",
        partners="Partenaires, dans une liste",
        classes="Identifiants des classes",
        status="Prévue, menée ou annulée",
        pupils="Nombre d’élèves",
        teachers="Nombre d’enseignants",
        version="Empêcher deux changements de s’écraser",
    ),
    "action_companies": told(
        ACTIONS,
        uai="Lycée",
        action_id="Action",
        company_id="Entreprise invitée, ou qui y participe",
        answer="Ce qu’elle a répondu, puis si elle est venue, dans une liste",
    ),
    "partnerships": told(
        AGREEMENTS,
        uai="Lycée",
        partnership_id="Identifiant du partenariat",
        company_id="Entreprise",
        stage="Étape",
        stage_on="Depuis quand",
        scopes="Objets, dans une liste",
        agreement="Où en est la convention",
        signed_on="Date de signature",
        until_on="Fin de validité",
        signatory_id=personal("Contact qui a signé pour l’entreprise"),
        signed_for_lycee=personal("Qui a signé pour le lycée"),
        recalled_on="Quand un courriel a rappelé la fin de la convention",
        recalled_in="Identifiant de ce courriel",
        before=personal("État d’avant le dernier changement, pour l’annuler"),
        version="Empêcher deux changements de s’écraser",
    ),
    "documents": told(
        PAPERS,
        uai="Lycée",
        document_id="Identifiant du document",
        owner_id="Ce à quoi il est joint",
        name=personal("Nom du fichier"),
        kind="Sorte de fichier",
        size="Taille",
        content=personal("Convention signée et pièces jointes"),
        added_at="Instant de l’ajout",
    ),
}
