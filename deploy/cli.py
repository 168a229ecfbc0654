"""The command line: names in English, messages in French."""

import asyncio
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from deploy.commands import accounts as cli_accounts
from deploy.commands import (
    audit,
    backup,
    lists,
    operations,
    outlines,
    reference,
    register,
    repair,
    rights,
    subscribers,
)
from deploy.commands import demo as cli_demo
from deploy.commands.command_line import DataOption, refuse, run_refusing, settings_of

if TYPE_CHECKING:  # loaded in the command that needs it
    from services.chassis.base.settings import Settings


def _tell_version(wanted: bool) -> None:
    """Say the version of what is installed, and end."""
    if wanted:
        typer.echo(f"passerelle {version('passerelle')}")
        raise typer.Exit


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
rebuild = typer.Typer(help="Reconstruire ce qui est déduit des faits.", no_args_is_help=True)
lycee = typer.Typer(help="Les lycées.", no_args_is_help=True)
for name, group in {
    "events": operations.events,
    "parked": operations.parked,
    "rebuild": rebuild,
    "account": cli_accounts.account,
    "lycee": lycee,
    "demo": cli_demo.demo,
    "geo": outlines.geo,
    "reference": reference.reference,
    "import": lists.lists,
    "erase": rights.erase,
    "register": register.register,
    "subscriber": subscribers.subscriber,
    "audit": audit.audit,
}.items():
    app.add_typer(group, name=name)
app.command("backup")(backup.backup)
app.command("backup-key")(backup.backup_key)
app.command("restore")(backup.restore)
app.command("doctor")(operations.doctor)
app.command("reconcile")(repair.reconcile)
app.command("republish")(repair.republish)
app.command("missing-companies")(repair.missing_companies)
app.command("init")(cli_demo.init)
app.command("redact")(repair.redact)
rebuild.command("stream")(repair.rebuild_stream)
app.command("purge")(rights.purge)


@app.callback()
def passerelle(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Dire quelle version c’est.", callback=_tell_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Passerelle, le suivi des bureaux des entreprises."""


PortOption = Annotated[
    int | None, typer.Option("--port", help="Port d’écoute.", show_default=False, min=1, max=65535)
]


@app.command("up")
def up_command(
    data: DataOption = None,
    port: PortOption = None,
    host: Annotated[
        str,
        typer.Option(
            help="Adresse d’écoute\u00a0; hors de cette machine, derrière https seulement."
        ),
    ] = "127.0.0.1",
    demo: Annotated[
        bool, typer.Option(help="Une démonstration\u00a0: six lycées inventés et leur année.")
    ] = False,
    demo_accounts: Annotated[
        bool,
        typer.Option(
            "--demo-accounts", help="Les lycées et comptes inventés seulement, sans leur travail."
        ),
    ] = False,
) -> None:
    """Tout lancer sur cette machine : PostgreSQL, NATS et tous les services."""
    from deploy.data_folder import default_folder, stays_where_it_was

    # Before what takes a moment to import.
    typer.echo(f"Passerelle démarre. Données\u202f: {data or default_folder()}")
    if data is None and (told := stays_where_it_was()):
        typer.echo(told)
    sys.stdout.flush()
    from deploy.supervisor.command import up
    from deploy.supervisor.up import Options

    options = Options(
        data or default_folder(),
        port,
        host,
        own_process=True,
        demo=demo or demo_accounts,
        accounts_only=demo_accounts,
    )
    raise typer.Exit(up(options))


@app.command("serve")
def serve_command(
    name: Annotated[str, typer.Argument(metavar="SERVICE", help="Nom du service, ou gateway.")],
    port: PortOption = None,
    host: Annotated[str, typer.Option(help="Adresse d’écoute.")] = "127.0.0.1",
    replica: Annotated[
        list[str] | None,
        typer.Option(
            help="Pour gateway\u00a0: service=http://hôte:port, autant de fois que voulu."
        ),
    ] = None,
) -> None:
    """Lancer un seul service, ou la porte d’entrée commune (gateway)."""
    from deploy.serve import serve, serve_gateway

    if name == "gateway":
        raise typer.Exit(serve_gateway(replica or [], host=host, port=port))
    raise typer.Exit(serve(name, host=host, port=port))


@app.command("migrate")
def migrate_command(data: DataOption = None) -> None:
    """Créer ou mettre à jour les bases de données."""
    from deploy.doctor.outdated_folds import outdated_services
    from deploy.operations import setup

    settings = settings_of(data)
    asyncio.run(setup.migrate(settings))
    typer.echo("Bases de données à jour.")
    for name in asyncio.run(outdated_services(settings)):
        typer.echo(
            "Cette version calcule autrement des tableaux\u202f: «\u00a0passerelle up\u00a0» les reconstruit de "
            f"lui-même\u202f; pour des services lancés un par un, «\u00a0passerelle rebuild {name}\u00a0»."
        )


@app.command("provision")
def provision_command(
    data: DataOption = None,
    config: Annotated[
        Path | None,
        typer.Option(
            help="Seulement écrire dans ce dossier la configuration à donner à nats-server.",
            show_default=False,
        ),
    ] = None,
    monitor_port: Annotated[
        int, typer.Option(help="Avec --config : port de surveillance de nats-server.")
    ] = 8222,
    edge: Annotated[
        list[str] | None,
        typer.Option(
            help="Avec --config\u00a0: UAI d’un lycée qui fait tourner ses services (à l’essai),"
            " autant de fois que voulu. Retirer le fichier de sa clé le révoque.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Créer les flux de NATS et leurs lecteurs ; d’abord, avec --config, sa configuration."""
    from deploy.operations import setup

    settings = settings_of(data)
    if edge and config is None:
        refuse(
            "Donnez aussi --config\u202f: une clé de lycée entre par la configuration du serveur."
        )
    if config is not None:
        for path in _edges(settings, edge or ()):
            typer.echo(f"Clé à porter au lycée\u00a0: {path}")
        path = setup.write_bus_config(settings, config, monitor_port=monitor_port)
        typer.echo(f"Configuration de nats-server : {path}")
        if told := setup.streams_moved_told(settings, config):
            typer.echo(told)
        return
    asyncio.run(setup.provision_bus(settings))
    typer.echo("Flux et lecteurs à jour.")


def _edges(settings: "Settings", uais: Sequence[str]) -> list[Path]:
    from deploy.operations import setup

    try:
        return setup.edges(settings, uais)
    except ValueError as wrong:
        refuse(str(wrong))


@rebuild.command("supervision")
def rebuild_supervision(data: DataOption = None) -> None:
    """Reconstruire les tableaux du département à partir des faits."""
    from deploy.operations.supervision import rebuild as rebuild_read_models

    typer.echo(asyncio.run(rebuild_read_models(settings_of(data))))


@lycee.command("add")
def lycee_add(
    uai: Annotated[str, typer.Argument(metavar="UAI", help="Numéro UAI.")],
    name: Annotated[str, typer.Option(help="Nom du lycée.")],
    commune: Annotated[str, typer.Option(help="Code INSEE de la commune.")],
    data: DataOption = None,
) -> None:
    """Ouvrir un lycée, ou corriger son nom ou sa commune."""
    from deploy.accounts import accounts

    run_refusing(accounts.open_lycee(settings_of(data), uai, name, commune))


def command() -> Callable[..., Any]:
    """The whole command line, whose help is in French."""
    from deploy.commands.help_in_french import speak_french

    whole = get_command(app)
    speak_french(whole)
    return whole


def main() -> None:
    """Run a command; a variable of the environment that is refused is told in French."""
    from deploy.commands.command_line import misconfigured, told_of_trouble
    from deploy.garbage import look_seldom

    look_seldom()
    try:
        # what a command returns is its own; only an exit that was asked for is a number
        ended = command()(standalone_mode=False)
        sys.exit(ended if isinstance(ended, int) else 0)
    except typer.Abort:
        typer.echo("Abandonné.", err=True)
        sys.exit(1)
    except typer.TyperException as mistyped:
        from deploy.commands import usage

        if said := usage.told(mistyped):
            typer.echo(said, err=True)
        sys.exit(mistyped.exit_code)
    except ValueError as refusal:
        told = misconfigured(refusal)
        if told is None:
            raise
        typer.echo(told, err=True)
        sys.exit(1)
    except Exception as failure:  # what is wrong around a command is told, a bug is raised again
        told = told_of_trouble(failure)
        if told is None:  # a bug: its place is worth more than a sentence
            raise
        typer.echo(told, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
