"""What supervision knows of the formation of a file: asked, shown, and forgotten."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from contracts.identifiers import Uai
from contracts.supervision.evidence import (
    FORMATION_EVIDENCE,
    FormationEvidence,
    FormationEvidenceRequest,
    WhyUntold,
)
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.web.answers.query_route import runtime_of
from services.coordination.offer_files.model.offer_file import OfferFile

WHY: Mapping[WhyUntold, str] = {
    WhyUntold.WITHHELD: "non publié par le lycée",
    WhyUntold.SILENT: "lycée silencieux",
    WhyUntold.UNTOLD: "pas encore connu",
    WhyUntold.TOO_FEW: "moins de 5",
    WhyUntold.TODAY: "connu de ce mois seulement",
    WhyUntold.NOTHING: "aucune PFMP publiée",
}
REFUSED_BY: Mapping[str, str] = {
    "company": "entreprise",
    "school": "lycée",
    "pupil": "élève",
    "other": "autre",
}


async def ask_evidence(
    request: Request, one: OfferFile, *, of: Uai, leaving: bool
) -> FormationEvidence | None:
    """The evidence of its formation, asked for `of`; None while it cannot be told, or of a new formation."""
    facts = one.facts
    if facts.mef is None:
        return None
    asked = FormationEvidenceRequest(
        mef=facts.mef, territory=facts.territory, romes=facts.trades, leaving=leaving
    )
    try:
        return await runtime_of(request).ask(FORMATION_EVIDENCE, of, asked)
    except (QuestionUnanswered, QuestionRefused):
        return None


def evidence_page(one: OfferFile, *, of: Uai | None) -> str | None:
    """The page of the same evidence, with its territory and trades: a lycée's own, or without `of` the DSDEN's."""
    facts = one.facts
    if facts.mef is None:
        return None
    asked = {"mef": facts.mef, "territoire": facts.territory, "metiers": ",".join(facts.trades)}
    query = urlencode({name: value for name, value in asked.items() if value})
    there = f"nos-chiffres/{of}" if of else "offre"
    return f"/departement/{there}/formation?{query}"


def evidence_words() -> Mapping[str, Any]:
    """The words around its figures."""
    return {"why": WHY, "refused_by": REFUSED_BY}
