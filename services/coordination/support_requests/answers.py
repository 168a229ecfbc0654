"""What a notice says of a request for support: what it is about and where it stands, never what was written."""

from contracts.notices import NoticeFacts, NoticeKind, NoticeLine, NoticesAnswer, NoticesRequest
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr
from services.coordination.base.answers import notices_of
from services.coordination.support_requests.labels import STATUSES
from services.coordination.support_requests.model import TOPICS, SupportStatus
from services.coordination.support_requests.queries import Listed, read_requests

KINDS = (NoticeKind.SUPPORT_REQUESTED, NoticeKind.SUPPORT_REPLIED)


@notices_of(*KINDS)
async def notices_of_support(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """To the supervisor while it waits for her; to the bureau, where it stands now."""
    found = await read_requests(uow, {one.about for one in request.asked if one.kind in KINDS})
    return NoticesAnswer(
        facts=tuple(
            _facts(one.kind, found[one.about]) if one.kind in KINDS and one.about in found else None
            for one in request.asked
        )
    )


def _facts(kind: NoticeKind, listed: Listed) -> NoticeFacts:
    asked, topic = listed.request, TOPICS[listed.request.topic]
    lines = [("Objet", topic), ("Lycée", listed.lycee), ("État", STATUSES[asked.status][0])]
    if asked.is_open and asked.promised_on:
        lines.append(("Réponse promise d’ici le", date_fr(asked.promised_on)))
    to_supervisor = kind is NoticeKind.SUPPORT_REQUESTED
    return NoticeFacts(
        standing=asked.is_open if to_supervisor else asked.status is not SupportStatus.WITHDRAWN,
        object=topic,
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
        path=f"/appuis/{asked.id}",
    )
