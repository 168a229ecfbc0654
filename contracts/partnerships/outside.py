"""Which events of the registry a lycée may have sent to programs outside, and why the others are not."""

from contracts.outside import Kept, Offered

OFFERED: Offered = {
    "Entreprises": {
        "company_registered": "Entreprise enregistrée",
        "company_corrected": "Fiche d’entreprise corrigée",
        "company_onboarded": "Entreprise nouvellement connue du lycée",
        "company_merged": "Fiches réunies",
        "merge_undone": "Réunion de fiches annulée",
        "import_completed": "Liste d’entreprises importée",
        "import_undone": "Import de liste annulé",
        "site_staff_stated": "Effectif d’un lieu d’accueil",
        "site_closed": "Lieu d’accueil fermé",
        "site_reopened": "Lieu d’accueil rouvert",
        "contact_checked": "Fiche confirmée par son contact",
        "contact_erased": "Contact effacé",
        "trader_erased": "Entreprise individuelle effacée",
    },
    "Échanges et délai de courtoisie": {
        "interaction_logged": "Échange noté",
        "interaction_withdrawn": "Échange retiré",
        "site_solicited": "Lieu d’accueil sollicité",
        "site_solicitation_withdrawn": "Sollicitation retirée",
        "site_paused": "Lieu d’accueil en pause",
        "site_resumed": "Pause terminée",
    },
    "Partenariats et places d’accueil": {
        "partnership_proposed": "Partenariat envisagé",
        "partnership_changed": "Partenariat modifié",
        "partnership_signed": "Convention signée",
        "partnership_renewed": "Convention renouvelée",
        "partnership_ended": "Partenariat terminé",
        "hosting_capacity_declared": "Places d’accueil déclarées",
        "hosting_capacity_withdrawn": "Places d’accueil retirées",
        "regulated_work_declaration_filed": "Déclaration de travaux réglementés faite",
        "regulated_work_declaration_expiry_announced": "Déclaration à renouveler",
        "regulated_work_declaration_expired": "Déclaration expirée",
        "regulated_work_declaration_withdrawn": "Déclaration retirée",
        "tax_pledges_totalled": "Total des promesses de taxe d’apprentissage",
        "tax_pledges_suppressed": "Promesses de taxe trop peu nombreuses pour un total",
        "action_planned": "Action prévue",
        "action_held": "Action menée",
        "action_cancelled": "Action annulée",
    },
}
KEPT_INSIDE: Kept = {
    "contact_check_asked": "has a mail written, and says nothing more",
    "host_page_sent": "has a mail written",
    "mailing_cancelled": "keeps mails from leaving",
    "mailing_letter_asked": "has a mail written",
    "registry_totals_stated": "counted for the department alone, to compare",
    "task_digest_asked": "has a mail written",
    "teacher_link_sent": "has a mail written",
    "hosting_limit_decided": "the department's own rule, told by the department",
    "network_rule_decided": "the department's own rule, told by the department",
}
