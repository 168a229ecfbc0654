"""What states and measures of a campaign are called."""

from collections.abc import Mapping

from contracts.coordination.campaigns import CampaignMeasure
from contracts.identifiers import Mef
from services.coordination.campaigns.model import CampaignDetails, CampaignStatus

STATUSES: Mapping[CampaignStatus, tuple[str, str]] = {
    CampaignStatus.DRAFT: ("Brouillon", "neutral"),
    CampaignStatus.OPEN: ("En cours", "info"),
    CampaignStatus.CLOSED: ("Close", "success"),
    CampaignStatus.WITHDRAWN: ("Retirée", "neutral"),
}
MEASURES: Mapping[CampaignMeasure, str] = {
    CampaignMeasure.PLACES: "Lieux d’accueil trouvés depuis le lancement",
    CampaignMeasure.NEW_HOSTS: "Nouvelles entreprises d’accueil",
    CampaignMeasure.EXCHANGES: "Échanges avec des entreprises",
    CampaignMeasure.ACTIONS: "Actions école-entreprise menées",
}
COUNTED: Mapping[CampaignMeasure, str] = {
    CampaignMeasure.PLACES: "Élèves attendus dont le lieu d’accueil est confirmé, dans les PFMP publiées qui commencent ces jours-là, depuis le premier jour de la campagne : ceux qui en avaient déjà un la veille n’y sont pas. Une place perdue ne compte plus.",
    CampaignMeasure.NEW_HOSTS: "Lieux où le premier élève connu de ce lycée arrive dans une de ces semaines. Un accueil retiré ne compte plus.",
    CampaignMeasure.EXCHANGES: "Échanges consignés de ces jours-là. Un échange retiré ne compte plus.",
    CampaignMeasure.ACTIONS: "Actions menées, par le jour où elles étaient prévues. Une action annulée ne compte pas.",
}
UNITS: Mapping[CampaignMeasure, tuple[str, str]] = {
    CampaignMeasure.PLACES: ("élève placé", "élèves placés"),
    CampaignMeasure.NEW_HOSTS: ("nouvelle entreprise", "nouvelles entreprises"),
    CampaignMeasure.EXCHANGES: ("échange", "échanges"),
    CampaignMeasure.ACTIONS: ("action", "actions"),
}
ALL_FORMATIONS = "Toutes les formations"


def unit(details: CampaignDetails, many: int) -> str:
    """« 40 élèves placés »."""
    one, several = UNITS[details.measure]
    return f"{many}\u00a0{several if many > 1 else one}"


def formations(details: CampaignDetails, labels: Mapping[Mef, str]) -> str:
    """Which formations a campaign for places is about."""
    if not details.mefs:
        return ALL_FORMATIONS
    return ", ".join(dict.fromkeys(labels.get(mef, f"formation {mef}") for mef in details.mefs))
