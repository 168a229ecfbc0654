"""Days of the network that calendars show: of which kind, and never what was written of them."""

from datetime import date, time
from enum import StrEnum

from pydantic import BaseModel

from contracts.questions import Question, declare


class NetworkDaysRequest(BaseModel):
    pass


class NetworkDayKind(StrEnum):
    """What a day is for."""

    MEETING = "meeting"
    BODY = "body"
    DEADLINE = "deadline"
    CAMPAIGN = "campaign"
    DECISIONS = "decisions"
    TASKS = "tasks"
    REVIEW = "review"


class NetworkDay(BaseModel):
    """A day: of the DSDEN all of them, of a lycée those it is convened to, of its files, its decisions and its big accounts.

    `key` is one for its life, so that a calendar moves it; `title` is of a list of the product, never what
    somebody typed. `many`: how many decisions or tasks the day has. Hours are those of Paris.
    """

    key: str
    kind: NetworkDayKind
    on: date
    title: str
    many: int = 1
    starts_at: time | None = None
    ends_at: time | None = None
    version: int = 1
    path: str


class NetworkDays(BaseModel):
    """The days that are to come, and those of the last weeks."""

    days: tuple[NetworkDay, ...]


NETWORK_DAYS = declare(
    Question("coordination", "network_days", NetworkDaysRequest, NetworkDays, frozenset({"portal"}))
)
