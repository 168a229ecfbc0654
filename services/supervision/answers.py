"""What supervision answers: what a notice says of a week, a month or a trouble, whenever it is read."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from uuid import UUID

from contracts.notices import (
    SUPERVISION_NOTICES,
    NoticeFacts,
    NoticeKind,
    NoticesAnswer,
    NoticesRequest,
)
from contracts.supervision.troubles import TroubleKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.actions import answers as actions
from services.supervision.base.answers import answers
from services.supervision.bulletins.answers import (
    department_figures,
    department_journals,
    monthly_figures,
    network_journals,
)
from services.supervision.campaigns.answers import reached, reminders
from services.supervision.evidence import answers as evidence
from services.supervision.journal import answers as journal
from services.supervision.troubles.answers import troubles_of
from services.supervision.week.answers import weeks

__all__ = ["answers"]

PARTS = (actions, evidence, journal)
"""They declare theirs when they are imported."""
_OWNED: Mapping[
    NoticeKind,
    Callable[[UnitOfWork, Collection[UUID]], Awaitable[Mapping[UUID, NoticeFacts]]],
] = {
    NoticeKind.DEPARTMENT_WEEK: weeks,
    NoticeKind.NETWORK_JOURNAL: network_journals,
    NoticeKind.DEPARTMENT_JOURNAL: department_journals,
    NoticeKind.MONTHLY_FIGURES: monthly_figures,
    NoticeKind.DEPARTMENT_FIGURES: department_figures,
    NoticeKind.CAMPAIGN_BEHIND: reminders,
    NoticeKind.CAMPAIGN_REACHED: reached,
    **{NoticeKind(kind.value): troubles_of(kind) for kind in TroubleKind},
}


@answers.to(SUPERVISION_NOTICES, department_wide=True)
async def notices_of_the_department(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """Notices of the department; None of what is gone, or is not told to the lycée that is asked about."""
    told: dict[tuple[NoticeKind, UUID], NoticeFacts] = {}
    for kind, owned in _OWNED.items():
        about = {one.about for one in request.asked if one.kind is kind}
        if about:
            found = await owned(uow, about)
            told |= {(kind, one): facts for one, facts in found.items()}
    return NoticesAnswer(facts=tuple(told.get((one.kind, one.about)) for one in request.asked))
