"""The event of supervision about what it writes of a week or a month: there is something to read."""

from datetime import date
from enum import StrEnum
from typing import NewType
from uuid import UUID

from contracts.event import Event

BulletinId = NewType("BulletinId", UUID)


class BulletinKind(StrEnum):
    """What can be read (bulletin), and of whom: the network or the department, a lycée or all."""

    NETWORK_JOURNAL = "network_journal"
    DEPARTMENT_JOURNAL = "department_journal"
    MONTHLY_FIGURES = "monthly_figures"
    DEPARTMENT_FIGURES = "department_figures"


class BulletinStatedV1(Event, audience="department", aggregate="bulletin_id", family=None):
    """The journal of a week, or the figures of a month, can be read (bulletin).

    Told to a bureau in the name of its lycée, to the DSDEN in its own. What it says is asked of
    supervision. `first_day` is that of the week or the month.
    """

    bulletin_id: BulletinId
    kind: BulletinKind
    first_day: date
    occurred_on: date
