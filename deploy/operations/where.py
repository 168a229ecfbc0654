"""Which deployment an operator's command speaks to."""

import os
from pathlib import Path

from deploy.data_folder import DataFolder, default_folder
from services.chassis.base.settings import Settings
from services.chassis.operations.setup_checks import untold


class NothingRuns(RuntimeError):
    """No deployment was named and none runs here; the message is for the user."""


def settings_for(data: Path | None) -> Settings:
    """Settings of the `up` that runs on this data folder, or those of the environment.

    The environment wins when it names a database and no folder was given.
    """
    if data is None and "PASSERELLE_DATABASE_URL" in os.environ:
        return Settings()
    folder = DataFolder((data or default_folder()).resolve())
    running = folder.running()
    if running is None or not running.database_url:
        raise NothingRuns(
            f"Rien ne tourne sur les données de {folder.path}\u202f: lancez «\u00a0passerelle up\u00a0», "
            "ou donnez PASSERELLE_DATABASE_URL."
        )
    return Settings.model_validate(
        {
            "database_url": running.database_url,
            "nats_url": running.nats_url,
            "credentials": folder.credentials,
            "data_folder": folder.path,
            "public_url": running.address,
            "portal_url": running.address,
            "demonstration": folder.is_demonstration,
        }
    )


def untold_of(data: Path | None) -> tuple[str, ...]:
    """What that deployment has still to be told: by what it was started with, else by the environment."""
    if data is None and "PASSERELLE_DATABASE_URL" in os.environ:
        return untold(Settings())
    running = DataFolder((data or default_folder()).resolve()).running()
    return tuple(running.untold) if running else ()


def address_for(data: Path | None) -> str | None:
    """Where people reach that deployment; None when nobody said."""
    if data is None and "PASSERELLE_DATABASE_URL" in os.environ:
        return os.environ.get("PASSERELLE_PUBLIC_URL")
    running = DataFolder((data or default_folder()).resolve()).running()
    return running.address if running else None
