"""What the internship tracker says of each thing a notice is about."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from uuid import UUID

from contracts.notices import (
    INTERNSHIP_NOTICES,
    AskedNotice,
    NoticeFacts,
    NoticeKind,
    NoticesAnswer,
    NoticesRequest,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.registry import answers
from services.internships.notices.answers.agreements import facts_of_agreements
from services.internships.notices.answers.aids import facts_of_aids
from services.internships.notices.answers.followings import facts_of_followings
from services.internships.notices.answers.periods import facts_of_periods
from services.internships.notices.answers.stays import facts_of_stays
from services.internships.notices.answers.words import AskedFacts
from services.internships.notices.answers.year_ends import facts_of_year_ends

_Told = Callable[[UnitOfWork, Collection[AskedNotice]], Awaitable[AskedFacts]]
_K = NoticeKind
_OF: Mapping[NoticeKind, _Told] = {
    **dict.fromkeys(
        (
            *(_K.ALERT_URGENT, _K.ALERT_PROBLEM, _K.ALERT_VIGILANCE),
            *(_K.RUPTURE, _K.NOT_STARTED, _K.PLACE_AGREED),
        ),
        facts_of_stays,
    ),
    **dict.fromkeys(
        (
            *(_K.AGREEMENT_TO_SIGN, _K.AGREEMENT_REFUSED),
            *(_K.AGREEMENT_SIGNED, _K.AGREEMENT_AMENDED),
        ),
        facts_of_agreements,
    ),
    _K.AID_MOVED: facts_of_aids,
    _K.REFERENT_ASSIGNED: facts_of_followings,
    _K.YEAR_END: facts_of_year_ends,
    **dict.fromkeys(
        (
            *(_K.PERIOD_OPENS, _K.WITHOUT_PLACE, _K.DEPARTURE),
            *(_K.MANY_WITHOUT_PLACE, _K.MANY_ON_EVE),
            *(_K.AGREEMENTS_LATE, _K.VISITS_LATE, _K.ATTESTATIONS_MISSING),
        ),
        facts_of_periods,
    ),
}


@answers.to(INTERNSHIP_NOTICES)
async def facts_of_notices(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """A few statements for all of them; what is not the lycée's, or of another service, is gone."""
    found: dict[tuple[NoticeKind, UUID], NoticeFacts] = {}
    asked: dict[_Told, list[AskedNotice]] = {}
    for one in request.asked:
        if told := _OF.get(one.kind):
            asked.setdefault(told, []).append(one)
    for told, ones in asked.items():
        found |= await told(uow, ones)
    return NoticesAnswer(facts=tuple(found.get((one.kind, one.about)) for one in request.asked))
