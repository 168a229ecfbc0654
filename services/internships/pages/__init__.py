"""The HTML pages, all under /pfmp."""

from services.chassis.web.routing import Router
from services.internships.pages import periods, placements, pupils, roster

ROUTERS: tuple[Router, ...] = (
    # Before `pupils`: "import" is no pupil's id.
    roster.router,
    periods.router,
    placements.router,
    pupils.router,
)

__all__ = ["ROUTERS"]
