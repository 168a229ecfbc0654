"""Reasons of pauses, as users read them."""

from collections.abc import Mapping

from services.partnerships.pauses.model import PauseReason

PAUSE_REASONS: Mapping[PauseReason, str] = {
    PauseReason.ITS_WISH: "À la demande de l’entreprise",
    PauseReason.CAPACITY: "Plus de place en ce moment",
    PauseReason.CHANGE: "Déménagement, travaux, reprise",
    PauseReason.AGREEMENT: "Désaccord à régler",
    PauseReason.SAFETY: "Sécurité des élèves",
}
