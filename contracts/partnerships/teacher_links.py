"""What is sent, and asked, about the links teachers hold to tell of companies."""

from datetime import date, datetime

from pydantic import BaseModel

from contracts.event import Event
from contracts.identifiers import TeacherLinkId
from contracts.questions import Question, declare


class TeacherLinkSentV1(Event, audience="bureau", aggregate="teacher_link_id"):
    """A teacher is to be written the link to tell of companies (lien d’un professeur).

    Who it is and the secret of the link are asked when the mail leaves.
    """

    teacher_link_id: TeacherLinkId
    occurred_on: date


class TeacherLinkRequest(BaseModel):
    teacher_link_id: TeacherLinkId


class TeacherLink(BaseModel):
    """`standing` is false once the link is over."""

    standing: bool
    teacher: str
    mail: str | None
    url: str
    expires_at: datetime


TEACHER_LINK = declare(
    Question(
        "partnerships",
        "teacher_link",
        TeacherLinkRequest,
        TeacherLink,
        frozenset({"notifications"}),
    )
)
