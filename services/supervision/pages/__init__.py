"""The HTML pages, all under /departement."""

from services.chassis.web.routing import Router
from services.supervision.pages import calendar, coverage, department, lycee, movements, totals

ROUTERS: tuple[Router, ...] = (
    calendar.router,
    coverage.router,
    department.router,
    lycee.router,
    movements.router,
    totals.router,
)

__all__ = ["ROUTERS"]
