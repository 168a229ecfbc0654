"""How the progress of a campaign is read."""

from collections.abc import Mapping

from contracts.coordination.campaigns import CampaignMeasure
from services.chassis.web.views.french import NO_BREAK, number, plural
from services.supervision.base.figure_words import said
from services.supervision.base.figures import Figure, Told, Unit
from services.supervision.campaigns.model import Progress, Together

MEASURES: Mapping[CampaignMeasure, str] = {
    CampaignMeasure.PLACES: "Lieux d’accueil trouvés depuis le lancement",
    CampaignMeasure.NEW_HOSTS: "Nouvelles entreprises d’accueil",
    CampaignMeasure.EXCHANGES: "Échanges avec des entreprises",
    CampaignMeasure.ACTIONS: "Actions école-entreprise menées",
}


def counted(told: Told, target: int) -> str:
    """« 12 sur 20 », or why there is no figure."""
    if not isinstance(told, Figure):
        return said(told, Unit.COUNT)
    return f"{number(told.numerator)}{NO_BREAK}sur{NO_BREAK}{number(target)}"


def standing(one: Progress) -> str:
    """« Objectif atteint », « Il manque 8 »; empty of what was not told."""
    if one.missing is None:
        return ""
    return f"Il manque {number(one.missing)}" if one.missing else "Objectif atteint"


def without(of: Together) -> str:
    """« sans 2 lycées dont le chiffre manque »; empty where all told."""
    return f"sans {plural(of.without, 'lycée')} dont le chiffre manque" if of.without else ""


def parts(one: Progress) -> str:
    """What else is to be known of a figure."""
    found = []
    if isinstance(one.told, Figure) and one.told.denominator is not None:
        found.append(f"{plural(one.told.denominator, 'élève attendu', 'élèves attendus')}")
    if one.already and isinstance(one.told, Figure):
        had = "avait" if one.already == 1 else "avaient"
        found.append(f"{plural(one.already, 'élève')} en {had} déjà un au lancement")
    if one.untold_parts:
        found.append(f"{plural(one.untold_parts, 'formation')} sans effectif transmis")
    return ", ".join(found)
