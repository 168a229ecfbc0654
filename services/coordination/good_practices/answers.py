"""What a notice says of a good practice: its title and who shared it, as everybody in the network reads it."""

from contracts.notices import NoticeFacts, NoticeKind, NoticeLine, NoticesAnswer, NoticesRequest
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.base.answers import notices_of
from services.coordination.good_practices.model import THEMES
from services.coordination.good_practices.queries import Listed, read_some

KINDS = (
    NoticeKind.PRACTICE_SHARED,
    NoticeKind.PRACTICE_COMMENTED,
    NoticeKind.PRACTICE_PINNED,
    NoticeKind.OWN_PRACTICE_COMMENTED,
)


@notices_of(*KINDS)
async def notices_of_practices(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """While it is shown, commented or pinned: what was taken back is told no more."""
    found = await read_some(uow, {one.about for one in request.asked if one.kind in KINDS})
    return NoticesAnswer(
        facts=tuple(
            _facts(one.kind, found[one.about]) if one.kind in KINDS and one.about in found else None
            for one in request.asked
        )
    )


def _facts(kind: NoticeKind, listed: Listed) -> NoticeFacts:
    practice = listed.practice
    still = {
        NoticeKind.PRACTICE_SHARED: True,
        NoticeKind.PRACTICE_COMMENTED: listed.comments > 0,
        NoticeKind.OWN_PRACTICE_COMMENTED: listed.comments > 0,
        NoticeKind.PRACTICE_PINNED: practice.pinned_at is not None,
    }
    lines = (("Partagée par", listed.author), ("Thème", THEMES[practice.said.theme]))
    commented = (NoticeKind.PRACTICE_COMMENTED, NoticeKind.OWN_PRACTICE_COMMENTED)
    anchor = "#commentaires" if kind in commented else ""
    return NoticeFacts(
        standing=practice.withdrawn_at is None and still[kind],
        object=practice.said.title,
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
        path=f"/pratiques/{practice.id}{anchor}",
    )
