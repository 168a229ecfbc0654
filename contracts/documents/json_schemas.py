"""JSON Schemas of the events. The schema of a published version is frozen: a change is a new version.

Only what binds is written (types, patterns, bounds, codes): a docstring may still be improved.
"""

import json
from pathlib import Path
from typing import Any

from contracts.event import Event
from contracts.published import published

SCHEMAS = Path(__file__).parents[1] / "schemas"

_NOT_BINDING = {"title", "description", "examples"}


def schema_of(event: type[Event]) -> dict[str, Any]:
    """What an event's payload looks like as it travels."""
    schema: dict[str, Any] = binding(event.model_json_schema(mode="serialization"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": event.ce_type(),
        **schema,
    }


def path_of(event: type[Event]) -> Path:
    return SCHEMAS / f"{event.service()}.{event.token()}.v{event.version()}.json"


def as_text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def changed_schemas() -> list[str]:
    """Frozen schemas that the code no longer agrees with, and files of events that are gone."""
    events = {path_of(event): event for event in published()}
    complaints = [
        f"{path.name}: a published version changed; declare a new version of {event.__name__}"
        for path, event in events.items()
        if path.exists() and path.read_text("utf-8") != as_text(schema_of(event))
    ]
    orphans = sorted(set(SCHEMAS.glob("*.json")) - set(events))
    return complaints + [
        f"{path.name}: a published event is gone from the code" for path in orphans
    ]


def missing_schemas() -> list[Path]:
    return [path_of(event) for event in published() if not path_of(event).exists()]


def write_missing_schemas() -> list[Path]:
    """Publish the schemas of new events; existing files are never touched."""
    SCHEMAS.mkdir(exist_ok=True)
    new = [event for event in published() if not path_of(event).exists()]
    for event in new:
        path_of(event).write_text(as_text(schema_of(event)), "utf-8")
    return [path_of(event) for event in new]


def binding(node: Any, names_are_ours: bool = False) -> Any:
    """Drops annotations; under `properties` and `$defs` keys are names, not keywords."""
    if isinstance(node, list):
        return [binding(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: binding(value, names_are_ours=not names_are_ours and key in {"properties", "$defs"})
        for key, value in node.items()
        if names_are_ours or key not in _NOT_BINDING
    }
