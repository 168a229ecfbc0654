"""What an operator compares from the command line: the department's figures, and their owners'."""

import asyncio
from typing import Annotated

import typer

from deploy.commands.command_line import DataOption, refuse, settings_of

audit = typer.Typer(
    help="Comparer avec leur source des chiffres, et le journal des accès.", no_args_is_help=True
)


@audit.callback()
def _of() -> None:
    """Comparer avec leur source des chiffres, et le journal des accès."""


@audit.command("supervision")
def supervision(
    data: DataOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Le dire à un autre programme, en JSON.")
    ] = False,
) -> None:
    """Compter dans les bases des lycées, comparer avec le département. Code 1 s’il y a un écart.

    Dit aussi, avec le code 1, si le registre n’a plus la fiche d’entreprises qu’il a fait connaître.
    Ou que rien n’a pu être comparé quand des faits sont encore en route.
    """
    import json
    from datetime import UTC, datetime

    import nats.errors

    from deploy.doctor.missing_companies import companies_missing
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
    missing = [finding for _, finding in asyncio.run(companies_missing(settings))]
    for one in missing:
        typer.echo(f"{one.what}\n→ {one.todo}", err=as_json)
    raise typer.Exit(int(bool(missing) or any(one.differences for one in audited)))


@audit.command("access")
def access(data: DataOption = None) -> None:
    """Vérifier le journal des accès : chaque ligne suit la précédente, et la base dit la même chose.

    Code 1 sinon. Notez ailleurs la dernière empreinte : elle dira plus tard si tout a été réécrit.
    """
    from datetime import UTC, datetime

    from deploy.access_log.verification import told, verify
    from deploy.services import SERVICES
    from services.chassis.base.errors import Unavailable

    settings, now = settings_of(data), datetime.now(UTC)
    try:
        verdicts = asyncio.run(verify(settings, SERVICES, now=now))
    except (OSError, Unavailable):
        refuse("Une base ne répond pas : rien n’a pu être comparé.")
    typer.echo("\n".join(told(verdicts)))
    raise typer.Exit(int(not all(one.is_well for one in verdicts)))


@audit.command("copy")
def copy(data: DataOption = None) -> None:
    """Ajouter aux fichiers du journal des accès ce que les bases ont de nouveau.

    « passerelle up » le fait seul ; avec des processus séparés, lancez-le toutes les minutes.
    """
    from deploy.access_log.copy import CopiedElsewhere, copy_now
    from deploy.services import SERVICES
    from services.chassis.base.errors import Unavailable

    try:
        added = asyncio.run(copy_now(settings_of(data), SERVICES))
    except CopiedElsewhere:
        typer.echo("Un autre processus les copie déjà : il n’y a rien à faire.")
    except (OSError, Unavailable) as error:
        refuse(f"Rien n’a été copié, ou pas tout : {error}. Relancez la commande.")
    else:
        typer.echo(f"Lignes ajoutées : {added}.")
