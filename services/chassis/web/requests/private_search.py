"""The words of a search, kept out of its address: they may be a person's name.

In a cookie that is sent to one page alone, for the account that typed them: coming back to what was
found, or drawing it again, shows it again, and no log, history or other page gets them.
"""

import base64
import binascii

from starlette.requests import Request
from starlette.responses import Response

from services.chassis.base.identity import Identity
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.views.navigation import pages_that_keep_words

COOKIE = "passerelle_recherche"
SECONDS = 3600
"""As long as somebody goes through what a search found."""


class WordsNeverForgotten(LookupError):
    """The menu does not say that this page keeps words: signing out would leave them."""


def keep_words(request: Request, response: Response, words: str, *, path: str) -> None:
    """Have the page at that path, and those below, know what was looked for.

    Raises WordsNeverForgotten.
    """
    identity = context_of(request).user
    if path not in pages_that_keep_words(request.app.state.look.navigation):
        raise WordsNeverForgotten(path)
    said = base64.urlsafe_b64encode(words.encode()).decode()
    response.set_cookie(
        COOKIE,
        f"{identity.account_id.hex}.{said}",
        max_age=SECONDS,
        path=path,
        httponly=True,
        samesite="lax",
    )


def words_sought(request: Request) -> str:
    """What the account that asks last looked for; nothing when it was long ago, or somebody else."""
    identity: Identity | None = context_of(request).identity
    account, _, said = request.cookies.get(COOKIE, "").partition(".")
    if identity is None or account != identity.account_id.hex:
        return ""
    try:
        return base64.urlsafe_b64decode(said).decode()
    except (binascii.Error, ValueError):
        return ""


def forget_all_words(request: Request, response: Response) -> None:
    """Leave in the browser nothing of what was looked for on any page."""
    for path in sorted(pages_that_keep_words(request.app.state.look.navigation)):
        forget_words(response, path=path)


def forget_words(response: Response, *, path: str) -> None:
    """Leave nothing of it in the browser."""
    response.delete_cookie(COOKIE, path=path, httponly=True, samesite="lax")
