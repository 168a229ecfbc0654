"""The event of the partnership registry about what bureaux have to do."""

from datetime import date

from contracts.event import Event
from contracts.identifiers import TaskDigestId


class TaskDigestAskedV1(Event, audience="bureau", aggregate="digest_id"):
    """The bureau is to be reminded of what is due that day (rappel du matin).

    Neither the tasks nor whose they are: both are asked when the mail leaves.
    """

    digest_id: TaskDigestId
    occurred_on: date
