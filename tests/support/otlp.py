"""A collector of traces, as an operator would run one: OTLP by HTTP, in protobuf."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.json_format import MessageToJson
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.support.web import served

_TIMES = re.compile(r'"\w*[tT]imeUnixNano": *"\d+",?')


@dataclass(frozen=True)
class Received:
    """One span, as it came."""

    service: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str
    failed: bool
    facts: dict[str, Any]

    def is_named_by(self, traceparent: str | None) -> bool:
        """Whether that header continues this span."""
        return (traceparent or "").startswith(f"00-{self.trace_id}-{self.span_id}-")


@dataclass
class Collector:
    """What it was sent."""

    address: str
    spans: list[Received] = field(default_factory=list)
    everything: list[str] = field(default_factory=list)
    """Each request, as text, but for its instants: a count of nanoseconds holds any few digits."""

    def named(self, name: str) -> list[Received]:
        """The spans of that name."""
        return [span for span in self.spans if span.name == name]

    def trace(self, trace_id: str) -> list[Received]:
        """The spans of one trace."""
        return [span for span in self.spans if span.trace_id == trace_id]

    async def receive(self, request: Request) -> Response:
        assert request.headers["content-type"] == "application/x-protobuf"
        told = ExportTraceServiceRequest.FromString(await request.body())
        self.everything.append(_TIMES.sub("", MessageToJson(told)))
        self.spans += _spans(told)
        return Response(media_type="application/x-protobuf")


def _spans(told: ExportTraceServiceRequest) -> Iterator[Received]:
    for resource in told.resource_spans:
        about = {one.key: _value(one.value) for one in resource.resource.attributes}
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield Received(
                    service=about["service.name"],
                    name=span.name,
                    trace_id=span.trace_id.hex(),
                    span_id=span.span_id.hex(),
                    parent_id=span.parent_span_id.hex(),
                    failed=span.status.code == span.status.STATUS_CODE_ERROR,
                    facts={one.key: _value(one.value) for one in span.attributes},
                )


def _value(value: AnyValue) -> Any:
    return getattr(value, value.WhichOneof("value") or "string_value")


@asynccontextmanager
async def collector() -> AsyncIterator[Collector]:
    """A collector that listens on a port of its own."""
    collecting = Collector("")
    app = Starlette(routes=[Route("/v1/traces", collecting.receive, methods=["POST"])])
    async with served(app) as collecting.address:
        yield collecting
