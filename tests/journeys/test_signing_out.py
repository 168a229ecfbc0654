"""Signing out leaves nothing in the browser of what somebody typed."""

import base64
from uuid import uuid4

import httpx2
import pytest

from services.portal.sign_in.pages.codes import MAIL_COOKIE
from tests.support.network import Network

TYPED = "Hortense Delbosc"
MAIL = "hortense@atelier-du-quercy.example"
SEARCHES = ("/recherche", "/recherche/echange", "/entreprises/contacts")
"""The pages that keep what was typed out of their addresses."""
WAYS_OUT = ("/deconnexion", "/compte/connexions/partout")


async def types_everywhere(browser: httpx2.AsyncClient) -> None:
    """Look for somebody on each page, and ask for a code to sign in with."""
    for path in SEARCHES:
        sent = await browser.post(path, data={"q": TYPED, "command_id": f"{uuid4()}"})
        assert sent.status_code == 303, sent.text
    sent = await browser.post("/connexion/code", data={"mail": MAIL, "command_id": f"{uuid4()}"})
    assert sent.status_code == 303, sent.text


def what_is_typed(browser: httpx2.AsyncClient) -> list[tuple[str, str]]:
    """The cookies that hold a word of it, by name and path."""
    forms = [TYPED.encode(), MAIL.encode()]
    words = {base64.urlsafe_b64encode(form).decode().rstrip("=") for form in forms}
    return [
        (cookie.name, cookie.path)
        for cookie in browser.cookies.jar
        if any(word in (cookie.value or "") for word in words)
    ]


@pytest.mark.parametrize("way_out", WAYS_OUT)
async def test_who_signed_out_leaves_nothing_of_what_they_typed(
    network: Network, way_out: str
) -> None:
    browser = await network.client_as("rbde")
    await types_everywhere(browser)
    kept = what_is_typed(browser)
    assert ("passerelle_recherche", "/entreprises/contacts") in kept
    assert MAIL_COOKIE in {name for name, _ in kept}

    out = await browser.post(way_out, data={"everywhere": "oui"} if "partout" in way_out else {})

    assert (out.status_code, out.headers["location"]) == (303, "/connexion")
    assert what_is_typed(browser) == []
