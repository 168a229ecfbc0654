"""The mailbox of the demonstration, read on the machine it runs on and nowhere else."""

from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from services.chassis.errors import NotFound
from services.chassis.given import address_parts
from services.chassis.permissions import PUBLIC
from services.chassis.web.answering import runtime_of
from services.chassis.web.middleware import MARIANNE_POLICY, SECURITY_HEADERS
from services.chassis.web.rendering import render
from services.chassis.web.routing import Router
from services.portal.domain.demo_mail import KEPT_MAX, DemoMail, ReadMail, read_mail
from services.portal.storage.demo_mails import DemoMails
from services.portal.storage.tables import DEPARTMENT

router = Router()
PAGE_ROWS = 50
LOOPBACK = "127.0.0.1"
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
    """Mails really leave here, or whoever asks is not on this machine."""

    code = "mailbox-closed"


@router.page("/courriels", action=PUBLIC)
async def mailbox(request: Request, avant: UUID | None = None) -> Response:
    """The mails that did not leave, newest first."""
    _refuse_unless_open(request)
    async with runtime_of(request).work.begin(DEPARTMENT) as uow:
        mails = await DemoMails(uow).page(before=avant, limit=PAGE_ROWS + 1)
    more = f"/courriels?avant={mails[PAGE_ROWS - 1].id}" if len(mails) > PAGE_ROWS else None
    return render(
        request,
        "portal/mailbox.html",
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
        "portal/mail.html",
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


def is_open(request: Request) -> bool:
    """Whether the mailbox runs, and whoever asks is on this machine."""
    settings = runtime_of(request).settings
    return (
        settings.demo_smtp_port is not None
        and _is_loopback(urlsplit(settings.public_url).hostname)
        and _is_here(request)
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
    if not is_open(request):
        raise MailboxClosed


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
