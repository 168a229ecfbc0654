"""Which events of the tracker a lycée may have sent to programs outside, and why the others are not."""

from contracts.outside import Kept, Offered

OFFERED: Offered = {
    "PFMP": {
        "formation_opened": "Formation ouverte ou renommée",
        "pfmp_period_published": "Dates de PFMP publiées",
        "placement_proposed": "Lieu d’accueil proposé à un élève",
        "placement_confirmed": "Lieu d’accueil confirmé",
        "placement_withdrawn": "Lieu d’accueil perdu",
        "follow_up_noted": "Visite ou contact noté",
        "follow_up_withdrawn": "Visite ou contact retiré",
        "placement_alert_raised": "Alerte pendant une PFMP",
        "placement_alert_closed": "Alerte close",
        "placement_interrupted": "Rupture pendant une PFMP",
        "placement_not_started": "PFMP jamais commencée",
        "placement_end_undone": "Rupture ou absence annulée",
        "placement_rescheduled": "Dates réelles d’un lieu d’accueil",
        "placement_linked": "Suite d’une PFMP dans un autre lieu",
        "referent_assigned": "Enseignant référent choisi",
        "agreement_prepared": "Convention ou avenant préparé",
        "agreement_issued": "Convention émise",
        "agreement_partly_signed": "Signatures reçues",
        "agreement_signed": "Convention de PFMP signée par tous",
        "agreement_refused": "Refus de signer une convention",
        "agreement_amended": "Convention remplacée par un avenant",
        "agreement_cancelled": "Convention de PFMP annulée",
        "agreement_entry_undone": "Saisie d’une convention annulée",
        "host_approached": "Entreprise contactée pour un élève",
        "host_approach_withdrawn": "Démarche retirée",
        "attestation_received": "Attestation reçue",
        "attestation_undone": "Attestation annulée",
        "host_agreed": "Accord d’une entreprise",
        "host_agreement_withdrawn": "Accord retiré",
        "coverage_changed": "Couverture d’une PFMP",
        "site_hosting_tallied": "Élèves accueillis par lieu et par semaine",
        "mobility_aid_moved": "Aide à la mobilité suivie",
        "mobility_aid_totalled": "Aides à la mobilité de l’année",
        "mobility_aid_suppressed": "Aides à la mobilité trop peu nombreuses pour un total",
        "refusal_tallied": "Refus d’entreprises dans l’année",
        "pupil_erased": "Élève effacé",
    },
}
KEPT_INSIDE: Kept = {
    "coverage_totals_stated": "counted for the department alone, to compare",
    "publication_changed": "what a head shows the department is between the two",
    "site_hosting_counted": "the same count as what is tallied",
}
