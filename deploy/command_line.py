"""What the commands share: the deployment they speak to, and how they refuse."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:  # loaded in a command that needs it: `up` starts PostgreSQL meanwhile
    from services.chassis.settings import Settings

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data", help="Dossier des données de «\u00a0passerelle up\u00a0».", show_default=False
    ),
]


def settings_of(data: Path | None, *, log_level: str = "WARNING") -> "Settings":
    """Where the deployment is; explains itself and ends the command when nothing runs."""
    from deploy.operations.where import NothingRuns, settings_for
    from services.chassis.logging import configure_logging

    try:
        settings = settings_for(data)
    except NothingRuns as nothing:
        refuse(str(nothing))
    # The command says itself how it went; the log is for what it did not foresee.
    configure_logging(settings.replaced(log_level=log_level), process="operator")
    return settings


def run_refusing(work: Coroutine[None, None, str]) -> None:
    """Print what the work says, or why it was refused."""
    from services.chassis.errors import PasserelleError

    try:
        typer.echo(asyncio.run(work))
    except PasserelleError as refusal:
        refuse(refusal.title)
    except ValueError as refusal:
        refuse(str(refusal))


def refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)
