"""What the animation of the network answers other services."""

from services.coordination.account_notices import answers as account_notices
from services.coordination.actor_people import answers as actor_people
from services.coordination.base.answers import answers
from services.coordination.campaigns import answers as campaigns
from services.coordination.decisions import answers as decisions
from services.coordination.good_practices import answers as good_practices
from services.coordination.journal_words import answers as journal_words
from services.coordination.meetings import answers as meetings
from services.coordination.need_letters import answers as need_letters
from services.coordination.need_notices import answers as need_notices
from services.coordination.need_rights import answers as need_rights
from services.coordination.network_days import answers as network_days
from services.coordination.news import answers as news
from services.coordination.objectives import answers as objectives
from services.coordination.offer_notices import answers as offer_notices
from services.coordination.support_requests import answers as support_requests

__all__ = ["answers"]

PARTS = (
    account_notices,
    actor_people,
    campaigns,
    decisions,
    good_practices,
    journal_words,
    meetings,
    need_letters,
    need_notices,
    need_rights,
    network_days,
    news,
    objectives,
    offer_notices,
    support_requests,
)
"""They declare theirs when they are imported."""
