"""Letters to companies about declarations of regulated work to renew: that one is due, and what it says."""

from datetime import date
from typing import NewType
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Event
from contracts.identifiers import ContactId, SiteKey
from contracts.questions import Question, declare

DeclarationLetterId = NewType("DeclarationLetterId", UUID)


class DeclarationLetterAskedV1(Event, audience="bureau", aggregate="letter_id"):
    """The contact of a site is to be written that declarations run out (courriel de renouvellement demandé).

    One letter for all those of a site that are due that morning; what it says, and to which address,
    is asked when it leaves.
    """

    letter_id: DeclarationLetterId
    occurred_on: date


class DeclarationLetterRequest(BaseModel):
    letter_id: DeclarationLetterId


class EndingDeclaration(BaseModel):
    """A declaration that still runs out, which nothing renewed; `works` as they are read."""

    works: tuple[str, ...]
    filed_on: date
    valid_until: date


class DeclarationLetter(BaseModel):
    """What a letter says; `standing` is false once there is nothing left to renew, or nobody is sent there.

    `hosts_next`: places are planned there; else who hosts knows whether a minor was or will be. `site_keys`
    lead to the site, now and before.
    """

    standing: bool
    company: str
    site: str
    declarations: tuple[EndingDeclaration, ...]
    hosts_next: bool
    site_keys: tuple[SiteKey, ...]
    contact_name: str | None = None
    mail: str | None = None
    stopped: bool = False
    returned: bool = False
    contact_id: ContactId | None = None
    contact_version: int | None = None
    stop_url: str | None = None


DECLARATION_LETTER = declare(
    Question(
        "partnerships",
        "declaration_letter",
        DeclarationLetterRequest,
        DeclarationLetter,
        frozenset({"notifications"}),
    )
)
