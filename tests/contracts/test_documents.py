"""The catalogue and the AsyncAPI document say what the registry says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faststream.specification.asyncapi.v3_0_0.schema import ApplicationSchema
from jsonschema import Draft202012Validator

from contracts.documents.asyncapi import asyncapi
from contracts.documents.catalogue import catalogue
from contracts.event import Event
from contracts.internships.periods import CoverageChangedV1, HostAgreedV1
from contracts.published import Subscription, declared_questions, published
from contracts.questions import Question
from tests.contracts.asyncapi import errors_in

SUBSCRIPTIONS = {
    CoverageChangedV1.ce_type(): (Subscription("supervision", "projects", "department"),),
    HostAgreedV1.ce_type(): (Subscription("notifications", "reacts", "hosts"),),
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(asyncapi(SUBSCRIPTIONS)))
    return found


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for item in node:
            yield from references(item)


def resolve(document: Any, reference: str) -> Any:
    node = document
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node


def test_the_official_parser_refuses_a_document_with_a_fault() -> None:
    """Of a small one: `make check` has it judge the whole document, which takes ten seconds."""
    document = json.loads(Path("contracts/asyncapi.json").read_text())
    small = {
        "asyncapi": document["asyncapi"],
        "info": document["info"],
        "channels": {"somewhere": {"address": "bureau.82.0820001A.here"}},
        "operations": {"say": {"action": "send", "channel": {"$ref": "#/channels/nowhere"}}},
    }

    (error,) = errors_in(json.dumps(small).encode())

    assert "#/channels/nowhere" in error


def test_the_document_is_asyncapi_3(document: dict[str, Any]) -> None:
    assert document["asyncapi"] == "3.0.0"
    ApplicationSchema.model_validate(document)
    for reference in references(document):
        assert resolve(document, reference) is not None


def test_the_bus_is_named_with_how_one_signs_in(document: dict[str, Any]) -> None:
    (server,) = document["servers"].values()
    assert server["protocol"] == "nats"
    (scheme,) = [resolve(document, one["$ref"]) for one in server["security"]]
    assert scheme["type"] == "asymmetricEncryption"


@pytest.mark.parametrize("event", published(), ids=lambda event: event.__name__)
def test_every_event_has_a_channel_a_sender_and_an_example(
    event: type[Event], document: dict[str, Any]
) -> None:
    channel = document["channels"][event.__name__]
    assert channel["address"].startswith(f"{event.audience()}.{{department}}.{{uai}}.")
    assert document["operations"][f"{event.service()}.send.{event.__name__}"]["action"] == "send"

    message = document["components"]["messages"][event.__name__]
    schema = {**resolve(document, message["payload"]["$ref"]), "components": document["components"]}
    Draft202012Validator(schema).validate(message["examples"][0]["payload"])


def test_the_envelope_is_described(document: dict[str, Any]) -> None:
    headers = document["components"]["messageTraits"]["cloudevent"]["headers"]
    assert {"ce-id", "ce-sequence", "ce-schoolyear", "Nats-Msg-Id"} <= set(headers["required"])
    assert {"ce-causationid", "ce-traceparent"} & set(headers["required"]) == set()


@pytest.mark.parametrize("question", declared_questions(), ids=lambda question: question.name)
def test_every_question_says_who_asks_who_answers_and_with_what(
    question: Question[Any, Any], document: dict[str, Any]
) -> None:
    title = f"{question.service}.{question.name}"
    asking = {name.split(".")[0] for name in document["operations"] if f".ask.{title}" in name}
    assert asking == question.askers

    answering = document["operations"][f"{question.service}.answer.{title}"]
    channel = resolve(document, answering["channel"]["$ref"])
    assert channel["address"] == f"ask.{{department}}.{{uai}}.{title}"
    (reply,) = answering["reply"]["messages"]
    answer = resolve(document, resolve(document, reply["$ref"])["$ref"])
    fields = resolve(document, answer["payload"]["$ref"])["properties"]
    assert set(fields) == set(question.answer.model_fields)


def test_those_who_subscribe_receive(document: dict[str, Any]) -> None:
    assert document["operations"]["supervision.receive.CoverageChangedV1"]["action"] == "receive"
    received = [name for name in document["operations"] if ".receive." in name]
    assert len(received) == 2


def test_the_catalogue_says_who_tells_what_to_whom() -> None:
    text = catalogue(SUBSCRIPTIONS)
    for event in published():
        assert f"### {event.__name__}" in text
    assert "| internships | department | – | supervision (department) |" in text
    assert "| internships | bureau | notifications (hosts) | – |" in text
    assert "coordination, internships, notifications, partnerships, portal only" in text
    assert "| `concerned` | whole number | from 0 to 100000 |" in text
    assert "| `sites[].naf` | Naf or null |" in text


def test_the_catalogue_does_not_depend_on_the_order_of_subscriptions() -> None:
    forward = {CoverageChangedV1.ce_type(): (
        Subscription("a", "projects", "x"), Subscription("b", "projects", "y"),
    )}  # fmt: skip
    backward = {name: tuple(reversed(heard)) for name, heard in forward.items()}
    assert catalogue(forward) == catalogue(backward)
