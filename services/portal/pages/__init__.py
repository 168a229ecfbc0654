"""The HTML pages: the way in, the home page, the mailbox of the demonstration."""

from services.chassis.web.routing import Router
from services.portal.pages import choosing, codes, home, mailbox, signing_in

ROUTERS: tuple[Router, ...] = (
    signing_in.router,
    codes.router,
    choosing.router,
    mailbox.router,
    home.router,
)

__all__ = ["ROUTERS"]
