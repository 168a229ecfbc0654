"""What a notice says of a file of the training offer, asked each time it is read."""

from uuid import UUID

from contracts.notices import NoticeFacts, NoticeKind, NoticeLine, NoticesAnswer, NoticesRequest
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.answers import notices_of
from services.coordination.news.model.text import cut
from services.coordination.offer_files.labels import CHANGES, CORRECTIONS, STATES, rentree
from services.coordination.offer_files.queries import ListedFile, read_some

OBJECT_CHARACTERS_MAX = 80


@notices_of(NoticeKind.OFFER_FILE_MOVED)
async def notices_of_offer_files(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """Where a file about a lycée stands, to that lycée: a draft is told nobody."""
    asked: set[UUID] = {
        one.about for one in request.asked if one.kind is NoticeKind.OFFER_FILE_MOVED
    }
    found = await read_some(uow, asked) if asked else {}
    return NoticesAnswer(
        facts=tuple(
            _facts(found[one.about])
            if one.kind is NoticeKind.OFFER_FILE_MOVED and one.about in found
            else None
            for one in request.asked
        )
    )


def _facts(listed: ListedFile) -> NoticeFacts:
    one, facts = listed.file, listed.file.facts
    correction = f", {CORRECTIONS[one.correction][0].lower()}" if one.correction else ""
    lines = [
        ("Demande", CHANGES[facts.change]),
        ("Formation", facts.formation),
        ("Lycée", listed.lycee),
        ("Effet", rentree(facts.effect_year)),
        ("État", f"{STATES[one.state][0]}{correction}"),
    ]
    return NoticeFacts(
        standing=one.published,
        object=cut(facts.formation, OBJECT_CHARACTERS_MAX),
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
        path=f"/offre/{one.id}",
    )
