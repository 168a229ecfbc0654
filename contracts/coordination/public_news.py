"""What the animation of the network tells of its public page: which news everybody may read, never what they say."""

from datetime import date

from contracts.event import Event
from contracts.identifiers import NewsId


class NewsOpenedV1(Event, audience="department", aggregate="news_id", family=None):
    """Everybody may read a news item (actualité ouverte au public)."""

    news_id: NewsId
    occurred_on: date


class NewsReservedV1(Event, audience="department", aggregate="news_id", family=None):
    """A news item is the network's alone again (actualité réservée au réseau).

    One that is withdrawn is read by nobody: `NewsWithdrawn` says so, and nothing else does.
    """

    news_id: NewsId
    occurred_on: date
