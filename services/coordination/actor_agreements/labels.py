"""States of agreements as users read them."""

from collections.abc import Mapping

from services.coordination.actor_agreements.model import AgreementState

STATES: Mapping[AgreementState, tuple[str, str]] = {
    AgreementState.TO_RENEW: ("À renouveler", "warning"),
    AgreementState.EXPIRED: ("Expirée", "danger"),
    AgreementState.COMING: ("À venir", "info"),
    AgreementState.RUNNING: ("En cours", "success"),
    AgreementState.RENEWED: ("Renouvelée", "neutral"),
    AgreementState.WITHDRAWN: ("Retirée", "neutral"),
}
