"""Codes of partnerships as users read them."""

from collections.abc import Mapping
from typing import Any

from contracts.partnerships.partnerships import AgreementState, PartnershipScope, PartnershipStage
from services.partnerships.base.labels import choices
from services.partnerships.partnerships.model.agreement_asked import AgreementAsked
from services.partnerships.partnerships.model.partnership import PartnershipAct, Validity

STAGES: Mapping[PartnershipStage, tuple[str, str]] = {
    PartnershipStage.PROSPECT: ("À contacter", "neutral"),
    PartnershipStage.CONTACTED: ("Contactée", "info"),
    PartnershipStage.IN_DISCUSSION: ("En discussion", "info"),
    PartnershipStage.ACTIVE: ("Actif", "success"),
    PartnershipStage.DORMANT: ("En sommeil", "warning"),
    PartnershipStage.ENDED: ("Terminé", "neutral"),
}
SCOPES: Mapping[PartnershipScope, str] = {
    PartnershipScope.PFMP: "Accueil en PFMP",
    PartnershipScope.APPRENTICESHIP: "Apprentissage",
    PartnershipScope.ACTIONS: "Visites et interventions",
    PartnershipScope.JURY: "Jurys d’examen",
    PartnershipScope.EQUIPMENT: "Prêt ou don de matériel",
    PartnershipScope.TEACHERS: "Immersion d’enseignants",
    PartnershipScope.HIRING: "Embauche de diplômés",
    PartnershipScope.TAX: "Taxe d’apprentissage",
}
AGREEMENTS: Mapping[AgreementState, str] = {
    AgreementState.NONE: "Sans convention",
    AgreementState.DRAFT: "Convention en préparation",
    AgreementState.SIGNED: "Convention signée",
}
VALIDITIES: Mapping[Validity, tuple[str, str]] = {
    Validity.VALID: ("Convention en cours", "success"),
    Validity.EXPIRING: ("Convention à renouveler", "warning"),
    Validity.EXPIRED: ("Convention expirée", "error"),
}
AGREEMENTS_ASKED: Mapping[AgreementAsked, str] = {
    **{AgreementAsked(code.value): label for code, (label, _) in VALIDITIES.items()},
    AgreementAsked.TO_RENEW: "À renouveler ou expirée",
}
AGREEMENT_ACTS: Mapping[PartnershipAct, str] = {
    PartnershipAct.DRAFT: "En préparation",
    PartnershipAct.SIGN: "Signée",
    PartnershipAct.RENEW: "Renouvelée",
    PartnershipAct.CORRECT: "Corriger ce qui est noté",
}
NOTICES: Mapping[PartnershipAct, str] = {
    PartnershipAct.DRAFT: "Convention en préparation.",
    PartnershipAct.SIGN: "Signature notée.",
    PartnershipAct.RENEW: "Renouvellement noté.",
    PartnershipAct.CORRECT: "Convention corrigée.",
}


def labels() -> dict[str, Any]:
    """Codes as templates show them."""
    return {
        "stage_labels": STAGES,
        "scope_labels": SCOPES,
        "agreement_labels": AGREEMENTS,
        "validity_labels": VALIDITIES,
        "scope_choices": choices(SCOPES),
    }
