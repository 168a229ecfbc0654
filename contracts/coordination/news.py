"""What the animation of the network tells: that news is there, or is no more. Never its text."""

from datetime import date

from contracts.event import Event
from contracts.identifiers import NewsId


class NewsPublishedV1(Event, audience="department", aggregate="news_id", family=None):
    """A news item was published to the network, or put back (actualité publiée).

    Its text is in `coordination` alone, where it can be withdrawn and erased.
    """

    news_id: NewsId
    occurred_on: date


class NewsWithdrawnV1(Event, audience="department", aggregate="news_id", family=None):
    """A news item is to be read no more (actualité retirée)."""

    news_id: NewsId
    occurred_on: date
