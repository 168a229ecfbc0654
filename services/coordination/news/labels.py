"""States of a news item as users read them, each with its colour."""

from collections.abc import Mapping

from services.coordination.news.model.news import NewsStatus

STATUSES: Mapping[NewsStatus, tuple[str, str]] = {
    NewsStatus.PROPOSED: ("Proposée", "info"),
    NewsStatus.REFUSED: ("Refusée", "error"),
    NewsStatus.PUBLISHED: ("Publiée", "success"),
    NewsStatus.WITHDRAWN: ("Retirée", "warning"),
    NewsStatus.ERASED: ("Effacée", "neutral"),
}
