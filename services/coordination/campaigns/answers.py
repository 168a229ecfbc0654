"""What a notice says of a campaign, asked each time it is read: what is asked of the lycée, never its figures."""

from collections.abc import Mapping
from uuid import UUID

from contracts.notices import NoticeFacts, NoticeKind, NoticeLine, NoticesAnswer, NoticesRequest
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import date_fr
from services.coordination.base.answers import notices_of
from services.coordination.campaigns.labels import MEASURES, unit
from services.coordination.campaigns.model import Campaign, CampaignStatus
from services.coordination.campaigns.queries import read_some
from services.coordination.news.model.text import cut

WORDS_MAX = 300
_STANDS_WHILE: Mapping[NoticeKind, CampaignStatus] = {
    NoticeKind.CAMPAIGN_COMMENTED: CampaignStatus.OPEN,
    NoticeKind.CAMPAIGN_OPENED: CampaignStatus.OPEN,
    NoticeKind.CAMPAIGN_CLOSED: CampaignStatus.CLOSED,
}


@notices_of(*_STANDS_WHILE)
async def notices_of_campaigns(request: NoticesRequest, uow: UnitOfWork) -> NoticesAnswer:
    """Notices of campaigns: what is asked, until when; how it ended."""
    asked: set[UUID] = {one.about for one in request.asked if one.kind in _STANDS_WHILE}
    found = await read_some(uow, sorted(asked))
    return NoticesAnswer(
        facts=tuple(
            _facts(uow, one.kind, found[one.about])
            if one.kind in _STANDS_WHILE and one.about in found
            else None
            for one in request.asked
        )
    )


def _facts(uow: UnitOfWork, kind: NoticeKind, one: Campaign) -> NoticeFacts:
    details = one.details
    own = [target for uai, target in details.targets.items() if uai in uow.scope.uais]
    lines = [
        ("Campagne", details.title),
        ("Ce qui est compté", MEASURES[details.measure]),
        ("Jusqu’au", date_fr(details.until_on, weekday=False)),
        *([("Pour votre lycée", unit(details, sum(own)))] if own else []),
        *([("Bilan", cut(one.closing, WORDS_MAX))] if one.closing else []),
    ]
    # Whose lycée is asked for nothing any more has nothing to read.
    concerned = bool(own) or uow.scope.department_wide
    return NoticeFacts(
        standing=one.status is _STANDS_WHILE[kind] and concerned,
        object=details.title,
        lines=tuple(NoticeLine(label=label, text=text) for label, text in lines),
        path=f"/campagnes/{one.id}"
        + ("#commentaires" if kind is NoticeKind.CAMPAIGN_COMMENTED else ""),
    )
