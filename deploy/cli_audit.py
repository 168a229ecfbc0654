"""What an operator compares from the command line: the department's figures, and their owners'."""

import asyncio
from typing import Annotated

import typer

from deploy.command_line import DataOption, refuse, settings_of

audit = typer.Typer(help="Comparer des chiffres avec leur source.", no_args_is_help=True)


@audit.callback()
def _of() -> None:
    """Comparer des chiffres avec leur source."""


@audit.command("supervision")
def supervision(
    data: DataOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Le dire à un autre programme, en JSON.")
    ] = False,
) -> None:
    """Compter dans les bases des lycées, comparer avec le département. Code 1 s’il y a un écart.

    Dit aussi, avec le code 1, que rien n’a pu être comparé quand des faits sont encore en route.
    """
    import json
    from datetime import UTC, datetime

    import nats.errors

    from deploy.operations import audit as auditing

    settings, now = settings_of(data), datetime.now(UTC)
    try:
        audited = asyncio.run(auditing.audit(settings, now=now))
    except auditing.SupervisionLags as lag:
        refuse(str(lag))
    except (nats.errors.Error, OSError):
        refuse(
            "Le bus ne répond pas\u202f: rien n’a pu être comparé. «\u00a0passerelle doctor\u00a0» dit "
            "ce qui ne va pas."
        )
    if as_json:
        typer.echo(json.dumps(auditing.as_json(audited, now), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(auditing.told(audited)))
    raise typer.Exit(int(any(one.differences for one in audited)))
