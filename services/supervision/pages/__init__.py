"""The HTML pages, all under /departement."""

from services.chassis.web.routing import Router
from services.supervision.pages import (
    calendar,
    coverage,
    department,
    journal,
    lycee,
    movements,
    totals,
)

ROUTERS: tuple[Router, ...] = (
    calendar.router,
    coverage.router,
    department.router,
    journal.router,
    lycee.router,
    movements.router,
    totals.router,
)

__all__ = ["ROUTERS"]
