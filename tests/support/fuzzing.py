"""Asking a service whatever its OpenAPI lets one ask, and holding its answers to what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import schemathesis
from fastapi import FastAPI
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given, settings
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema
from requests import Session
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from services.chassis.web.routes.route_spec import declaration
from tests.support.nasty import plausible

JSON = "/api/"
ENDLESS = ("/flux",)
"""Streams that go on for as long as somebody reads them."""
JSON_CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
PAGE_CHECKS = (not_a_server_error, status_code_conformance)


class _Typed(GenerateJsonSchema):
    """The fields of a form as a browser sends them: a file is some text."""

    def handle_invalid_for_json_schema(
        self,
        schema: core_schema.CoreSchema,  # noqa: ARG002 pydantic's signature
        error_info: str,  # noqa: ARG002 pydantic's signature
    ) -> JsonSchemaValue:
        return {"type": "string"}


def document_of(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI of a service, with the fields of its forms, which FastAPI does not see."""
    document: dict[str, Any] = app.openapi()
    for route in app.router.routes:
        declared = declaration(route)
        if declared is None or declared.kind != "form" or not isinstance(route, APIRoute):
            continue
        schema = (
            _fields_of(declared.form.model_json_schema(schema_generator=_Typed))
            if declared.form
            else {}
        )
        properties = {
            **schema.get("properties", {}),
            "command_id": {"type": "string", "format": "uuid"},
        }
        required = [*schema.get("required", ()), "command_id"]
        body = {"type": "object", "properties": properties, "required": required}
        content = {"application/x-www-form-urlencoded": {"schema": body}}
        document["paths"][route.path]["post"]["requestBody"] = {
            "content": content,
            "required": True,
        }
    return document


def _fields_of(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with what it refers to put in place."""
    known = schema.pop("$defs", {})

    def placed(part: Any) -> Any:
        if isinstance(part, list):
            return [placed(one) for one in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            return placed(known[part["$ref"].rpartition("/")[2]])
        return {name: placed(one) for name, one in part.items()}

    found: dict[str, Any] = placed(schema)
    return found


def fields_of(document: Mapping[str, Any], path: str, known: Mapping[str, str]) -> dict[str, Any]:
    """What the form or the command at a path needs, as the document lets one fill it in."""
    body = document["paths"][path]["post"].get("requestBody")
    if body is None:
        return {}
    [content] = body["content"].values()
    schema = _resolved(document, content["schema"])
    of = schema.get("properties", {})
    return {
        name: plausible(_resolved(document, of[name]), known.get(name))
        for name in schema.get("required", ())
        if name in of
    }


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a schema refers to, if it does."""
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = document["components"]["schemas"][name] if name else schema
    return found


@dataclass(frozen=True)
class Asking:
    """Who asks where, and about what: real ids now and then, so that not all is unknown."""

    address: str
    cookie_of: Callable[[str, str], str | None]
    known: Mapping[str, str]


def surprises(
    document: dict[str, Any], asking: Asking, examples: int, *, pages_in_turn: int = 1
) -> Iterator[str]:
    """Every answer that is a failure of the server, or is not in the document. Blocks: in a thread.

    Of each operation so many requests are asked; every other one, counted over all, is about what
    exists. Of pages and forms one in `pages_in_turn`: less is said of their answers.
    """
    operations: Iterable[Any] = schemathesis.openapi.from_dict(document).get_all_operations()
    with Session() as session:
        session.trust_env = False
        asked = pages = 0
        for found in operations:
            operation = found.ok()
            if not operation.path.startswith(JSON):
                pages += 1
                if pages % pages_in_turn:
                    continue
            if not operation.path.endswith(ENDLESS):
                yield from _surprises_of(operation, asking, session, examples, after=asked)
                asked += examples


def _surprises_of(
    operation: Any, asking: Asking, session: Session, examples: int, after: int
) -> list[str]:
    cookie = asking.cookie_of(operation.method.upper(), operation.path)
    checks = JSON_CHECKS if operation.path.startswith(JSON) else PAGE_CHECKS
    said: list[str] = []
    turn = after

    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        nonlocal turn
        turn += 1
        if turn % 2:
            case.path_parameters.update(
                {n: asking.known[n] for n in case.path_parameters if n in asking.known}
            )
        response = case.call(
            base_url=asking.address,
            session=session,
            cookies={"passerelle": cookie} if cookie else {},
            headers={"Sec-Fetch-Site": "same-origin"},
            allow_redirects=False,
            timeout=20,
        )
        session.cookies.clear()
        try:
            case.validate_response(response, checks=list(checks))
        except FailureGroup as group:
            why = "; ".join(str(one).splitlines()[0] for one in group.exceptions)
            said.append(
                f"{operation.label} {response.status_code}: {why}: {case.path_parameters}"
                f" {case.query} {case.body!r:.300}"
            )

    ask()
    return said
