"""The HTML pages: the way in, the home page and its components, access to lycées, the demo mailbox, what operators, auditors and the curious read."""

from services.chassis.web.router import Router
from services.portal.pages import (
    access,
    access_today,
    account,
    accounts,
    api_tokens,
    auditing,
    choosing,
    codes,
    connections,
    events,
    gallery,
    granting,
    handing_over,
    home,
    legal,
    mailbox,
    operating,
    palette,
    password,
    personal_links,
    proposing,
    registering,
    retaining,
    showing,
    signing_in,
)

ROUTERS: tuple[Router, ...] = (
    signing_in.router,
    codes.router,
    choosing.router,
    mailbox.router,
    home.router,
    account.router,
    api_tokens.router,
    connections.router,
    password.router,
    # Before the page of one access: their addresses begin alike.
    granting.router,
    handing_over.router,
    proposing.router,
    access_today.router,
    access.router,
    # After it: an account that was closed has no access left.
    accounts.router,
    gallery.router,
    events.router,
    legal.router,
    palette.router,
    personal_links.router,
    operating.router,
    auditing.router,
    registering.router,
    retaining.router,
    showing.router,
)

__all__ = ["ROUTERS"]
