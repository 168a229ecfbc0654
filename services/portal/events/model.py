"""What services tell each other, read in AsyncAPI's description of the bus and put in French."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

Node = Mapping[str, Any]

_FRENCH = re.compile(r"\(([^()]+)\)")
"""The summary of an event gives its French name in brackets, first."""
_FORMATS = {"uuid": "identifiant", "date": "jour", "date-time": "instant"}


@dataclass(frozen=True)
class ToldField:
    """A field of an event; those of a nested list come after it, under its name."""

    name: str
    kind: str


@dataclass(frozen=True)
class ToldEvent:
    """An event as its reader needs it."""

    name: str
    french: str
    """« Lieu d’accueil confirmé »."""
    audience: str
    service: str
    """Who publishes it."""
    listeners: tuple[str, ...]
    address: str
    fields: tuple[ToldField, ...]
    example: str


def told_events(document: Node) -> tuple[tuple[str, tuple[ToldEvent, ...]], ...]:
    """Every event of the document, by the service that publishes it."""
    names = [name for name in document["channels"] if _senders(document, name)]
    events = sorted((_event(document, name) for name in names), key=attrgetter("service", "name"))
    return tuple(
        (service, tuple(told)) for service, told in groupby(events, key=attrgetter("service"))
    )


def _event(document: Node, name: str) -> ToldEvent:
    components = document["components"]
    message, address = components["messages"][name], document["channels"][name]["address"]
    french = _FRENCH.search(message["summary"])
    said = french[1] if french else name
    return ToldEvent(
        name=name,
        french=said[0].upper() + said[1:],
        audience=address.partition(".")[0],
        service=_senders(document, name)[0],
        listeners=_services(document, "receive", name),
        address=address,
        fields=tuple(_fields(components["schemas"], components["schemas"][name])),
        example=json.dumps(message["examples"][0]["payload"], indent=2, ensure_ascii=False),
    )


def _senders(document: Node, name: str) -> tuple[str, ...]:
    return _services(document, "send", name)


def _services(document: Node, action: str, name: str) -> tuple[str, ...]:
    """Whose operations are called so: « internships.send.HostAgreedV1 »."""
    end = f".{action}.{name}"
    return tuple(one.removesuffix(end) for one in document["operations"] if one.endswith(end))


def _fields(schemas: Node, model: Node, prefix: str = "") -> Iterator[ToldField]:
    for name, node in model["properties"].items():
        yield ToldField(prefix + name, _kind(schemas, node))
        nested = _resolved(schemas, node.get("items", {}))
        if "properties" in nested:
            yield from _fields(schemas, nested, f"{prefix}{name}[].")


def _resolved(schemas: Node, node: Node) -> Node:
    """The schema itself, behind its reference."""
    if "$ref" in node:
        found: Node = schemas[node["$ref"].rpartition("/")[2]]
        return found
    return node


def _kind(schemas: Node, node: Node) -> str:
    node = _resolved(schemas, node)
    if "anyOf" in node:
        known = next(one for one in node["anyOf"] if one.get("type") != "null")
        return f"{_kind(schemas, known)}, ou rien"
    if "enum" in node or "const" in node:
        return "un code parmi " + ", ".join(node.get("enum") or [node["const"]])
    match node["type"]:
        case "integer":
            return f"nombre entier, de {node['minimum']} à {node['maximum']:_}".replace(
                "_", "\u202f"
            )
        case "boolean":
            return "oui ou non"
        case "array":
            return f"liste\u00a0: {_kind(schemas, node['items'])}"
        case "object":
            return "plusieurs champs, ci-dessous"
    if "format" in node:
        return _FORMATS[node["format"]]
    return "texte public" if "public" in node["title"] else "code"
