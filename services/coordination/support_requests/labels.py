"""What states of a request for support are called, and how they are shown."""

from collections.abc import Mapping

from services.coordination.support_requests.model import SupportStatus

STATUSES: Mapping[SupportStatus, tuple[str, str]] = {
    SupportStatus.ASKED: ("En attente", "warning"),
    SupportStatus.PROMISED: ("Réponse promise", "info"),
    SupportStatus.ANSWERED: ("Répondue", "success"),
    SupportStatus.WITHDRAWN: ("Retirée", "neutral"),
}
