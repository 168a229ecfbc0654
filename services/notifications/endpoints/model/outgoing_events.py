"""Which facts may be sent outside: a lycée's own, in the words its bureau uses.

Every published event is here, or among those kept inside with a reason; a test finds a third kind.
"""

from collections.abc import Mapping
from types import MappingProxyType

PING = "fr.passerelle.ping.v1"
"""Sent by hand, to see whether an endpoint answers; it says nothing."""

OFFERED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Entreprises": {
            "partnerships.company_registered": "Entreprise enregistrée",
            "partnerships.company_corrected": "Fiche d’entreprise corrigée",
            "partnerships.company_onboarded": "Entreprise nouvellement connue du lycée",
            "partnerships.company_merged": "Fiches réunies",
            "partnerships.merge_undone": "Réunion de fiches annulée",
            "partnerships.import_completed": "Liste d’entreprises importée",
            "partnerships.import_undone": "Import de liste annulé",
            "partnerships.site_staff_stated": "Effectif d’un lieu d’accueil",
            "partnerships.site_closed": "Lieu d’accueil fermé",
            "partnerships.site_reopened": "Lieu d’accueil rouvert",
            "partnerships.contact_checked": "Fiche confirmée par son contact",
            "partnerships.contact_erased": "Contact effacé",
            "partnerships.trader_erased": "Entreprise individuelle effacée",
        },
        "Échanges et délai de courtoisie": {
            "partnerships.interaction_logged": "Échange noté",
            "partnerships.interaction_withdrawn": "Échange retiré",
            "partnerships.site_solicited": "Lieu d’accueil sollicité",
            "partnerships.site_solicitation_withdrawn": "Sollicitation retirée",
            "partnerships.site_paused": "Lieu d’accueil en pause",
            "partnerships.site_resumed": "Pause terminée",
        },
        "Partenariats et places d’accueil": {
            "partnerships.partnership_proposed": "Partenariat envisagé",
            "partnerships.partnership_changed": "Partenariat modifié",
            "partnerships.partnership_signed": "Convention signée",
            "partnerships.partnership_renewed": "Convention renouvelée",
            "partnerships.partnership_ended": "Partenariat terminé",
            "partnerships.hosting_capacity_declared": "Places d’accueil déclarées",
            "partnerships.hosting_capacity_withdrawn": "Places d’accueil retirées",
            "partnerships.regulated_work_declaration_filed": "Déclaration de travaux réglementés faite",
            "partnerships.regulated_work_declaration_expiry_announced": "Déclaration à renouveler",
            "partnerships.regulated_work_declaration_expired": "Déclaration expirée",
            "partnerships.regulated_work_declaration_withdrawn": "Déclaration retirée",
            "partnerships.tax_pledges_totalled": "Total des promesses de taxe d’apprentissage",
            "partnerships.tax_pledges_suppressed": "Promesses de taxe trop peu nombreuses pour un total",
            "partnerships.action_planned": "Action prévue",
            "partnerships.action_held": "Action menée",
            "partnerships.action_cancelled": "Action annulée",
        },
        "PFMP": {
            "internships.formation_opened": "Formation ouverte ou renommée",
            "internships.pfmp_period_published": "Dates de PFMP publiées",
            "internships.placement_proposed": "Lieu d’accueil proposé à un élève",
            "internships.placement_confirmed": "Lieu d’accueil confirmé",
            "internships.placement_withdrawn": "Lieu d’accueil perdu",
            "internships.follow_up_noted": "Visite ou contact noté",
            "internships.follow_up_withdrawn": "Visite ou contact retiré",
            "internships.placement_alert_raised": "Alerte pendant une PFMP",
            "internships.placement_alert_closed": "Alerte close",
            "internships.placement_interrupted": "Rupture pendant une PFMP",
            "internships.placement_not_started": "PFMP jamais commencée",
            "internships.placement_end_undone": "Rupture ou absence annulée",
            "internships.placement_rescheduled": "Dates réelles d’un lieu d’accueil",
            "internships.placement_linked": "Suite d’une PFMP dans un autre lieu",
            "internships.referent_assigned": "Enseignant référent choisi",
            "internships.agreement_prepared": "Convention ou avenant préparé",
            "internships.agreement_issued": "Convention émise",
            "internships.agreement_partly_signed": "Signatures reçues",
            "internships.agreement_signed": "Convention de PFMP signée par tous",
            "internships.agreement_refused": "Refus de signer une convention",
            "internships.agreement_amended": "Convention remplacée par un avenant",
            "internships.agreement_cancelled": "Convention de PFMP annulée",
            "internships.agreement_entry_undone": "Saisie d’une convention annulée",
            "internships.host_approached": "Entreprise contactée pour un élève",
            "internships.host_approach_withdrawn": "Démarche retirée",
            "internships.attestation_received": "Attestation reçue",
            "internships.attestation_undone": "Attestation annulée",
            "internships.host_agreed": "Accord d’une entreprise",
            "internships.host_agreement_withdrawn": "Accord retiré",
            "internships.coverage_changed": "Couverture d’une PFMP",
            "internships.site_hosting_tallied": "Élèves accueillis par lieu et par semaine",
            "internships.mobility_aid_moved": "Aide à la mobilité suivie",
            "internships.mobility_aid_totalled": "Aides à la mobilité de l’année",
            "internships.mobility_aid_suppressed": "Aides à la mobilité trop peu nombreuses pour un total",
            "internships.refusal_tallied": "Refus d’entreprises dans l’année",
            "internships.pupil_erased": "Élève effacé",
        },
        "Réseau": {
            "coordination.news_published": "Actualité publiée",
            "coordination.news_withdrawn": "Actualité retirée",
        },
    }
)
"""By part of the form: `service.event`, whatever its version, and what people call it."""

KEPT_INSIDE: Mapping[str, str] = MappingProxyType(
    {
        "internships.coverage_totals_stated": "counted for the department alone, to compare",
        "internships.publication_changed": "what a head shows the department is between the two",
        "internships.site_hosting_counted": "the same count as what is tallied",
        "partnerships.contact_check_asked": "has a mail written, and says nothing more",
        "partnerships.host_page_sent": "has a mail written",
        "notifications.mailing_letter_moved": "about a mail, to who wrote it",
        "partnerships.mailing_cancelled": "keeps mails from leaving",
        "partnerships.mailing_letter_asked": "has a mail written",
        "partnerships.registry_totals_stated": "counted for the department alone, to compare",
        "partnerships.task_digest_asked": "has a mail written",
        "partnerships.teacher_link_sent": "has a mail written",
        "partnerships.hosting_limit_decided": "the department's own rule, told by the department",
        "partnerships.network_rule_decided": "the same",
        "portal.access_notice_asked": "about who has an account",
        "portal.lycee_opened": "the network's own list",
        "portal.second_factor_notice_asked": "the same",
        "portal.sign_in_letter_asked": "about who has an account",
    }
)

TITLES: Mapping[str, str] = MappingProxyType(
    {name: title for part in OFFERED.values() for name, title in part.items()}
)


def title_of(event_type: str) -> str:
    """What people call an event, by its CloudEvents type."""
    if event_type == PING:
        return "Message d’essai"
    return TITLES.get(name_of(event_type), event_type)


def name_of(event_type: str) -> str:
    """`fr.passerelle.partnerships.site_paused.v1` is `partnerships.site_paused`."""
    return event_type.removeprefix("fr.passerelle.").rpartition(".")[0]
