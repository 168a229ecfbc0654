"""The event of supervision about a campaign that ends soon: a lycée is under what it is asked for."""

from datetime import date
from typing import NewType
from uuid import UUID

from contracts.event import Event

CampaignReminderId = NewType("CampaignReminderId", UUID)


class CampaignReminderStatedV1(Event, audience="department", aggregate="reminder_id", family=None):
    """A lycée is under its target a week before a campaign ends (campagne à poursuivre).

    Said in the name of the lycée, once for each end; which campaign, and by how much, is asked of
    supervision.
    """

    reminder_id: CampaignReminderId
    until_on: date
    occurred_on: date


CampaignReachedId = NewType("CampaignReachedId", UUID)


class CampaignTargetReachedV1(Event, audience="department", aggregate="reached_id", family=None):
    """A lycée found all a campaign asks of it (objectif d’une campagne atteint).

    Said in the name of the lycée, once for each target; which campaign is asked of supervision.
    """

    reached_id: CampaignReachedId
    occurred_on: date
