"""What coordination listens to: names of lycées, and its own news so that open pages follow."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.coordination.news import NewsPublishedV1, NewsWithdrawnV1
from contracts.envelope import Envelope
from contracts.notifications.mails import MailReturnReason, MemberMailReturnedV1
from contracts.portal.accounts import LyceeOpenedV1
from services.chassis.projections import Projection, Recorded
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.account_cards import jobs as account_joins
from services.coordination.account_decisions import jobs as account_beginnings
from services.coordination.accounts import jobs as account_jobs
from services.coordination.accounts import reactions as account_reactions
from services.coordination.actor_exchanges import reactions as actor_exchanges
from services.coordination.actor_files import reactions as actor_files
from services.coordination.actor_people import reactions as actor_people
from services.coordination.base.reactions import erasing, reactions, timed
from services.coordination.campaigns import jobs as campaign_targets
from services.coordination.committees.commands import ERASED_KIND as PERSON_ERASED
from services.coordination.committees.store import Members
from services.coordination.decisions import jobs as late_decisions
from services.coordination.formations import reactions as formations
from services.coordination.good_practices import jobs as practice_jobs
from services.coordination.good_practices import reactions as good_practices
from services.coordination.journal_words import reactions as journal_words
from services.coordination.need_delays import jobs as need_delays
from services.coordination.need_followings import jobs as need_followings
from services.coordination.need_forms import jobs as need_forms
from services.coordination.need_letters import reactions as need_letters
from services.coordination.need_rights import reactions as need_rights
from services.coordination.network_dues import jobs as network_dues
from services.coordination.news.commands import (
    ERASED_KIND,
    PICTURE_KIND,
    WITHDRAWN_KIND,
    copy_lycee,
)
from services.coordination.news.store.news import NewsItems, PublishedNews
from services.coordination.news.store.pictures import NewsPictures, PublishedPictures
from services.coordination.news.tables import PROJECTION
from services.coordination.objectives import jobs as objectives
from services.coordination.onboardings import reactions as onboardings
from services.coordination.public_news.commands import RESERVED_KIND

LASTING = frozenset({MailReturnReason.UNKNOWN_ADDRESS, MailReturnReason.MAILBOX_CLOSED})
"""Nothing will arrive there until somebody corrects the address; what may pass stops nothing."""

__all__ = ["NEWS", "PARTS", "erasing", "reactions", "timed"]

PARTS = (
    actor_exchanges,
    actor_files,
    actor_people,
    account_beginnings,
    account_joins,
    account_jobs,
    account_reactions,
    campaign_targets,
    objectives,
    onboardings,
    late_decisions,
    formations,
    good_practices,
    practice_jobs,
    journal_words,
    need_delays,
    need_followings,
    need_forms,
    need_letters,
    need_rights,
    network_dues,
)
"""They register their own when they are imported."""


@reactions.on(LyceeOpenedV1, group="lycees", since="beginning")
async def keep_the_name_of_the_lycee(
    event: LyceeOpenedV1, envelope: Envelope, uow: UnitOfWork
) -> None:
    """News say who proposed them."""
    await copy_lycee(uow, uai=event.uai, name=event.name, version=envelope.version)


@erasing.of(ERASED_KIND)
async def erase_the_text_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought it back, perhaps published."""
    await NewsItems(uow).erase(resource_id, now=now)
    await PublishedNews(uow).take_away(resource_id, now=now)


@erasing.of(PICTURE_KIND)
async def erase_the_picture_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:  # noqa: ARG001  every one is given it
    """A backup brought it back, perhaps published."""
    await NewsPictures(uow).remove(resource_id)
    await PublishedPictures(uow).take_away(resource_id)


@erasing.of(WITHDRAWN_KIND)
async def withdraw_the_news_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:
    """A backup brought it back as it was published; its text waits, unread."""
    await NewsItems(uow).withdraw(resource_id, now=now)
    await PublishedNews(uow).take_away(resource_id, now=now)


@erasing.of(RESERVED_KIND)
async def reserve_the_news_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:  # noqa: ARG001  every one is given it
    """A backup brought it back as everybody read it."""
    await PublishedNews(uow).show(resource_id, public_at=None)


@reactions.on(MemberMailReturnedV1, group="committee_returns", since="now")
async def stop_an_address_nothing_reaches(
    event: MemberMailReturnedV1, now: datetime, uow: UnitOfWork
) -> None:
    """« Adresse en échec » beside a member, until somebody corrects it or tries again."""
    if event.reason in LASTING:
        await Members(uow).note_return(event.reader_id, now=now)


@erasing.of(PERSON_ERASED)
async def erase_the_person_again(uow: UnitOfWork, *, resource_id: UUID, now: datetime) -> None:  # noqa: ARG001  every one is given it
    """A backup brought back who sat in a committee."""
    await Members(uow).erase_people([resource_id])


class _Told(Struct):
    """An event of which nothing is folded but that it was told."""


async def fold(_: AsyncConnection, __: Sequence[Recorded]) -> None:
    """Keep nothing but the watermark: it is the revision open pages ask about."""


NEWS = Projection(PROJECTION, events={NewsPublishedV1: _Told, NewsWithdrawnV1: _Told}, fold=fold)
