"""The API of a service for people who write programs: its OpenAPI document, and a page of it."""

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from services.chassis.service.openapi import api_routes, method_of, openapi_of
from services.chassis.service.spec import Service
from services.chassis.unit_of_work.permissions import PUBLIC, SIGNED_IN
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.api_tokens import USES
from services.chassis.web.router import Router
from services.chassis.web.routes.route_examples import Api
from services.chassis.web.routes.route_spec import declaration

ROOT = "#/components/schemas/"
KINDS = {
    "string": "texte",
    "integer": "nombre entier",
    "boolean": "vrai ou faux",
    "uuid": "identifiant (UUID)",
    "date": "jour (AAAA-MM-JJ)",
    "date-time": "jour et heure (ISO 8601)",
}


def documentation_routes(service: Service, api: Api) -> Router:
    """`/api/<service>/openapi.json`, and the same as a page, `/documentation/<service>`."""
    router = Router()

    # It tells what this software can be asked, never what anybody keeps there.
    @router.query(f"/api/{service.name}/openapi.json", action=PUBLIC)
    async def document(request: Request) -> Response:
        """The document, for tools."""
        return JSONResponse(_document(request))

    @router.page(f"/documentation/{service.name}", action=SIGNED_IN)
    async def page(request: Request) -> Response:
        """The documentation of the API as a page (documentation de l’API)."""
        installation = request.app.state.installation
        return render(
            request,
            "documentation/service.html",
            service=service.name,
            service_name=service.title,
            about=api.about,
            others=[one for one in installation if one.for_programs],
            a_minute=USES.times,
            operations=_operations(service, _document(request)),
        )

    @cache
    def built(public_url: str) -> dict[str, Any]:
        return openapi_of(service, api, public_url)

    def _document(request: Request) -> dict[str, Any]:
        return built(runtime_of(request).settings.public_url)

    return router


@dataclass(frozen=True)
class FieldLine:
    """A parameter or a field: where it stands, of what kind it is, what it is."""

    name: str
    kind: str
    needed: bool
    said: str


@dataclass(frozen=True)
class Operation:
    """One route, as its part of the document says it."""

    method: str
    path: str
    roles: Sequence[str]
    writes: bool
    told: Mapping[str, Any]
    schemas: Mapping[str, Any]
    origin: str

    @property
    def id(self) -> str:
        """Its anchor in the page."""
        return str(self.told["operationId"])

    @property
    def summary(self) -> str:
        """The sentence that says what the operation does."""
        return str(self.told["summary"])

    @property
    def details(self) -> str:
        """What to know besides."""
        return str(self.told.get("description", ""))

    @property
    def parameters(self) -> Sequence[FieldLine]:
        """What its address holds."""
        return [
            FieldLine(
                one["name"], _kind(one["schema"], self.schemas), one["required"], one["description"]
            )
            for one in self.told.get("parameters", ())
        ]

    @property
    def sent(self) -> Sequence[FieldLine]:
        """The fields of what is sent."""
        return list(_lines(self._sent.get("schema", {}), self.schemas))

    @property
    def answered(self) -> Sequence[FieldLine]:
        """The fields of what comes back."""
        return list(_lines(self._answer["schema"], self.schemas))

    @property
    def refusals(self) -> Sequence[tuple[str, str]]:
        """What it may answer besides, by status."""
        told = self.told["responses"].items()
        return [(status, one["description"]) for status, one in told if not status.startswith("2")]

    @property
    def status(self) -> str:
        """The status of success."""
        return next(str(one) for one in self.told["responses"] if one.startswith("2"))

    @property
    def example(self) -> str:
        """What comes back, in an invented case."""
        return _pretty(self._answer["example"])

    @property
    def command(self) -> str:
        """How curl asks it."""
        path, query = self.path, {}
        for one in self.told.get("parameters", ()):
            if one["in"] == "path":
                path = path.replace(f"{{{one['name']}}}", one["example"])
            elif "example" in one:
                query[one["name"]] = one["example"]
        address = f"{self.origin}{path}" + (f"?{urlencode(query)}" if query else "")
        said = ['curl -H "Authorization: Bearer $JETON"']
        if self._sent:
            said += [
                '-H "Content-Type: application/json"',
                f"-d {shlex.quote(_pretty(self._sent['example']))}",
            ]
        return " \\\n  ".join([*said, shlex.quote(address)])

    @cached_property
    def _sent(self) -> Mapping[str, Any]:
        sent: Mapping[str, Any] = (
            self.told.get("requestBody", {}).get("content", {}).get("application/json", {})
        )
        return sent

    @cached_property
    def _answer(self) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self.told["responses"][self.status]["content"][
            "application/json"
        ]
        return answer


def _operations(service: Service, document: Mapping[str, Any]) -> Iterator[Operation]:
    for route in api_routes(service):
        method, declared = method_of(route), declaration(route)
        if declared is not None:
            roles = service.permissions.roles(declared.action)
            yield Operation(
                method,
                route.path_format,
                sorted(role.label for role in roles),
                declared.writes,
                document["paths"][route.path_format][method.lower()],
                document["components"]["schemas"],
                document["servers"][0]["url"],
            )


def _lines(
    schema: Mapping[str, Any], schemas: Mapping[str, Any], within: str = ""
) -> Iterator[FieldLine]:
    """The fields of a schema, those of what it holds after it: « items[].name »."""
    schema = _meant(schema, schemas)
    if schema.get("type") == "array":
        yield from _lines(schema["items"], schemas, f"{within}[]")
        return
    needed = schema.get("required", ())
    for name, of_field in schema.get("properties", {}).items():
        where = f"{within}.{name}" if within else name
        said = of_field.get("description", "")
        yield FieldLine(where, _kind(of_field, schemas), name in needed, said)
        yield from _lines(of_field, schemas, where)


def _kind(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    meant = _meant(schema, schemas)
    if "enum" in meant:
        kind = meant.get("description") or ", ".join(map(str, meant["enum"]))
    elif meant.get("type") == "array":
        inner = _kind(meant["items"], schemas)
        kind = f"liste\u00a0: {inner}" if inner != "objet" else "liste"
    else:
        kind = KINDS.get(meant.get("format", ""), KINDS.get(meant.get("type", ""), "objet"))
    return f"{kind}, ou null" if {"type": "null"} in schema.get("anyOf", ()) else kind


def _meant(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema behind a reference, or beside a null."""
    for one in schema.get("anyOf", ()):
        if one != {"type": "null"}:
            return _meant(one, schemas)
    if "$ref" in schema:
        return _meant(schemas[schema["$ref"].removeprefix(ROOT)], schemas)
    return schema


def _pretty(example: Any) -> str:
    return json.dumps(example, ensure_ascii=False, indent=2)
