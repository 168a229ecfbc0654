"""Databases and bus made ready, by an operator who runs the servers himself."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from contracts.identifiers import Uai
from deploy.nats.config import write_config
from deploy.nats.provision import provision
from deploy.services import SERVICES
from services.chassis.credentials import EdgeCredentials, create_missing
from services.chassis.migrations import run_migrations
from services.chassis.settings import Settings

NATS_PORT = 4222


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


def edges(settings: Settings, uais: Iterable[str]) -> list[Path]:
    """Draw a key for each lycée that runs its own services, and return the files to carry there.

    Raises ValueError for what is no UAI.
    """
    known = [Uai(uai) for uai in uais]
    return [EdgeCredentials.add(settings.credentials, uai) for uai in known]


async def provision_bus(settings: Settings) -> None:
    """Create or update the streams and their readers on the running server."""
    await provision(settings, SERVICES)
