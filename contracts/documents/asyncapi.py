"""asyncapi.json: the bus described in AsyncAPI 3.0, from the registry alone."""

import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from contracts.documents.examples import example
from contracts.envelope import CONTENT_TYPE, SPEC_VERSION
from contracts.event import Event
from contracts.identifiers import DepartmentCode, SchoolYear, Uai
from contracts.published import Subscription, Subscriptions, declared_questions, published
from contracts.questions import Question

_REF = "#/components/schemas/{model}"
_ID = {"type": "string", "format": "uuid"}
_WHOLE = {"type": "string", "pattern": "^[0-9]+$"}
_HEADERS: dict[str, Any] = {
    "type": "object",
    "description": "CloudEvents 1.0, binary mode; values are percent-encoded where not ASCII.",
    "properties": {
        "ce-specversion": {"const": SPEC_VERSION},
        "ce-id": {**_ID, "description": "UUIDv7 of the event"},
        "ce-type": {"type": "string", "description": "fr.passerelle.<service>.<event>.v<n>"},
        "ce-source": {"type": "string", "description": "/<dept>/<uai>/<service>"},
        "ce-subject": {"type": "string", "description": "id of the aggregate"},
        "ce-time": {"type": "string", "format": "date-time", "description": "when recorded"},
        "ce-sequence": {**_WHOLE, "description": "without hole in (source, audience)"},
        "ce-version": {**_WHOLE, "description": "version of the aggregate"},
        "ce-correlationid": _ID,
        "ce-causationid": _ID,
        "ce-schoolyear": {"type": "string", "pattern": SchoolYear.pattern},
        "ce-traceparent": {"type": "string", "description": "W3C trace context"},
        "content-type": {"const": CONTENT_TYPE},
        "Nats-Msg-Id": {"type": "string", "description": "<ce-source>/<ce-id>"},
    },
}
_OPTIONAL = {"ce-causationid", "ce-traceparent"}
_KEY = "nkey"
_SERVERS: dict[str, Any] = {
    "bus": {
        "host": "{host}:{port}",
        "pathname": "",
        "protocol": "nats",
        "description": (
            "NATS JetStream of the department. Whoever reads has a durable of its own, and rights to "
            "its events alone: everything said so far, then what is said next, acknowledged one by one."
        ),
        "variables": {
            "host": {"default": "127.0.0.1", "description": "where nats-server listens"},
            "port": {"default": "4222"},
        },
        "security": [{"$ref": f"#/components/securitySchemes/{_KEY}"}],
    }
}
_SECURITY: dict[str, Any] = {
    _KEY: {
        "type": "asymmetricEncryption",
        "description": (
            "An Ed25519 nkey of NATS: the client signs the challenge of the server with its seed, "
            "which the server never has. Inboxes are private: the prefix stands beside the seed."
        ),
    }
}


def asyncapi(subscriptions: Subscriptions) -> dict[str, Any]:
    """The document: one channel and one message per event, who sends, who receives."""
    events, questions = published(), declared_questions()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Passerelle",
            "version": "1.0.0",
            "description": "Facts the bureaux des entreprises tell each other and the department.",
            "license": {"name": "MIT"},
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": _SERVERS,
        "channels": {
            **{event.__name__: _channel(event) for event in events},
            **{_title(question): _asked(question) for question in questions},
            **{_title(question) + ".reply": _reply(question) for question in questions},
        },
        "operations": {**_operations(events, subscriptions), **_questioning(questions)},
        "components": {
            "messages": {
                **{event.__name__: _message(event) for event in events},
                **{m.__name__: _body(m) for q in questions for m in (q.request, q.answer)},
            },
            "messageTraits": {"cloudevent": {"headers": _headers()}},
            "parameters": {
                "department": {"description": f"such as {DepartmentCode.example}"},
                "uai": {"description": f"the lycée that speaks, such as {Uai.example}"},
            },
            "schemas": _schemas([*events, *_models(questions)]),
            "securitySchemes": _SECURITY,
        },
    }


def _headers() -> dict[str, Any]:
    required = [name for name in _HEADERS["properties"] if name not in _OPTIONAL]
    return {**_HEADERS, "required": required}


def _channel(event: type[Event]) -> dict[str, Any]:
    return {
        "address": (
            f"{event.audience()}.{{department}}.{{uai}}."
            f"{event.service()}.{event.token()}.v{event.version()}"
        ),
        "messages": {event.__name__: {"$ref": f"#/components/messages/{event.__name__}"}},
        "parameters": _parameters(),
    }


def _parameters() -> dict[str, Any]:
    return {name: {"$ref": f"#/components/parameters/{name}"} for name in ("department", "uai")}


def _message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": event.ce_type(),
        "title": event.__name__,
        "summary": " ".join((event.__doc__ or "").split()),
        "contentType": CONTENT_TYPE,
        "traits": [{"$ref": "#/components/messageTraits/cloudevent"}],
        "payload": {"$ref": _REF.format(model=event.__name__)},
        "examples": [{"payload": json.loads(example(event).to_json())}],
    }


def _operations(events: Iterable[type[Event]], subscriptions: Subscriptions) -> dict[str, Any]:
    operations: dict[str, Any] = {}
    for event in events:
        operations[f"{event.service()}.send.{event.__name__}"] = _operation("send", event)
        heard: tuple[Subscription, ...] = subscriptions.get(event.ce_type(), ())
        for service in sorted({item.service for item in heard}):
            operations[f"{service}.receive.{event.__name__}"] = _operation("receive", event)
    return operations


def _operation(action: str, event: type[Event]) -> dict[str, Any]:
    channel = f"#/channels/{event.__name__}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{event.__name__}"}],
    }


def _title(question: Question[Any, Any]) -> str:
    return f"{question.service}.{question.name}"


def _models(questions: Iterable[Question[Any, Any]]) -> list[type[BaseModel]]:
    """What questions and answers are made of, each once."""
    return list(dict.fromkeys(model for q in questions for model in (q.request, q.answer)))


def _asked(question: Question[Any, Any]) -> dict[str, Any]:
    name = question.request.__name__
    return {
        "address": f"ask.{{department}}.{{uai}}.{question.service}.{question.name}",
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        "parameters": _parameters(),
    }


def _reply(question: Question[Any, Any]) -> dict[str, Any]:
    name = question.answer.__name__
    return {
        "address": None,
        "description": "The private inbox named by the request; nothing is kept.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
    }


def _questioning(questions: Iterable[Question[Any, Any]]) -> dict[str, Any]:
    operations: dict[str, Any] = {}
    for question in questions:
        title = _title(question)
        for asker in sorted(question.askers):
            operations[f"{asker}.ask.{title}"] = _exchange("send", question)
        operations[f"{question.service}.answer.{title}"] = _exchange("receive", question)
    return operations


def _exchange(action: str, question: Question[Any, Any]) -> dict[str, Any]:
    channel = f"#/channels/{_title(question)}"
    answer = f"{channel}.reply"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{question.request.__name__}"}],
        "reply": {
            "channel": {"$ref": answer},
            "messages": [{"$ref": f"{answer}/messages/{question.answer.__name__}"}],
        },
    }


def _body(model: type[BaseModel]) -> dict[str, Any]:
    return {
        "name": model.__name__,
        "title": model.__name__,
        "contentType": CONTENT_TYPE,
        "payload": {"$ref": _REF.format(model=model.__name__)},
    }


def _schemas(models: Iterable[type[BaseModel]]) -> dict[str, Any]:
    _, document = models_json_schema(
        [(model, "serialization") for model in models], ref_template=_REF
    )
    schemas: dict[str, Any] = document["$defs"]
    return schemas
