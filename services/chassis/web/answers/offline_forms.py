"""What a page kept while there was no network, and sends by itself once there is some again.

It says whose it is: another account signed in on the same device would otherwise send it as its own.
It is answered without a page: nobody waits for one.
"""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from fastapi import Request, Response

from services.chassis.web.answers.query_route import SignInNeeded
from services.chassis.web.requests.request_context import context_of

ACCOUNT_HEADER = "passerelle-account"
"""The account that was signed in when it was kept, or whose link it was kept by."""


def is_sent_later(request: Request) -> bool:
    """Whether the request is something a page kept."""
    return ACCOUNT_HEADER in request.headers


@dataclass(frozen=True)
class LinkKeeper:
    """Whose notes a device keeps that were written by a personal link (`name`), and where the link leads.

    It is the person's, not the link's: what waits is sent by the link they were given since.
    """

    name: str
    page: str


def keeper_by_link(of: UUID, page: str) -> LinkKeeper:
    """The keeper of whoever holds the link at `page`; `of`: the person the link is about."""
    return LinkKeeper(f"link-{sha256(of.bytes).hexdigest()[:16]}", page)


def refuse_of_somebody_else(request: Request) -> None:
    """Raises SignInNeeded for what was kept by another account than the one that is signed in."""
    identity = context_of(request).identity
    if not is_sent_later(request) or identity is None:
        return
    if request.headers[ACCOUNT_HEADER] != str(identity.account_id):
        raise SignInNeeded


def staying(request: Request, response: Response) -> Response:
    """The answer; of what was sent later, one that leads to no other page.

    The next page says what was done, unless it was said when the same was sent before.
    """
    if not is_sent_later(request) or response.status_code != 303:
        return response
    done = Response(status_code=204)
    if not context_of(request).answered_again:
        done.raw_headers = [one for one in response.raw_headers if one[0] == b"set-cookie"]
    return done
