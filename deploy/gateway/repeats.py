"""What the gateway may send to a second replica: what a route declares, not what a body holds."""

import re
from collections.abc import Iterable

from services.chassis.application.application import writing_routes
from services.chassis.service.spec import Service


class Recorded:
    """Knows of each address of some services whether its commands are recorded."""

    def __init__(self, services: Iterable[Service]) -> None:
        self._routes: list[tuple[re.Pattern[str], bool]] = [
            route for service in services for route in writing_routes(service)
        ]

    def __call__(self, path: str) -> bool:
        """Whether what is posted to this path is done once; False for an unknown one."""
        return next((recorded for pattern, recorded in self._routes if pattern.match(path)), False)
