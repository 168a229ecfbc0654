"""The HTML pages: the way in, the home page and its components, the demo mailbox, the operator's page."""

from services.chassis.web.routing import Router
from services.portal.pages import choosing, codes, gallery, home, mailbox, operating, signing_in

ROUTERS: tuple[Router, ...] = (
    signing_in.router,
    codes.router,
    choosing.router,
    mailbox.router,
    home.router,
    gallery.router,
    operating.router,
)

__all__ = ["ROUTERS"]
