"""The metrics of one service, for Prometheus: `/api/<service>/metrics`.

Open to an operator's session, and to a program with the token of the settings.
"""

from fastapi import Request, Response
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from services.chassis.observability.loop_lag import process
from services.chassis.observability.metrics import Metrics
from services.chassis.operations.prometheus import exposed
from services.chassis.unit_of_work.permissions import OPERATE
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.router import Router


def metrics_routes(service: str) -> Router:
    """The one route."""
    router = Router()

    @router.query(f"/api/{service}/metrics", action=OPERATE, by_token=True)
    async def metrics(request: Request) -> Response:
        counted: Metrics = request.app.state.metrics
        read = exposed(await runtime_of(request).watched.read())
        registries = (process().registry, counted.registry, read)
        told = b"".join(generate_latest(registry) for registry in registries)
        return Response(told, media_type=CONTENT_TYPE_LATEST)

    return router
