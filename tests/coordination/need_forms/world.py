"""Companies and robots before the public form, each from an address of their own."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2

from services.coordination.need_forms.model.ticket import Ticket, read_ticket
from services.coordination.need_forms.pages.need_form import FORM, TICKET_PURPOSE
from tests.support.network import Network
from tests.support.pages import SAME_ORIGIN, Form, Page, Visitor

TYPED: dict[str, Any] = {
    "kind": "apprentice",
    "text": "Nous cherchons un apprenti menuisier pour janvier.",
    "company": "Menuiserie Delrieu",
    "mail": "n.belkacem@menuiserie.example",
}


def worked(challenge: str, bits: int) -> str:
    """What the script of the page finds."""
    return next(
        str(number)
        for number in count()
        if int.from_bytes(hashlib.sha256(f"{challenge}:{number}".encode()).digest(), "big")
        >> (256 - bits)
        == 0
    )


@dataclass
class Forms:
    """The form of a running network, and what is kept of it."""

    network: Network
    superuser: asyncpg.Connection

    def visitor(self, host: str | None = None) -> Visitor:
        """Somebody with a browser without script, from an address nobody else has."""
        where = (host or str(uuid4()), 1)
        transport = httpx2.ASGITransport(self.network.app, client=where)
        return Visitor(
            httpx2.AsyncClient(
                transport=transport,
                base_url=self.network.settings.public_url,
                headers=SAME_ORIGIN,
                timeout=30,
            )
        )

    def earlier(self, form: Form, by: timedelta) -> str:
        """The ticket of a form, as if it had been opened earlier."""
        links = self.network.runtime("coordination").work.links
        ticket = self.ticket(form)
        moved = Ticket(ticket.need_id, ticket.opened_at - by, ticket.bits)
        return moved.written(lambda text: links.digest(TICKET_PURPOSE, text))

    def ticket(self, form: Form) -> Ticket:
        """The ticket of a form."""
        work = self.network.runtime("coordination").work
        text = str(form.typed()["ticket"])
        return read_ticket(text, lambda one: work.links.digest(TICKET_PURPOSE, one), work.now())

    async def opened(self, visitor: Visitor, *, by: timedelta = timedelta(minutes=2)) -> Form:
        """The form as a person has it who took their time."""
        form = (await visitor.get(FORM)).form(FORM)
        form.fields = [
            (name, self.earlier(form, by) if name == "ticket" else value)
            for name, value in form.fields
        ]
        return form

    async def fills(self, *, script: bool = True, host: str | None = None, **typed: Any) -> Page:
        """A person tells a need; with a script their browser does its work."""
        visitor = self.visitor(host)
        form = await self.opened(visitor)
        if script:
            ticket = self.ticket(form)
            typed = {"work": worked(ticket.challenge, ticket.bits), **typed}
        page = await visitor.send(form, **{**TYPED, **typed})
        await visitor.client.aclose()
        return page

    async def statuses(self) -> dict[str, int]:
        """How many needs stand where."""
        rows = await self.superuser.fetch("SELECT status, count(*) FROM needs GROUP BY status")
        return {row["status"]: row["count"] for row in rows}

    async def letters(self, kind: str) -> list[UUID]:
        """The needs letters of a kind were asked about."""
        rows = await self.superuser.fetch(
            "SELECT need_id FROM need_letters WHERE kind = $1 ORDER BY asked_at", kind
        )
        return [row["need_id"] for row in rows]
