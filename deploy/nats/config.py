"""The configuration file of nats-server. Its defaults lose acknowledged messages in a power cut."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from deploy.nats.accounts import Account, BusAccounts, Crossing, Limits, accounts_of
from deploy.nats.durables import BusService
from services.chassis.base.settings import Settings

LOOPBACK = "127.0.0.1"
MAX_PAYLOAD_BYTES = 256 * 1024
MAX_CONNECTIONS = 1024
MAX_SUBSCRIPTIONS = 1000
MAX_MEMORY_STORE_BYTES = 64 * 1024 * 1024
MAX_FILE_STORE_BYTES = 1024**4
"""A cap that is never met: a disk that is full refuses by itself."""

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
  # The default is what is free at the start: begun on a full disk, nothing was ever kept again.
  max_file_store: {max_file_store}
}}

authorization {{ timeout: 5 }}

# One account each: an answer comes back where it was asked for, and reaches no stream.
accounts {{
{accounts}
}}
"""


def render(
    bus: BusAccounts,
    *,
    store: Path,
    port: int,
    monitor_port: int,
    host: str = LOOPBACK,
) -> str:
    """The text of `nats-server.conf`."""
    return _TEMPLATE.format(
        listen=json.dumps(f"{host}:{port}"),
        monitor=json.dumps(f"{LOOPBACK}:{monitor_port}"),
        store=json.dumps(str(store)),
        max_payload=MAX_PAYLOAD_BYTES,
        max_connections=MAX_CONNECTIONS,
        max_subscriptions=MAX_SUBSCRIPTIONS,
        max_memory_store=MAX_MEMORY_STORE_BYTES,
        max_file_store=MAX_FILE_STORE_BYTES,
        accounts="\n".join(_account(account, bus.crossings) for account in bus.accounts),
    )


def _account(account: Account, crossings: Iterable[Crossing]) -> str:
    exports, imports = [], []
    mapped: dict[str, str] = {}
    for one in crossings:
        if one.exporter == account.name:
            exports.append(_export(one))
        if account.name in one.importers:
            imports.append(_import(one))
            if one.local != one.subject:
                mapped[one.subject] = one.local
    return "\n".join(
        [
            f"  {account.name} {{",
            *(["    jetstream: enabled"] if account.keeps_streams else []),
            *([_limits(account.limits)] if account.limits else []),
            *([f"    mappings: {json.dumps(mapped)}"] if mapped else []),
            *_list("users", [_user(account, mapped.values())]),
            *_list("exports", exports),
            *_list("imports", imports),
            "  }",
        ]
    )


def _limits(limits: Limits) -> str:
    return (
        f"    limits {{ max_connections: {limits.connections}, max_subscriptions: {limits.subscriptions},"
        f" max_payload: {limits.payload} }}"
    )


def _list(name: str, lines: list[str]) -> list[str]:
    return [f"    {name}: [", *(f"      {line}" for line in lines), "    ]"] if lines else []


def _user(account: Account, mapped: Iterable[str]) -> str:
    rights = account.rights
    # the server holds what was mapped against the rights, under its new name
    publish = sorted({*rights.publish, *mapped})
    replies = f"\n        allow_responses: {REPLIES}" if rights.replies else ""
    return (
        f"{{ nkey: {account.public_key}, permissions: {{\n"
        f"        publish: {{ allow: {json.dumps(publish)} }}\n"
        f"        subscribe: {{ allow: {json.dumps(rights.subscribe)} }}{replies} }} }}"
    )


def _export(one: Crossing) -> str:
    to = f"accounts: {json.dumps(one.importers)}"
    if one.signal:
        return f"{{ stream: {json.dumps(one.subject)}, {to} }}"
    answered = "Stream" if one.streamed else "Singleton"
    return f"{{ service: {json.dumps(one.subject)}, {to}, response_type: {answered} }}"


def _import(one: Crossing) -> str:
    kind = "stream" if one.signal else "service"
    source = f"account: {json.dumps(one.exporter)}, subject: {json.dumps(one.subject)}"
    to = f", to: {json.dumps(one.local)}" if one.local != one.subject else ""
    return f"{{ {kind}: {{ {source} }}{to} }}"


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
        accounts_of(settings, services),
        store=store_of(folder),
        port=port,
        monitor_port=monitor_port,
    )
    path.write_text(text, "utf-8")
    return path


def store_of(folder: Path) -> Path:
    """The store of a server whose configuration is in that folder."""
    return folder / "jetstream"
