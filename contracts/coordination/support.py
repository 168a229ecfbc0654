"""What the animation of the network tells of requests for support: that a bureau asks the supervisor, and is answered.

What is asked and answered stays in `coordination`.
"""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event
from contracts.identifiers import Count

SupportId = NewType("SupportId", UUID)


class SupportTopic(StrEnum):
    """What a bureau needs support with (objet de la demande d’appui)."""

    COMPANY = "company"
    PUPILS = "pupils"
    RULES = "rules"
    NETWORK = "network"
    OFFER = "offer"
    OFFICE = "office"
    TOOL = "tool"
    OTHER = "other"


class SupportReply(StrEnum):
    """How the supervisor replied (suite donnée à une demande d’appui)."""

    MESSAGE = "message"
    PROMISED = "promised"
    ANSWERED = "answered"


class SupportRequestedV1(Event, audience="department", aggregate="support_id", family=None):
    """A bureau asks the supervisor for support (demande d’appui), for the first time or `again`."""

    support_id: SupportId
    topic: SupportTopic
    again: bool
    occurred_on: date


class SupportAnsweredV1(Event, audience="department", aggregate="support_id", family=None):
    """A request for support was answered (réponse à une demande d’appui), so many working days after it came."""

    support_id: SupportId
    topic: SupportTopic
    working_days: Count
    occurred_on: date


class SupportRepliedV1(Event, audience="bureau", aggregate="support_id"):
    """The supervisor replied to this bureau (suite donnée à une demande d’appui)."""

    support_id: SupportId
    reply: SupportReply
    occurred_on: date
