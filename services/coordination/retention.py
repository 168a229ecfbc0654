"""How long texts nobody reads and closed subscriptions are kept."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from services.chassis.privacy.retention import Due, Retention, Rule
from services.chassis.privacy.retention.chassis_rules import aged, keep_the_chassis
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.account_plans import retention as account_plans
from services.coordination.accounts import retention as accounts
from services.coordination.actor_accounts import retention as actor_accounts
from services.coordination.actor_exchanges import retention as actor_exchanges
from services.coordination.actor_files import retention as actor_files
from services.coordination.actor_people import retention as actor_people
from services.coordination.campaigns import retention as campaigns
from services.coordination.committee_plans import retention as committee_plans
from services.coordination.committee_years import retention as committee_years
from services.coordination.committees import retention as committee_people
from services.coordination.decisions import retention as old_decisions
from services.coordination.feeds.tables import feed_links
from services.coordination.good_practices import retention as good_practices
from services.coordination.journal_words import retention as journal_words
from services.coordination.meetings import retention as meeting_texts
from services.coordination.need_forms import retention as need_forms
from services.coordination.need_rights import retention as needs
from services.coordination.news.model.news import NewsStatus
from services.coordination.news.store.news import NewsItems
from services.coordination.news.tables import news
from services.coordination.objectives import retention as objectives
from services.coordination.offer_files import retention as offer_files
from services.coordination.onboardings import retention as onboardings
from services.coordination.people_files import retention as people_files
from services.coordination.supervisor_tasks import retention as supervisor_tasks
from services.coordination.support_requests import retention as support_requests
from services.coordination.training_signals import retention as training_signals

retention = Retention("coordination")
KEPT = timedelta(days=365)
YEAR = "1 an"
UNREAD = (NewsStatus.REFUSED, NewsStatus.WITHDRAWN)


async def unread_news(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """News that were refused, or withdrawn, a year ago."""
    statement = (
        select(news.c.news_id, news.c.title)
        .where(news.c.status.in_(UNREAD), news.c.changed_at < now - KEPT)
        .order_by(news.c.changed_at)
        .limit(limit)
    )
    return [Due(row.news_id, row.title) for row in await uow.execute(statement)]


async def erase_texts(uow: UnitOfWork, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
    """The ids stay, as they do on the bus."""
    for news_id in ids:
        await NewsItems(uow).erase(news_id, now=now)
    return ids


retention.keep(Rule("news", "Actualités refusées ou retirées", YEAR, unread_news, erase_texts))
retention.keep(
    aged(
        "feed_links",
        "Abonnements fermés",
        of=feed_links,
        key="feed_link_id",
        since="closed_at",
        kept=KEPT,
        period=YEAR,
        shared=False,
    )
)
for _rule in (
    *(committee_people.PEOPLE, meeting_texts.TEXTS, old_decisions.DECISIONS),
    *(committee_plans.RULE, committee_years.RULE),
    *(*needs.RULES, *need_forms.RULES, *support_requests.RULES),
    *training_signals.RULES,
    *good_practices.RULES,
    *journal_words.RULES,
    *(*campaigns.RULES, objectives.RULE, *supervisor_tasks.RULES),
    *offer_files.RULES,
    *actor_accounts.RULES,
    *(*actor_people.RULES, *actor_exchanges.RULES, actor_files.RULE, people_files.RULE),
    *(*accounts.RULES, *account_plans.RULES, *onboardings.RULES),
):
    retention.keep(_rule)
keep_the_chassis(retention)
