"""What the animation of the network tells: that news is proposed, answered, there, or no more.

Never its text, nor why it was refused: both are asked.
"""

from datetime import date
from enum import StrEnum

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


class NewsAnswer(StrEnum):
    """What the supervisor did of what a bureau proposed (réponse à une actualité)."""

    PUBLISHED = "published"
    REFUSED = "refused"
    RECONSIDERED = "reconsidered"
    WITHDRAWN = "withdrawn"


class NewsProposedV1(Event, audience="bureau", aggregate="news_id"):
    """A bureau’s news item waits for the supervisor, for the first time or again (actualité proposée)."""

    news_id: NewsId
    occurred_on: date


class NewsAnsweredV1(Event, audience="bureau", aggregate="news_id"):
    """The supervisor answered a bureau that proposed a news item (réponse à une actualité).

    It speaks for the lycée that proposed it.
    """

    news_id: NewsId
    answer: NewsAnswer
    occurred_on: date
