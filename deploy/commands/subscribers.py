"""Programs of others that read the department's facts on the bus, from the command line."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from deploy.commands.command_line import DataOption, run_refusing, settings_of

subscriber = typer.Typer(
    help="Les applications d’autres, abonnées aux faits du département.", no_args_is_help=True
)
NameArgument = Annotated[
    str, typer.Argument(metavar="NOM", help="Nom de l’abonné, par exemple region.")
]


@subscriber.command("add")
def subscriber_add(
    name: NameArgument,
    *,
    events: Annotated[
        str, typer.Option(help="Faits, séparés par des virgules\u00a0: PlacementConfirmed,…")
    ],
    audience: Annotated[
        str, typer.Option(help="department\u00a0: rien d’autre ne peut être donné.")
    ] = "department",
    file: Annotated[
        Path | None,
        typer.Option(help="Fichier à remettre\u202f; ./NOM.json sinon.", show_default=False),
    ] = None,
    server: Annotated[
        str | None,
        typer.Option(
            help="Adresse de NATS vue de l’abonné, s’il n’est pas sur cette machine.",
            show_default=False,
        ),
    ] = None,
    data: DataOption = None,
) -> None:
    """Abonner une application ; le fichier écrit dit tout ce qu’il lui faut, et contient sa clé."""
    from deploy.operations.subscriptions import Wanted, add

    wanted = Wanted(name, events.split(","), audience, file or Path(f"{name}.json"), server)
    run_refusing(add(settings_of(data), wanted, now=datetime.now(UTC)))


@subscriber.command("list")
def subscriber_list(data: DataOption = None) -> None:
    """Qui est abonné, à quoi, depuis quand, et ce qui l’attend."""
    from deploy.doctor import subscribers

    lines = asyncio.run(subscribers.lines(settings_of(data), now=datetime.now(UTC)))
    typer.echo("\n".join(lines) or "Aucune application n’est abonnée.")


@subscriber.command("revoke")
def subscriber_revoke(name: NameArgument, data: DataOption = None) -> None:
    """Tout retirer à un abonné, aussitôt ; ce qu’il a déjà lu lui reste."""
    from deploy.operations.subscriptions import revoke

    run_refusing(revoke(settings_of(data), name))
