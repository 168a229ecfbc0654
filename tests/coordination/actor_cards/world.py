"""The supervisor and a bureau in the directory, as the tests of actors speak of them."""

import re
from typing import Any
from uuid import uuid4

import httpx2

from tests.coordination.world import Somebody, people
from tests.support.network import Network

PERSON = {
    "name": "Ghislaine Delmas",
    "function": "Chargée de relations",
    "purpose": "Apprentissage",
    "phone": "05 36 49 00 07",
    "informed_by": "mail",
}


def dsden(network: Network) -> Somebody:
    units = network.runtime("coordination").work
    somebody = people(units)[1]
    somebody.now = units.now()
    return somebody


async def send(browser: httpx2.AsyncClient, path: str, **typed: Any) -> httpx2.Response:
    values = {"command_id": str(uuid4())} | {
        name: value if isinstance(value, list) else str(value) for name, value in typed.items()
    }
    return await browser.post(path, data=values)


async def follow(browser: httpx2.AsyncClient, answer: httpx2.Response) -> str:
    assert answer.status_code == 303, answer.text
    return (await browser.get(answer.headers["location"])).text


def undo_form(page: str) -> tuple[str, dict[str, str]]:
    """Where « Annuler » in the notice of a page leads, and what it sends."""
    form = page.partition('class="notice-undo"')[2].partition("</form>")[0]
    [action] = re.findall(r'action="([^"]+)"', form)
    return action, dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))


async def undo(browser: httpx2.AsyncClient, page: str) -> str:
    """Press « Annuler » in the notice of a page."""
    action, fields = undo_form(page)
    return await follow(browser, await browser.post(action, data=fields))
