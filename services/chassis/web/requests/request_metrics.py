"""Each request counted, timed and traced by the template of its route, never by its address."""

import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.chassis.observability import tracing
from services.chassis.observability.metrics import Metrics
from services.chassis.web.requests.request_context import context_in

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER_METHOD = "other"
NO_KIND = "none"
UNKNOWN_ROUTE = "unknown"
"""Of whatever was asked for and does not exist: the address itself would be endless."""


class Observed:
    """Watches requests from outside: everything but their correlation id."""

    def __init__(self, app: ASGIApp, service: str, metrics: Metrics) -> None:
        self._app = app
        self._service = service
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count one request when its answer begins: a stream may stay open for hours."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        method = scope["method"] if scope["method"] in METHODS else OTHER_METHOD
        # A caller's own `traceparent` is not continued: strangers would write in our traces.
        with tracing.span(self._service, method, kind="server", method=method) as span:

            async def answer(message: Message) -> None:
                if message["type"] == "http.response.start":
                    self._count(scope, method, message["status"], time.perf_counter() - started)
                    _tell(span, scope, method, message["status"])
                await send(message)

            await self._traced(scope, receive, answer)

    async def _traced(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Name the trace in the logs, so that one leads to the other."""
        traceparent = tracing.traceparent()
        if traceparent is None:
            await self._app(scope, receive, send)
            return
        with structlog.contextvars.bound_contextvars(trace_id=traceparent.split("-")[1]):
            await self._app(scope, receive, send)

    def _count(self, scope: Scope, method: str, status: int, seconds: float) -> None:
        context = context_in(scope)
        declared = context.declared if context else None
        self._metrics.answered(
            method=method,
            route=route_of(scope),
            status=status,
            kind=declared.kind if declared else NO_KIND,
            seconds=seconds,
        )
        if declared and declared.writes:
            again = context is not None and context.answered_again
            self._metrics.commanded(action=declared.action.name, status=status, again=again)


def route_of(scope: Scope) -> str:
    """The template of the route that answers, `/notes/{note_id}`."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else UNKNOWN_ROUTE


def _tell(span: tracing.Span, scope: Scope, method: str, status: int) -> None:
    if not tracing.is_on():
        return
    route = route_of(scope)
    span.rename(f"{method} {route}")
    context = context_in(scope)
    span.say(route=route, status=status, correlation_id=str(context and context.correlation_id))
    if status >= 500:
        span.fail()
    span.end()
