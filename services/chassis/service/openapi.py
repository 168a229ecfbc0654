"""The OpenAPI document of a service: the routes programs ask with a token, and no other."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from services.chassis.service.spec import Service
from services.chassis.web.requests.api_tokens import USES
from services.chassis.web.routes.route_answers import PROBLEM, PROBLEM_SCHEMA
from services.chassis.web.routes.route_examples import Api, Described
from services.chassis.web.routes.route_spec import declaration

SCHEME = "jeton"
PROBLEM_NAME = "Problem"
_REFUSAL = {
    "type": "urn:passerelle:problem:stale-version",
    "title": "La fiche a changé entre-temps",
    "status": 409,
    "code": "stale-version",
    "correlation_id": "0199d4c1-6f52-7c3e-9a56-0b1f4b2f6a11",
}
_COMMON = (
    "Chaque demande porte un jeton d’accès (`Authorization: Bearer …`), que chacun crée dans «\u00a0Mon "
    "compte\u00a0», «\u00a0Jetons d’accès\u00a0». Un jeton ne peut jamais plus que la personne qui l’a créé\u202f; ce qui "
    "est hors de ses accès répond 404. Une erreur est un `application/problem+json` (RFC 9457)\u00a0: `code` "
    "ne change pas, `title` et `detail` se lisent, `errors` dit quel champ est refusé et pourquoi. Au plus "
    f"{USES.times} demandes par minute et par jeton (429, avec `Retry-After`). Les exemples sont inventés."
)


def openapi_of(service: Service, api: Api, public_url: str) -> dict[str, Any]:
    """The document; its texts are French, its names those of the code."""
    routes = api_routes(service)
    document = get_openapi(
        title=f"Passerelle\u00a0: {service.title}",
        version=version("passerelle"),
        description=f"{api.about}\n\n{_COMMON}",
        routes=routes,
        servers=[{"url": public_url.rstrip("/")}],
    )
    for route in routes:
        declared = declaration(route)
        if declared is not None and declared.described is not None:
            operation = document["paths"][route.path_format][method_of(route).lower()]
            _describe(operation, declared.described, api, route.name)
            _refer_to_problem(operation)
    schemas = document["components"]["schemas"]
    document["components"] = {
        "schemas": {name: _spoken(name, schemas[name], api) for name in sorted(schemas)}
        | {PROBLEM_NAME: PROBLEM_SCHEMA | {"description": "Ce qui n’a pas été fait, et pourquoi."}},
        "securitySchemes": {
            SCHEME: {
                "type": "http",
                "scheme": "bearer",
                "description": "Un jeton d’accès, créé à `/compte/jetons`.",
            }
        },
    }
    return document


def api_routes(service: Service) -> Sequence[APIRoute]:
    """What programs may ask, in the order the service tells it."""
    return [route for route in service.for_programs if isinstance(route, APIRoute)]


def method_of(route: APIRoute) -> str:
    """The one it has."""
    (method,) = route.methods or {"GET"}
    return method


def _describe(operation: dict[str, Any], said: Described, api: Api, name: str) -> None:
    operation.pop("description", None)
    operation |= {"summary": said.summary, "operationId": name, "security": [{SCHEME: []}]}
    if said.details:
        operation["description"] = said.details
    for one in operation.get("parameters", ()):
        one["schema"] = _untitled(one["schema"])
        one["description"] = api.word("", one["name"])
        if one["name"] in said.asked:
            one["example"] = said.asked[one["name"]]
    if said.body is not None:
        operation["requestBody"]["content"]["application/json"]["example"] = said.body
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            answer["description"] = "Fait" if said.body is not None else "Lu"
            content = answer["content"]["application/json"]
            content["schema"] = _untitled(content["schema"])
            content["example"] = said.answer


def _refer_to_problem(operation: dict[str, Any]) -> None:
    """Every refusal is one of a kind: said once in the document."""
    for status, answer in operation["responses"].items():
        if PROBLEM in answer.get("content", {}):
            content: dict[str, Any] = {"schema": {"$ref": f"#/components/schemas/{PROBLEM_NAME}"}}
            if status == "409":
                content["example"] = _REFUSAL
            answer["content"] = {PROBLEM: content}


def _spoken(name: str, schema: dict[str, Any], api: Api) -> dict[str, Any]:
    """A schema without the words of the code, with ours."""
    plain: dict[str, Any] = _untitled(schema)
    for field, of_field in plain.get("properties", {}).items():
        of_field["description"] = api.word(name, field)
    if "enum" in plain:
        plain["description"] = api.words.get(name, "")
    return plain


def _untitled(part: Any) -> Any:
    """A property may be called « title » too: that one is no text."""
    if isinstance(part, list):
        return [_untitled(one) for one in part]
    if not isinstance(part, dict):
        return part
    words = ("title", "description")
    return {
        name: _untitled(one)
        for name, one in part.items()
        if name not in words or not isinstance(one, str)
    }
