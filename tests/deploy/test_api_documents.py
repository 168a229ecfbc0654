"""What people who write programs read of the API is what the API does, example by example."""

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from html import unescape
from typing import Any
from uuid import uuid4

import httpx2
import jsonschema
import pytest
import pytest_asyncio
import schemathesis
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from deploy.demo.companies import RANGE
from deploy.demo.lycees import LYCEES
from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.chassis.service.openapi import api_routes, method_of, openapi_of
from services.chassis.service.spec import Service
from services.chassis.web.routes.route_answers import PROBLEM
from services.chassis.web.routes.route_spec import declaration
from tests.support.examples import examples_of
from tests.support.network import HERE, Network, Running
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases

pytestmark = pytest.mark.early

ORIGIN = "https://passerelle.example"
WITH_API = [service for service in SERVICES if service.for_programs]
Document = dict[str, Any]


def document_of(service: Service) -> Document:
    assert service.api is not None, f"{service.name} says nothing of its API"
    return openapi_of(service, service.api, ORIGIN)


def operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def held_to(document: Document, schema: Mapping[str, Any], example: Any) -> None:
    """Raises ValidationError unless it is what the document says."""
    strict = {"components": document["components"], **schema}
    jsonschema.Draft202012Validator(
        strict, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(example)


def success(operation: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
    [status] = [one for one in operation["responses"] if one.startswith("2")]
    return int(status), operation["responses"][status]["content"]["application/json"]


def sent(operation: Mapping[str, Any]) -> Mapping[str, Any]:
    content: Mapping[str, Any] = operation["requestBody"]["content"]["application/json"]
    return content


@pytest.mark.parametrize("service", WITH_API, ids=lambda service: service.name)
def test_every_route_parameter_field_and_code_is_told(service: Service) -> None:
    document = document_of(service)

    untold = []
    for method, path, operation in operations(document):
        if not operation.get("summary") or operation["security"] != [{"jeton": []}]:
            untold.append(f"{method} {path}")
        untold += [
            f"{method} {path} {one['name']}"
            for one in operation.get("parameters", ())
            if not one["description"] or (one["in"] == "path" and "example" not in one)
        ]
    for name, schema in document["components"]["schemas"].items():
        if "enum" in schema:
            codes = {one for one in schema["enum"] if f"{one}\u00a0: " not in schema["description"]}
            untold += [f"{name} {code}" for code in sorted(codes)]
        fields = schema.get("properties", {}).items()
        untold += [f"{name}.{field}" for field, one in fields if not one["description"]]

    assert untold == []
    assert "Bearer" in document["info"]["description"]
    assert document["components"]["securitySchemes"]["jeton"]["scheme"] == "bearer"
    known = {operation["operationId"] for _, _, operation in operations(document)}
    assert len(known) == len(list(operations(document)))


@pytest.mark.parametrize("service", WITH_API, ids=lambda service: service.name)
def test_only_what_programs_may_ask_is_told(service: Service) -> None:
    document = document_of(service)

    told = {(method, path) for method, path, _ in operations(document)}
    assert all(path.startswith(f"/api/{service.name}/") for _, path in told)
    asked = {(method_of(route), route.path) for route in api_routes(service)}
    assert told == asked
    for _, _, operation in operations(document):
        refusals = [one for status, one in operation["responses"].items() if status >= "4"]
        assert {"401", "404", "422", "429"} <= set(operation["responses"])
        assert all(
            one["content"][PROBLEM]["schema"] == {"$ref": "#/components/schemas/Problem"}
            for one in refusals
        )
    # What our fuzzer reads, a program that makes clients reads too.
    read: Any = schemathesis.openapi.from_dict(document)
    assert len([one.ok() for one in read.get_all_operations()]) == len(told)


@pytest.mark.parametrize("service", WITH_API, ids=lambda service: service.name)
def test_each_example_is_what_its_route_takes_and_answers(service: Service) -> None:
    document = document_of(service)
    routes: dict[tuple[str, str], APIRoute] = {
        (method_of(route), route.path): route for route in api_routes(service)
    }

    for method, path, operation in operations(document):
        route, (_, answer) = routes[method, path], success(operation)
        held_to(document, answer["schema"], answer["example"])
        model: TypeAdapter[Any] = TypeAdapter(route.response_model)
        made = model.validate_json(json.dumps(answer["example"]), strict=True)
        assert json.loads(model.dump_json(made)) == answer["example"], path
        for status, refused in operation["responses"].items():
            example = refused.get("content", {}).get(PROBLEM, {}).get("example")
            if example:
                held_to(document, {"$ref": "#/components/schemas/Problem"}, example)
                assert str(example["status"]) == status
        if method == "POST":
            example = sent(operation)["example"]
            held_to(document, sent(operation)["schema"], example)
            assert route.body_field is not None
            form: Any = route.body_field.field_info.annotation
            assert set(example) <= set(form.model_fields), path
            form.model_validate(example)


@pytest.mark.parametrize("service", WITH_API, ids=lambda service: service.name)
def test_no_example_is_about_a_real_lycee_or_company(service: Service) -> None:
    told = json.dumps([operation for _, _, operation in operations(document_of(service))])

    assert set(re.findall(r"\b\d{7}[A-Z]\b", told)) <= {one.uai for one in LYCEES}
    numbers = re.findall(r"\b(?:\d{14}|\d{9})\b", told)
    assert [one for one in numbers if not one.startswith(RANGE)] == []


@pytest_asyncio.fixture
async def network(running: Running) -> AsyncIterator[Network]:
    async with running(*WITH_API) as network:
        yield network


async def test_each_example_is_understood_by_the_running_service(
    network: Network, service_databases: ServiceDatabases
) -> None:
    conflicts: list[str] = []
    for service in WITH_API:
        examples = await examples_of(service.name, network, service_databases)
        real: dict[str, Any] = {name: one.value for name, one in examples.parameters.items()}
        if service.name == "internships":
            superuser = await service_databases.superuser(service.name)
            real["formation_ids"] = [
                str(await superuser.fetchval("SELECT formation_id FROM formations"))
            ]
            await superuser.close()
        for method, path, operation in operations(document_of(service)):
            declared = declaration(
                next(r for r in api_routes(service) if (method_of(r), r.path) == (method, path))
            )
            assert declared is not None
            roles = service.permissions.roles(declared.action)
            role = next(one for one in (Role.RBDE, Role.SUPERVISOR, Role.ACADEMY) if one in roles)
            client = await network.client_as(role, None if role.department_wide else HERE)
            answer = await asks(client, method, path, operation, real)
            status, said = success(operation)
            if method == "POST" and answer.status_code == 409:
                # Its thing is elsewhere by now: all of what was sent was understood.
                conflicts.append(f"{path} {answer.json()['code']}")
                held_to(
                    document_of(service), {"$ref": "#/components/schemas/Problem"}, answer.json()
                )
                continue
            assert answer.status_code == status, f"{method} {path}: {answer.text}"
            held_to(document_of(service), said["schema"], answer.json())
    # The examples of the tests were corrected, published and placed already.
    assert set(conflicts) == {
        "/api/partnerships/companies/{company_id} stale-version",
        "/api/internships/periods/{period_id}/publication stale-version",
        "/api/internships/placements placement-already-live",
        "/api/internships/placements/{placement_id}/interruption stale-version",
        "/api/internships/placements/{placement_id}/no-show stale-version",
        "/api/internships/placements/{placement_id}/resumption placement-already-withdrawn",
    }


async def asks(
    client: httpx2.AsyncClient,
    method: str,
    path: str,
    operation: Mapping[str, Any],
    real: Mapping[str, Any],
) -> httpx2.Response:
    """Send the example; what it names by an id is one that exists."""
    for name in re.findall(r"{(\w+)}", path):
        path = path.replace(f"{{{name}}}", real[name])
    if method == "GET":
        asked = {
            one["name"]: one["example"]
            for one in operation.get("parameters", ())
            if one["in"] == "query" and "example" in one
        }
        return await client.get(path, params=asked)
    body = {
        name: real.get(name, value) if name.endswith(("_id", "_ids", "site_key")) else value
        for name, value in sent(operation)["example"].items()
    }
    return await client.post(path, json=body | {"command_id": str(uuid4())})


async def test_the_document_is_for_anybody_and_its_page_for_who_is_signed_in(
    network: Network,
) -> None:
    nobody = network.client()
    for service in WITH_API:
        told = await nobody.get(f"/api/{service.name}/openapi.json")
        assert (told.status_code, told.json()["openapi"]) == (200, "3.1.0")
        assert told.json()["servers"] == [{"url": network.settings.public_url.rstrip("/")}]
        assert (await nobody.get(f"/documentation/{service.name}")).status_code == 303
    assert (await nobody.get("/api/portal/openapi.json")).status_code == 404

    bureau = Visitor(await network.client_as(Role.RBDE))
    tokens = (await bureau.get("/compte/jetons")).answer.text
    for service in WITH_API:
        assert f'href="/documentation/{service.name}"' in tokens
        page = unescape((await bureau.get(f"/documentation/{service.name}")).answer.text)
        for method, path, operation in operations(document_of(service)):
            assert operation["summary"] in page
            assert f"<code>{method} {path}</code>" in page
        assert "Authorization: Bearer $JETON" in page
        assert "'[" not in page
        assert '<script src="http' not in page
