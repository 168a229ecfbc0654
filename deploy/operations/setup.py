"""Databases and bus made ready, by an operator who runs the servers himself."""

import socket
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from contracts.identifiers import Uai
from deploy.nats.config import store_of, write_config
from deploy.nats.provision import provision
from deploy.nats.stream_moves import move_streams, streams_to_move
from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from services.chassis.database.migrations import run_migrations
from services.chassis.security.credentials import EdgeCredentials, create_missing

NATS_PORT = 4222
ANSWERS_WITHIN_SECONDS = 2.0


async def migrate(settings: Settings) -> None:
    """Create or upgrade every service's database, with secrets drawn where they are missing."""
    create_missing(settings.credentials, [service.name for service in SERVICES])
    for service in SERVICES:
        await run_migrations(service, settings)


def write_bus_config(settings: Settings, folder: Path, *, monitor_port: int) -> Path:
    """Draw the missing secrets and write the configuration nats-server must be started with.

    It listens on the port of `settings.nats_url`, and on loopback only.
    """
    create_missing(settings.credentials, [service.name for service in SERVICES])
    port = urlsplit(settings.nats_url).port or NATS_PORT
    return write_config(folder, settings, SERVICES, port=port, monitor_port=monitor_port)


def streams_moved_told(settings: Settings, folder: Path) -> str:
    """Move the streams an earlier version left in the store beside that configuration.

    Returns what to say, or nothing: they stay while the server runs, and one that exists already
    is set aside.
    """
    store = store_of(folder)
    left = streams_to_move(store)
    if left and _answers(settings):
        return (
            f"Des flux d’une version précédente sont encore dans {left[0].parent}. Arrêtez "
            "nats-server, relancez cette commande, puis démarrez-le\u00a0: ils gardent leurs messages."
        )
    set_aside = move_streams(store)
    if not set_aside:
        return ""
    return (
        f"Des flux existaient déjà\u00a0: les anciens sont mis de côté dans {set_aside[0].parent}. "
        "Les autres se remplissent à partir des journaux\u00a0; effacez ce dossier ensuite."
    )


def _answers(settings: Settings) -> bool:
    """Whether something listens where NATS is expected."""
    where = urlsplit(settings.nats_url)
    address = (where.hostname or "", where.port or NATS_PORT)
    try:
        socket.create_connection(address, ANSWERS_WITHIN_SECONDS).close()
    except OSError:
        return False
    return True


def edges(settings: Settings, uais: Iterable[str]) -> list[Path]:
    """Draw a key for each lycée that runs its own services, and return the files to carry there.

    Raises ValueError for what is no UAI.
    """
    known = [Uai(uai) for uai in uais]
    return [EdgeCredentials.add(settings.credentials, uai) for uai in known]


async def provision_bus(settings: Settings) -> None:
    """Create or update the streams and their readers on the running server."""
    await provision(settings, SERVICES)
