"""Which program can write nothing more, for the doctor: each is made to write a little, and undo it.

How much is free says nothing of whose disk it is, of a quota, or of a server that stopped writing
while its disk was full and does not begin again by itself.
"""

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

import asyncpg
import nats.errors

from contracts.streams import stream_name
from deploy.no_room import is_for_want_of_room
from deploy.repair.books import open_books
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.database.engine import lacks_resources
from services.chassis.nats.connection import Bus, BusDisconnected
from services.chassis.operations.measures import Finding

Found = tuple[str, Finding]

ANSWER_WITHIN_SECONDS = 5.0
WRITTEN_BYTES = 256 * 1024
# A temporary table grows a file by some pages: what is in reserve for the log may still be written.
_WRITE = "CREATE TEMPORARY TABLE room ON COMMIT DROP AS SELECT generate_series(1, 10000)"
_STORE_FAILED, _OUT_OF_RESOURCES, _STORAGE_EXCEEDED, _STORE_OFF = 10012, 10023, 10047, 10076
_UNABLE = frozenset({_STORE_FAILED, _OUT_OF_RESOURCES, _STORAGE_EXCEEDED, _STORE_OFF})
"""Codes of JetStream: https://github.com/nats-io/nats-server/blob/main/server/errors.json."""


async def without_room(settings: Settings, bus: Bus) -> list[Found]:
    """Each program that cannot write; one that does not answer at all is told elsewhere."""
    found = await asyncio.gather(
        _of_postgres(settings), _of_nats(settings, bus), asyncio.to_thread(_of_folder, settings)
    )
    return [one for one in found if one]


async def _of_postgres(settings: Settings) -> Found | None:
    service = SERVICES[0].name  # all databases are on one server
    try:
        async with (
            asyncio.timeout(ANSWER_WITHIN_SECONDS),
            open_books(settings, service) as books,
            books.connection.transaction(),
        ):
            await books.connection.execute(_WRITE)
    except asyncpg.PostgresError as error:
        return _postgres_full(settings) if lacks_room(error) else None
    except (OSError, asyncpg.InterfaceError):
        return None
    return None


def lacks_room(error: asyncpg.PostgresError) -> bool:
    """Whether PostgreSQL could not make a file grow: its disk, a quota, or a limit of its process."""
    return lacks_resources(error) or is_for_want_of_room(error)


def _postgres_full(settings: Settings) -> Found:
    where = f"{settings.database_host}:{settings.database_port}"
    return "postgresql", Finding(
        "disk-full-postgresql",
        f"PostgreSQL ({where}) ne peut plus rien écrire\u202f: son disque est plein. Les saisies sont "
        "refusées, «\u00a0rien n’a été enregistré\u00a0».",
        "Libérez de la place sur le disque de ses données ou agrandissez-le, sans rien supprimer dans "
        "son dossier. Les saisies reprennent d’elles-mêmes\u202f; s’il s’est arrêté, relancez-le.",
    )


async def _of_nats(settings: Settings, bus: Bus) -> Found | None:
    """A reader that is forgotten at once is a small file in the folder of the streams."""
    stream = stream_name("department", settings.department)
    config = {
        "ack_policy": "none",
        "deliver_policy": "new",
        "inactive_threshold": 1_000_000_000,
        "mem_storage": False,
    }
    asked = {"stream_name": stream, "config": config}
    answer = await _asked(bus, f"CONSUMER.CREATE.{stream}", asked)
    if answer is None:
        return None
    if "error" not in answer:
        await _asked(bus, f"CONSUMER.DELETE.{stream}.{answer['name']}", None)
        return None
    return _nats_full() if answer["error"].get("err_code") in _UNABLE else None


async def _asked(bus: Bus, what: str, asked: object) -> dict[str, Any] | None:
    payload = b"" if asked is None else json.dumps(asked).encode()
    try:
        reply = await bus.request(f"$JS.API.{what}", payload, timeout=ANSWER_WITHIN_SECONDS)
    except (BusDisconnected, OSError, nats.errors.Error):
        return None
    answer: dict[str, Any] = json.loads(reply.data)
    return answer


def _nats_full() -> Found:
    return "nats-server", Finding(
        "disk-full-nats",
        "nats-server ne peut plus rien écrire\u202f: le disque de ses flux est plein, ou l’a été. Les "
        "saisies continuent, les faits attendent dans les journaux et rien ne se perd.",
        "Libérez de la place sur le disque de son dossier jetstream, sans rien y supprimer, puis "
        "relancez-le\u202f: il ne reprend pas de lui-même («\u00a0passerelle up\u00a0» relance le sien). Les faits "
        "partent ensuite d’eux-mêmes.",
    )


def _of_folder(settings: Settings) -> Found | None:
    folder = settings.data_folder
    if folder is None or not folder.is_dir():
        return None
    try:
        _write(folder)
    except OSError as error:
        return _folder_full(folder) if is_for_want_of_room(error) else None
    return None


def _write(folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"\0" * WRITTEN_BYTES)
        file.flush()


def _folder_full(folder: Path) -> Found:
    return "passerelle", Finding(
        "disk-full-data",
        f"Les services ne peuvent plus rien écrire dans {folder}\u202f: son disque est plein. Les "
        "effacements sont refusés, et les listes ne se mettent plus à jour.",
        "Libérez de la place sur ce disque ou agrandissez-le, sans rien supprimer dans ce dossier. "
        "Tout reprend de soi-même.",
    )
