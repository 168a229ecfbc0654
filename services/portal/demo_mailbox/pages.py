"""The mailbox of the demonstration, read on the machine it runs on by who has its key, and nowhere else.

The key is in the address that `passerelle up` prints; opening it once leaves it in a cookie. Who
asks only under the name of this machine (any program here, a page that had its name point here)
has none.
"""

import hmac
from enum import StrEnum
from ipaddress import ip_address
from typing import Never
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from services.chassis.base.errors import NotFound
from services.chassis.base.parse_input import address_parts
from services.chassis.base.settings import Settings
from services.chassis.security.sessions import is_https
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.middleware import MARIANNE_POLICY, SECURITY_HEADERS
from services.chassis.web.router import Router
from services.portal.base.scopes import DEPARTMENT
from services.portal.demo_mailbox.model import KEPT_MAX, DemoMail, ReadMail, read_mail
from services.portal.demo_mailbox.store import DemoMails

router = Router()
PAGE_ROWS = 50
LOOPBACK = "127.0.0.1"
COOKIE = "passerelle-courriels"
WITH_THE_KEY = (
    "Les courriels de la démonstration s’ouvrent par l’adresse que «\u00a0passerelle up\u00a0» affiche"
    " à son lancement\u202f: elle finit par une clé."
)
FRAMED = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups "
        "allow-popups-to-escape-sandbox"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
"""A mail's own HTML: it styles itself, runs nothing, fetches nothing, sends nothing."""


class MailboxClosed(NotFound):
    """Mails really leave here, or whoever asks is not on this machine or has not its key."""

    code = "mailbox-closed"


class Mailbox(StrEnum):
    """What a page may say of it to whoever asks."""

    ABSENT = ""
    LOCKED = "locked"
    """It is on this machine, and this browser has not opened it yet."""
    OPEN = "open"


@router.page("/courriels", action=PUBLIC)
async def mailbox(request: Request, avant: UUID | None = None, cle: str | None = None) -> Response:
    """The mails that did not leave, newest first. `cle` opens them, and leaves the address at once."""
    if cle is not None:
        return _opened(request, cle)
    _refuse_unless_open(request)
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        mails = await DemoMails(uow).page(before=avant, limit=PAGE_ROWS + 1)
    more = f"/courriels?avant={mails[PAGE_ROWS - 1].id}" if len(mails) > PAGE_ROWS else None
    return render(
        request,
        "portal/demo_mailbox/mailbox.html",
        mails=mails[:PAGE_ROWS],
        next_url=more,
        first_url="/courriels" if avant else None,
        kept_max=KEPT_MAX,
    )


@router.page("/courriels/{mail_id}", action=PUBLIC)
async def mail_page(request: Request, mail_id: UUID) -> Response:
    """One mail: as its reader sees it, as text, and its headers."""
    mail, read = await _mail(request, mail_id)
    response = render(
        request,
        "portal/demo_mailbox/mail.html",
        mail=mail,
        read=read,
        pieces=read.pieces(runtime_of(request).settings.public_url),
    )
    response.headers["Content-Security-Policy"] = _framing(request)
    return response


def _framing(request: Request) -> str:
    """The page of a mail holds a frame of ours, below the same header as any page."""
    marianne = request.app.state.look.theme == "dsfr"
    policy = MARIANNE_POLICY if marianne else SECURITY_HEADERS["Content-Security-Policy"]
    return f"{policy}; frame-src 'self'"


@router.page("/courriels/{mail_id}/html", action=PUBLIC)
async def mail_frame(request: Request, mail_id: UUID) -> Response:
    """The HTML of a mail, for a frame without script."""
    _, read = await _mail(request, mail_id)
    return HTMLResponse(read.framed, headers=FRAMED)


def mailbox_seen_by(request: Request) -> Mailbox:
    """Whether there is a mailbox for whoever asks, and whether they opened it."""
    settings = runtime_of(request).settings
    here = (
        settings.demo_smtp_port is not None
        and _is_loopback(urlsplit(settings.public_url).hostname)
        and _is_here(request)
    )
    if not here:
        return Mailbox.ABSENT
    known = _is_key(settings, request.cookies.get(COOKIE, ""))
    return Mailbox.OPEN if known else Mailbox.LOCKED


def _opened(request: Request, key: str) -> Response:
    """Keep a right key in the browser. Raises MailboxClosed for a wrong one."""
    settings = runtime_of(request).settings
    if mailbox_seen_by(request) is Mailbox.ABSENT or not _is_key(settings, key):
        _refuse(request)
    response = see_other("/courriels")
    response.set_cookie(COOKIE, key, httponly=True, samesite="lax", secure=is_https(settings))
    return response


def _is_key(settings: Settings, given: str) -> bool:
    """Whether it is the mailbox's key; how long it takes tells nothing of it."""
    key = settings.demo_mailbox_key
    return key is not None and hmac.compare_digest(
        given.encode(errors="replace"), key.get_secret_value().encode()
    )


async def _mail(request: Request, mail_id: UUID) -> tuple[DemoMail, ReadMail]:
    _refuse_unless_open(request)
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        found = await DemoMails(uow).get(mail_id)
    if found is None:
        raise NotFound
    mail, content = found
    return mail, read_mail(content)


def _refuse_unless_open(request: Request) -> None:
    if mailbox_seen_by(request) is not Mailbox.OPEN:
        _refuse(request)


def _refuse(request: Request) -> Never:
    """Elsewhere it is a page like any that does not exist."""
    if mailbox_seen_by(request) is Mailbox.ABSENT:
        raise MailboxClosed
    raise MailboxClosed(WITH_THE_KEY)


def _is_here(request: Request) -> bool:
    """A proxy on this machine asks from loopback too: it says for whom, and by which name."""
    headers = request.headers
    if "forwarded" in headers or "x-real-ip" in headers:
        return False
    hosts = [request.client.host if request.client else None, request.url.hostname]
    hosts += [address.strip() for address in headers.get("x-forwarded-for", LOOPBACK).split(",")]
    named = address_parts(f"//{headers.get('x-forwarded-host', LOOPBACK)}")
    hosts.append(named.hostname if named else None)
    return all(_is_loopback(host) for host in hosts)


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return host is not None and ip_address(host).is_loopback
    except ValueError:
        return False
