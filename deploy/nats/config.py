"""The configuration file of nats-server. Its defaults lose acknowledged messages in a power cut."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from contracts.identifiers import Uai
from deploy.nats.durables import BusService
from deploy.nats.permissions import (
    OPERATOR,
    Permissions,
    edge_permissions,
    service_permissions,
)
from services.chassis.credentials import (
    EdgeCredentials,
    OperatorCredentials,
    ServiceCredentials,
)
from services.chassis.settings import Settings

LOOPBACK = "127.0.0.1"
MAX_PAYLOAD_BYTES = 256 * 1024
MAX_CONNECTIONS = 1024
MAX_SUBSCRIPTIONS = 1000
MAX_MEMORY_STORE_BYTES = 64 * 1024 * 1024

REPLIES = '{ max: 1, expires: "5s" }'
"""Whoever was asked may publish to the asker's inbox this often, and this long."""

_TEMPLATE = """\
# Generated from the services' declarations; changes made here are lost.
server_name: passerelle
listen: {listen}
# Shows every subject and connection, without a password: never beyond this machine.
http: {monitor}

max_payload: {max_payload}
max_connections: {max_connections}
max_subscriptions: {max_subscriptions}
write_deadline: "10s"
# Seconds given to clients to leave when the server stops.
lame_duck_duration: "30s"

jetstream {{
  store_dir: {store}
  # The default flushes every 2 minutes: a power cut took a whole stream with it.
  sync_interval: always
  max_memory_store: {max_memory_store}
}}

authorization {{
  timeout: 5
  users: [
{users}
  ]
}}
"""


def render(
    users: Mapping[str, Permissions],
    *,
    store: Path,
    port: int,
    monitor_port: int,
    host: str = LOOPBACK,
) -> str:
    """The text of `nats-server.conf`. `users`: rights by public nkey."""
    return _TEMPLATE.format(
        listen=json.dumps(f"{host}:{port}"),
        monitor=json.dumps(f"{LOOPBACK}:{monitor_port}"),
        store=json.dumps(str(store)),
        max_payload=MAX_PAYLOAD_BYTES,
        max_connections=MAX_CONNECTIONS,
        max_subscriptions=MAX_SUBSCRIPTIONS,
        max_memory_store=MAX_MEMORY_STORE_BYTES,
        users="\n".join(_user(key, rights) for key, rights in users.items()),
    )


def _user(key: str, rights: Permissions) -> str:
    replies = f"\n      allow_responses: {REPLIES}" if rights.replies else ""
    return (
        f"    {{ nkey: {key}, permissions: {{\n"
        f"      publish: {{ allow: {json.dumps(rights.publish)} }}\n"
        f"      subscribe: {{ allow: {json.dumps(rights.subscribe)} }}{replies} }} }}"
    )


def users_of(settings: Settings, services: Iterable[BusService]) -> dict[str, Permissions]:
    """Rights of every service, edge and of the operator, by public nkey; reads their credentials."""
    operator = OperatorCredentials.load(settings.credentials)
    users = {operator.nats_public_key: OPERATOR}
    for service in services:
        credentials = ServiceCredentials.load(settings.credentials, service.name)
        users[credentials.nats_public_key] = service_permissions(service, settings.department)
    for edge in EdgeCredentials.all(settings.credentials):
        users[edge.nats_public_key] = edge_permissions(settings.department, Uai(edge.uai))
    return users


def write_config(
    folder: Path,
    settings: Settings,
    services: Iterable[BusService],
    *,
    port: int,
    monitor_port: int,
) -> Path:
    """Write `<folder>/nats-server.conf` (its store in `<folder>/jetstream`); return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "nats-server.conf"
    text = render(
        users_of(settings, services),
        store=folder / "jetstream",
        port=port,
        monitor_port=monitor_port,
    )
    path.write_text(text, "utf-8")
    return path
