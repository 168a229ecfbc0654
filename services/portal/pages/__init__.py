"""The HTML pages: the way in, and the home page."""

from services.chassis.web.routing import Router
from services.portal.pages import home, signing_in

ROUTERS: tuple[Router, ...] = (signing_in.router, home.router)

__all__ = ["ROUTERS"]
