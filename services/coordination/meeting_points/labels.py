"""What points are about, as users read it."""

from collections.abc import Mapping

from services.coordination.meeting_points.model import Topic

TOPICS: Mapping[Topic, str] = {
    Topic.DECISIONS: "Décisions",
    Topic.PLAN: "Cadre d’actions",
    Topic.NEEDS: "Besoins",
    Topic.SUPPORT: "Appuis",
    Topic.CAMPAIGNS: "Campagnes",
    Topic.OFFER: "Offre",
    Topic.SIGNALS: "Signaux",
    Topic.PRACTICES: "Bonnes pratiques",
}
