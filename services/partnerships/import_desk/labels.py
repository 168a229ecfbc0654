"""Verdicts on the lines of a list, as users read them."""

from collections.abc import Mapping

from services.partnerships.import_plans.model.plan import Verdict

VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.CREATED: ("Créée", "success"),
    Verdict.UPDATED: ("Mise à jour", "info"),
    Verdict.DUPLICATE: ("Doublon", "neutral"),
    Verdict.ASKED: ("À décider", "warning"),
    Verdict.REJECTED: ("Rejetée", "error"),
}


VERDICTS_ASKED: Mapping[str, Verdict] = {
    "creees": Verdict.CREATED,
    "mises-a-jour": Verdict.UPDATED,
    "doublons": Verdict.DUPLICATE,
    "a-decider": Verdict.ASKED,
    "rejetees": Verdict.REJECTED,
}
"""How addresses ask for the lines that become one thing."""
