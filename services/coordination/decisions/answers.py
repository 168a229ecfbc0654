"""What a notice says of a decision, asked each time it is read."""

from collections.abc import Mapping
from uuid import UUID

from contracts.coordination.committees import DecisionState
from contracts.notices import NoticeFacts, NoticeKind, NoticeLine, NoticesAnswer, NoticesRequest
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr
from services.coordination.base.answers import notices_of
from services.coordination.decisions.queries import Followed, read_some
from services.coordination.news.model.text import cut

OBJECT_CHARACTERS_MAX = 80
TEXT_CHARACTERS_MAX = 300
PAGE = "/comites/decisions"
_STANDS_WHILE: Mapping[NoticeKind, DecisionState] = {
    NoticeKind.DECISION_ENTRUSTED: DecisionState.OPEN,
    NoticeKind.DECISION_LATE: DecisionState.OPEN,
    NoticeKind.DECISION_DONE: DecisionState.DONE,
}


@notices_of(*_STANDS_WHILE)
async def notices_of_decisions(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """What is to be done, by when, to the lycée that carries it out and to who follows it."""
    asked: set[UUID] = {one.about for one in request.asked if one.kind in _STANDS_WHILE}
    found = await read_some(uow, asked) if asked else {}
    return NoticesAnswer(
        facts=tuple(
            _facts(one.kind, found[one.about])
            if one.kind in _STANDS_WHILE and one.about in found
            else None
            for one in request.asked
        )
    )


def _facts(kind: NoticeKind, followed: Followed) -> NoticeFacts:
    one = followed.decision
    due = one.details.due_on
    lines = [
        ("Décision", cut(one.details.text, TEXT_CHARACTERS_MAX)),
        ("Comité", followed.committee),
        ("Réunion du", date_fr(followed.met_on, weekday=False)),
        *([("Pour le", date_fr(due, weekday=False))] if due else []),
        *([("Lycée", followed.owner)] if kind is NoticeKind.DECISION_DONE else []),
    ]
    late = kind is not NoticeKind.DECISION_LATE or followed.late
    return NoticeFacts(
        standing=one.state is _STANDS_WHILE[kind] and late,
        object=cut(one.details.text, OBJECT_CHARACTERS_MAX),
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
        path=PAGE,
    )
