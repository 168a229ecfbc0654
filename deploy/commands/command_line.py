"""What the commands share: the deployment they speak to, and how they refuse."""

import asyncio
import re
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:  # loaded in a command that needs it: `up` starts PostgreSQL meanwhile
    from services.chassis.base.settings import Settings

QUOTED = re.compile("'([^']+)'")
DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data", help="Dossier des données de «\u00a0passerelle up\u00a0».", show_default=False
    ),
]


def settings_of(data: Path | None, *, log_level: str = "WARNING") -> "Settings":
    """Where the deployment is; explains itself and ends the command when nothing runs."""
    from deploy.operations.where import NothingRuns, settings_for
    from services.chassis.observability.logging import configure_logging

    try:
        settings = settings_for(data)
    except NothingRuns as nothing:
        refuse(str(nothing))
    # The command says itself how it went; the log is for what it did not foresee.
    configure_logging(settings.replaced(log_level=log_level), process="operator")
    return settings


def run_refusing(work: Coroutine[None, None, str]) -> None:
    """Print what the work says, or why it was refused."""
    from services.chassis.base.errors import PasserelleError

    try:
        typer.echo(asyncio.run(work))
    except PasserelleError as refusal:
        refuse(told(refusal.title, refusal.detail))
    except ValueError as refusal:
        refuse(str(refusal))


def misconfigured(refusal: ValueError) -> str | None:
    """Which variables of the environment are refused, and why; None when it is about something else."""
    from pydantic import ValidationError

    if not isinstance(refusal, ValidationError) or refusal.title != "Settings":
        return None
    problems = refusal.errors(include_url=False, include_input=False)
    return "\n".join(["Réglages refusés\u202f:", *(f"• {_said(one)}" for one in problems)])


def told_of_trouble(failure: Exception) -> str | None:
    """What is wrong around a command and what to do; None for what nobody foresaw."""
    import asyncpg
    import nats.errors

    from deploy.discovery import ServiceMisdeclared
    from services.chassis.base.errors import PasserelleError
    from services.chassis.database.infrastructure_errors import is_trouble, lacks_means
    from services.chassis.database.provisioning import OLDEST_SERVER as OLDEST_POSTGRES
    from services.chassis.database.provisioning import DatabaseTooOld
    from services.chassis.nats.refusals import OLDEST_SERVER as OLDEST_NATS
    from services.chassis.nats.refusals import ServerTooOld

    if isinstance(failure, PasserelleError):
        return told(failure.title, failure.detail)
    if isinstance(failure, ServiceMisdeclared):
        return str(failure)
    if isinstance(failure, ServerTooOld):
        return _too_old("nats-server", failure.version, ".".join(map(str, OLDEST_NATS)))
    if isinstance(failure, DatabaseTooOld):
        return _too_old("PostgreSQL", failure.version, str(OLDEST_POSTGRES))
    if isinstance(failure, asyncpg.InvalidAuthorizationSpecificationError):
        return (
            "PostgreSQL refuse ce nom ou ce mot de passe\u202f: corrigez PASSERELLE_DATABASE_URL, et voyez si"
            " PASSERELLE_CREDENTIALS est bien le dossier des clés de cette installation."
        )
    if lacks_means(failure):
        return (
            "Cette machine manque de mémoire, de place sur le disque ou de fichiers ouverts"
            f" ({getattr(failure, 'strerror', None) or type(failure).__name__})\u202f: libérez-en, puis recommencez."
        )
    if is_trouble(failure) or isinstance(failure, asyncpg.PostgresError | asyncpg.InterfaceError):
        return (
            "PostgreSQL ne répond pas\u202f: voyez s’il tourne là où PASSERELLE_DATABASE_URL le dit"
            " («\u00a0passerelle doctor\u00a0» dit pourquoi). Recommencez ensuite."
        )
    if isinstance(failure, nats.errors.Error):
        return "NATS ne répond pas\u202f: «\u00a0passerelle doctor\u00a0» dit pourquoi. Recommencez ensuite."
    return None


def _too_old(program: str, version: str, oldest: str) -> str:
    return (
        f"{program} {version} est trop ancien\u202f: Passerelle demande {program} {oldest} ou plus récent."
        " Installez-le, puis recommencez."
    )


def _said(problem: Mapping[str, Any]) -> str:
    from services.chassis.base.settings import Settings
    from services.chassis.web.views.messages import message_of

    choices = QUOTED.findall(str(problem.get("ctx", {}).get("expected", "")))
    why = f"choisissez parmi {', '.join(choices)}." if choices else message_of(problem)
    if not problem["loc"]:
        return why
    name = str(problem["loc"][0])
    variable = f"PASSERELLE_{name.upper()}" if name in Settings.model_fields else name
    return f"{variable}\u00a0: {why[:1].lower()}{why[1:]}"


def told(title: str, detail: str | None) -> str:
    """What was refused, and why or what to do when that says more."""
    if detail is None or detail.startswith(title):
        return detail or title
    return f"{title}\n{detail}"


def agreed(question: str) -> bool:
    """Whether somebody says yes; no answer is a no."""
    try:
        answer: str = typer.prompt(
            f"{question} [o/N]", default="", show_default=False, prompt_suffix=" "
        )
    except typer.Abort:
        typer.echo()
        return False
    return answer.strip().lower() in ("o", "oui", "y", "yes")


def refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)
