"""The pages as a browser sees them: forms are filled as they were shown, then sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from uuid import UUID, uuid4

import httpx2
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from contracts.identifiers import CommuneCode, Uai
from services.chassis.application.application import build_app
from services.chassis.base.identity import IDENTITY, Grant, Identity, Role
from services.chassis.base.settings import Settings
from services.chassis.database.engine import Database
from services.partnerships.service import SERVICE
from tests.support.away import nats_away
from tests.support.pages import SAME_ORIGIN

NAMES = {"0820021C": "Lycée Bourdelle", "0820032P": "Lycée des Deux Rives"}
Answer = httpx2.Response


class Doorkeeper:
    """Says who each session belongs to, as the portal would."""

    def __init__(self) -> None:
        self.sessions: dict[str, Identity] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = self.sessions.get(Request(scope).cookies.get("passerelle", ""))
        content = IDENTITY.dump_json(known) if known else b""
        answer = Response(content, 200 if known else 401, media_type="application/json")
        await answer(scope, receive, send)


@dataclass
class Form:
    """A form of a page: where it goes and what it holds."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select: str | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.forms.append(Form(given.get("action") or ""))
        elif not self.forms:
            return
        elif tag == "input" and given.get("type") not in ("file", "checkbox", "radio"):
            value = given.get("value") or ""
            if given.get("type") == "text":  # a browser drops the line breaks of such a field
                value = value.replace("\r", "").replace("\n", "")
            self.forms[-1].values[name] = value
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in given or self._select not in self.forms[-1].values:
                self.forms[-1].values[self._select] = given.get("value") or ""
        elif tag == "textarea":
            self._textarea = name
            self.forms[-1].values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1].values[self._textarea] += data.removeprefix("\n")


@dataclass
class Browser:
    """One person's browser."""

    client: httpx2.AsyncClient

    async def opens(self, url: str) -> Answer:
        return await self.client.get(url)

    async def sends(
        self,
        page: Answer | str,
        action: str,
        typed: Mapping[str, Any] | None = None,
        file: tuple[str, bytes] | None = None,
    ) -> Answer:
        """Fill in the form of a page that goes to `action`, and send it."""
        shown = await self.opens(page) if isinstance(page, str) else page
        values: dict[str, Any] = {**form_of(shown, action).values}
        for name, value in (typed or {}).items():
            values[name] = value if isinstance(value, list) else str(value)
        files = {"file": file} if file else None
        return await self.client.post(action, data=values, files=files, headers=SAME_ORIGIN)

    async def follows(self, answer: Answer) -> Answer:
        """The page a change leads to."""
        assert answer.status_code == 303, answer.text
        return await self.opens(answer.headers["location"])


def form_of(page: Answer, action: str) -> Form:
    """The form of a page that goes to that address."""
    return forms_of(page, action)[0]


def forms_of(page: Answer, action: str) -> list[Form]:
    """Those that go to that address, at least one."""
    reader = _Reader()
    reader.feed(page.text)
    found = [form for form in reader.forms if form.action == action]
    assert found, f"no form goes to {action}: {[form.action for form in reader.forms]}"
    return found


@dataclass
class Pages:
    """The running service, and who may be signed in to it."""

    app: FastAPI
    doorkeeper: Doorkeeper

    def signed_in(
        self,
        role: Role,
        *uais: Uai,
        account: int = 1,
        communes: Mapping[Uai, CommuneCode] | None = None,
    ) -> Browser:
        roles = ((role, uai) for uai in uais or (None,))
        return self.holding(*roles, account=account, communes=communes)

    def holding(
        self,
        *roles: tuple[Role, Uai | None],
        account: int = 1,
        communes: Mapping[Uai, CommuneCode] | None = None,
    ) -> Browser:
        """The browser of somebody who is not the same everywhere; `communes`: where lycées are."""
        secret = uuid4().hex
        grants = tuple(
            Grant(role, uai, NAMES.get(uai, uai), (communes or {}).get(uai)) if uai else Grant(role)
            for role, uai in roles
        )
        self.doorkeeper.sessions[secret] = Identity(UUID(int=account), "Camille Roux", grants)
        return Browser(
            httpx2.AsyncClient(
                transport=httpx2.ASGITransport(self.app),
                base_url="http://127.0.0.1:8000",
                cookies={"passerelle": secret},
            )
        )


@asynccontextmanager
async def pages_of(settings: Settings, database: Database | None = None) -> AsyncIterator[Pages]:
    """Serve the registry's pages in this process."""
    doorkeeper = Doorkeeper()
    async with AsyncExitStack() as stack:
        with nats_away(settings) as away:
            app = build_app(SERVICE, away, portal=doorkeeper, database=database)
            await stack.enter_async_context(app.router.lifespan_context(app))
        yield Pages(app, doorkeeper)
