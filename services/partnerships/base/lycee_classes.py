"""What the internship tracker is asked when a page is drawn: classes, and who hosts a formation."""

from collections.abc import Mapping, Sequence

from fastapi import Request

from contracts.identifiers import Mef, PlacementId, SchoolYear, Uai
from contracts.internships.hosting import FORMATION_HOSTS, FormationHostsRequest
from contracts.internships.periods import LYCEE_CLASSES, ClassesRequest, NamedClass
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.web.answers.query_route import runtime_of


async def lycee_classes(
    request: Request, uai: Uai, year: SchoolYear
) -> Sequence[NamedClass] | None:
    """Classes of a lycée; None when who knows them does not answer now."""
    question = ClassesRequest(school_year=year)
    try:
        answer = await runtime_of(request).ask(LYCEE_CLASSES, uai, question)
    except (QuestionUnanswered, QuestionRefused):
        return None
    return answer.classes


async def lycee_formations(
    request: Request, uais: Sequence[Uai], year: SchoolYear
) -> Mapping[str, str]:
    """What these lycées teach: labels by MEF, nothing of those who do not answer."""
    found: dict[str, str] = {}
    for uai in uais:
        for one in await lycee_classes(request, uai, year) or ():
            found.setdefault(one.mef, one.formation)
    return dict(sorted(found.items(), key=lambda item: item[1]))


async def places_of_formation(
    request: Request, uais: Sequence[Uai], mef: str
) -> Sequence[PlacementId] | None:
    """The places hosts agreed to for it in these lycées; None when one does not answer now."""
    found: list[PlacementId] = []
    for uai in uais:
        question = FormationHostsRequest(mef=Mef(mef))
        try:
            answer = await runtime_of(request).ask(FORMATION_HOSTS, uai, question)
        except (QuestionUnanswered, QuestionRefused):
            return None
        found += answer.placements
    return found
