"""What is sent, and asked, about the pages companies hold by a personal link."""

from datetime import date, datetime
from typing import NewType
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Event
from contracts.identifiers import ContactId, HostPageId, SiteKey
from contracts.questions import Question, declare


class HostPageSentV1(Event, audience="bureau", aggregate="host_page_id"):
    """A contact is to be written the link to the page of its company (espace de l’entreprise).

    Who it is and the secret of the link are asked when the mail leaves.
    """

    host_page_id: HostPageId
    contact_id: ContactId
    occurred_on: date


HostDoingId = NewType("HostDoingId", UUID)


class HostActedV1(Event, audience="bureau", aggregate="doing_id"):
    """A company did something by a link of its own (fait par l’entreprise): what is asked.

    It offered or took back places, asked for a pause, corrected its contact, wants no more mails.
    """

    doing_id: HostDoingId
    occurred_on: date


class HostPageRequest(BaseModel):
    """The link that was given to a contact last."""

    contact_id: ContactId


class HostPage(BaseModel):
    """What opens the page of a company; `stopped`: who would read it wants no mail, `returned`: none arrives."""

    company: str
    contact_name: str
    mail: str | None
    url: str
    expires_at: datetime
    stopped: bool = False
    returned: bool = False
    contact_version: int | None = None
    stop_url: str | None = None


HOST_PAGE_LINK = declare(
    Question(
        "partnerships", "host_page_link", HostPageRequest, HostPage, frozenset({"notifications"})
    )
)


class SiteHostingsRequest(BaseModel):
    """The keys that lead to one site: those of cards merged into it too."""

    site_keys: tuple[SiteKey, ...]


class SiteHosting(BaseModel):
    """A PFMP with somebody at the site: which formation, when, nothing about who."""

    formation: str
    starts_on: date
    ends_on: date


class SiteHostings(BaseModel):
    """What a site hosts for one lycée (accueils), the latest first."""

    hostings: tuple[SiteHosting, ...]


SITE_HOSTINGS = declare(
    Question(
        "internships",
        "site_hostings",
        SiteHostingsRequest,
        SiteHostings,
        frozenset({"partnerships"}),
    )
)
