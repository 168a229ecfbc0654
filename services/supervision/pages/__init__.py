"""The HTML pages, all under /departement."""

from services.chassis.web.routing import Router
from services.supervision.pages import calendar, department, lycee, totals

ROUTERS: tuple[Router, ...] = (
    calendar.router,
    department.router,
    lycee.router,
    totals.router,
)

__all__ = ["ROUTERS"]
