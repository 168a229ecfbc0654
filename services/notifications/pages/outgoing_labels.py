"""Codes of what is sent outside, as users read them."""

from collections.abc import Mapping

from services.chassis.web.views.french import datetime_fr
from services.notifications.domain import outside_answer as said
from services.notifications.domain.endpoint import Endpoint, Paused
from services.notifications.domain.outgoing_events import OFFERED, title_of

__all__ = ["OFFERED", "PAUSED", "answer", "state_of", "title_of"]

PAUSED: Mapping[Paused, str] = {
    Paused.BY_HAND: "Suspendue par le lycée",
    Paused.FAILING: "Suspendue\u202f: rien n’a été pris pendant cinq jours",
    Paused.GONE: "Suspendue\u202f: elle a répondu qu’elle ne veut plus rien (410)",
}
_REASONS: Mapping[str, str] = {
    said.UNKNOWN_NAME: "Le nom de la machine ne mène nulle part. Vérifiez l’adresse.",
    said.PRIVATE_ADDRESS: "Ce nom mène dans un réseau privé\u202f: rien n’y est envoyé.",
    said.NO_CONNECTION: "La machine refuse la connexion, ou ne répond pas.",
    said.NO_ANSWER: "Aucune réponse en quinze secondes.",
    said.TLS_FAILED: "Son certificat n’est pas valable. Faites-le vérifier par qui la gère.",
    said.NOT_SENT: "Rien n’a pu partir vers cette adresse. Vérifiez-la.",
    said.BROKEN: "La réponse s’est coupée.",
    said.GAVE_UP: "Refusé pendant cinq jours alors que d’autres étaient pris.",
}
_STATUSES: Mapping[int, str] = {
    401: "elle ne nous reconnaît pas",
    403: "elle ne nous reconnaît pas",
    404: "cette adresse n’existe pas chez elle",
    410: "elle ne veut plus rien recevoir",
    413: "le message est trop gros pour elle",
    429: "elle demande de patienter",
}
_SERVER_ERROR = 500
_REDIRECTION = range(300, 400)


def answer(status: int | None, reason: str | None) -> str:
    """What the endpoint said last, in a sentence; empty when it took it, or was not asked."""
    if reason is not None:
        why = _REASONS.get(reason, reason)
        return f"{why} (réponse {status})" if status else why
    if status is None or status < _REDIRECTION.start:
        return ""
    if status in _REDIRECTION:
        why = "elle renvoie ailleurs\u202f: donnez la dernière adresse"
    else:
        otherwise = "elle est en panne" if status >= _SERVER_ERROR else "elle refuse le message"
        why = _STATUSES.get(status, otherwise)
    return f"Réponse {status}\u202f: {why}."


def state_of(endpoint: Endpoint) -> tuple[str, str]:
    """How an endpoint does, in a few words, and the tone of its badge."""
    if endpoint.paused is not None:
        tone = "neutral" if endpoint.paused is Paused.BY_HAND else "error"
        return PAUSED[endpoint.paused], tone
    if endpoint.failing_since is not None:
        return f"Ne prend rien depuis le {datetime_fr(endpoint.failing_since)}", "warning"
    if answer(endpoint.last_status, endpoint.last_reason):
        return "A refusé le dernier message", "warning"
    if endpoint.delivered_at is None:
        return "Rien envoyé encore", "neutral"
    return "En service", "success"
