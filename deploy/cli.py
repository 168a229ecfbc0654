"""The command line: names in English, messages in French."""

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn
from uuid import UUID

import typer

if TYPE_CHECKING:  # loaded in a command that needs it: `up` starts PostgreSQL meanwhile
    from services.chassis.settings import Settings

app = typer.Typer(
    help="Passerelle, le suivi des bureaux des entreprises.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
events = typer.Typer(help="Les faits enregistrés.", no_args_is_help=True)
parked = typer.Typer(help="Les faits mis de côté.", no_args_is_help=True)
rebuild = typer.Typer(help="Reconstruire ce qui est déduit des faits.", no_args_is_help=True)
account = typer.Typer(help="Les comptes.", no_args_is_help=True)
lycee = typer.Typer(help="Les lycées.", no_args_is_help=True)
for name, group in {
    "events": events,
    "parked": parked,
    "rebuild": rebuild,
    "account": account,
    "lycee": lycee,
}.items():
    app.add_typer(group, name=name)

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data", help="Dossier des données de «\u00a0passerelle up\u00a0».", show_default=False
    ),
]
PortOption = Annotated[
    int | None, typer.Option("--port", help="Port d’écoute.", show_default=False, min=1, max=65535)
]


@app.command("up")
def up_command(
    data: DataOption = None,
    port: PortOption = None,
    demo: Annotated[bool, typer.Option(help="Créer trois lycées inventés.")] = False,
) -> None:
    """Tout lancer sur cette machine : PostgreSQL, NATS et tous les services."""
    from deploy.data_folder import default_folder
    from deploy.supervisor.command import up
    from deploy.supervisor.up import Options

    options = Options(data or default_folder(), port, own_process=True)
    raise typer.Exit(up(options, demo=demo))


@app.command("serve")
def serve_command(
    name: Annotated[str, typer.Argument(help="Nom du service, ou gateway.")],
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
    from deploy.operations import setup

    asyncio.run(setup.migrate(_settings(data)))
    typer.echo("Bases de données à jour.")


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
) -> None:
    """Créer les flux de NATS et leurs lecteurs ; d’abord, avec --config, sa configuration."""
    from deploy.operations import setup

    settings = _settings(data)
    if config is not None:
        path = setup.write_bus_config(settings, config, monitor_port=monitor_port)
        typer.echo(f"Configuration de nats-server : {path}")
        return
    asyncio.run(setup.provision_bus(settings))
    typer.echo("Flux et lecteurs à jour.")


@app.command("reconcile")
def reconcile_command(
    data: DataOption = None,
    full: Annotated[
        bool, typer.Option("--full", help="Tout relire depuis le début, comme chaque nuit.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--every", help="Toutes les cinq minutes, jusqu’à Ctrl-C.")
    ] = False,
) -> None:
    """Comparer les journaux et les flux, renvoyer ce qui manque, dire ce qui demande quelqu’un."""
    from deploy.operations import repair

    settings = _settings(data)
    if every:
        asyncio.run(repair.always(settings))
        return
    lines, someone_is_needed = asyncio.run(repair.once(settings, full=full))
    typer.echo("\n".join(lines))
    raise typer.Exit(int(someone_is_needed))


@rebuild.command("supervision")
def rebuild_supervision(data: DataOption = None) -> None:
    """Reconstruire les tableaux du département à partir des faits."""
    from deploy.operations.supervision import rebuild as rebuild_read_models

    typer.echo(asyncio.run(rebuild_read_models(_settings(data))))


@events.command("tail")
def events_tail(
    data: DataOption = None,
    limit: Annotated[int, typer.Option("-n", help="Nombre de faits.", min=1, max=10_000)] = 20,
) -> None:
    """Les derniers faits enregistrés."""
    from deploy.operations import journals

    for line in asyncio.run(journals.latest_lines(_settings(data), limit)):
        typer.echo(line)


@events.command("show")
def events_show(event_id: UUID, data: DataOption = None) -> None:
    """Un fait, en entier, et ce qu’il est devenu chez ceux qui l’écoutent."""
    from deploy.operations import journals

    page = asyncio.run(journals.page(_settings(data), event_id))
    typer.echo(page or _refuse(f"Aucun fait ne porte l’identifiant {event_id}."))


@events.command("replay")
def events_replay(
    event_id: UUID,
    group: Annotated[
        str | None, typer.Option(help="Un seul lecteur, par exemple notifications__hosts.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Dire ce qui se passerait, sans rien faire.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Donner de nouveau un fait à ceux qui ne l’ont pas traité. Rien n’est fait deux fois."""
    from deploy.operations import replaying

    _run_refusing(replaying.replay(_settings(data), event_id, group=group, dry_run=dry_run))


@parked.command("list")
def parked_list(data: DataOption = None) -> None:
    """Les faits mis de côté, et pourquoi."""
    from deploy.operations import parking

    lines = asyncio.run(parking.lines(_settings(data)))
    typer.echo("\n".join(lines) or "Aucun fait n’est mis de côté.")


@parked.command("show")
def parked_show(parked_id: UUID, data: DataOption = None) -> None:
    """Un fait mis de côté, pourquoi, et que faire."""
    from deploy.operations import parking

    page = asyncio.run(parking.page(_settings(data), parked_id))
    typer.echo(page or _refuse(f"Aucun fait mis de côté ne porte l’identifiant {parked_id}."))


@parked.command("replay")
def parked_replay(parked_id: UUID, data: DataOption = None) -> None:
    """Traiter de nouveau un fait mis de côté."""
    from deploy.operations import parking

    async def replay() -> str:
        outcome = await parking.replay(_settings(data), parked_id)
        return outcome or _refuse(f"Aucun fait mis de côté ne porte l’identifiant {parked_id}.")

    _run_refusing(replay())


@app.command("doctor")
def doctor_command(data: DataOption = None) -> None:
    """Ce qui ne va pas, depuis quand, et que faire. Code 1 s’il y a quelque chose."""
    from datetime import UTC, datetime

    from deploy.operations import doctor
    from deploy.operations.where import address_for

    # What does not answer is the report itself: the log would only say it again, in English.
    settings = _settings(data, log_level="ERROR")
    troubles = asyncio.run(doctor.examine(settings, address=address_for(data)))
    typer.echo(doctor.told(troubles, datetime.now(UTC)))
    raise typer.Exit(1 if troubles else 0)


@account.command("add")
def account_add(
    mail: Annotated[str, typer.Argument(help="Adresse électronique, qui sert d’identifiant.")],
    *,
    name: Annotated[str, typer.Option(help="Nom affiché.")],
    role: Annotated[str, typer.Option(help="rbde, head, supervisor ou operator.")],
    uai: Annotated[
        list[str] | None, typer.Option(help="UAI du lycée, autant de fois que voulu.")
    ] = None,
    invite: Annotated[
        bool, typer.Option("--invite", help="Envoyer un lien pour choisir le mot de passe.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Ajouter un compte ; son mot de passe est demandé, ou tiré au sort et affiché."""
    from deploy.operations import accounts

    password = ""
    if sys.stdin.isatty() and not invite:  # a script gets a password that was drawn
        question = "Mot de passe (vide\u00a0: tiré au sort)"
        password = typer.prompt(question, default="", hide_input=True, show_default=False)
    account = accounts.NewAccount(mail, name, role, tuple(uai or ()), password, invite)
    _run_refusing(accounts.add(_settings(data), account))


@account.command("invite")
def account_invite(
    mail: Annotated[str, typer.Argument(help="Adresse électronique du compte.")],
    data: DataOption = None,
) -> None:
    """Envoyer une nouvelle invitation à choisir un mot de passe."""
    from deploy.operations import accounts

    _run_refusing(accounts.invite(_settings(data), mail))


@lycee.command("add")
def lycee_add(
    uai: Annotated[str, typer.Argument(help="Numéro UAI.")],
    name: Annotated[str, typer.Option(help="Nom du lycée.")],
    commune: Annotated[str, typer.Option(help="Code INSEE de la commune.")],
    data: DataOption = None,
) -> None:
    """Ouvrir un lycée, ou corriger son nom ou sa commune."""
    from deploy.operations import accounts

    _run_refusing(accounts.open_lycee(_settings(data), uai, name, commune))


def _settings(data: Path | None, *, log_level: str = "WARNING") -> "Settings":
    """Where the deployment is; explains itself and ends the command when nothing runs."""
    from deploy.operations.where import NothingRuns, settings_for
    from services.chassis.logging import configure_logging

    try:
        settings = settings_for(data)
    except NothingRuns as nothing:
        _refuse(str(nothing))
    # The command says itself how it went; the log is for what it did not foresee.
    configure_logging(settings.replaced(log_level=log_level), process="operator")
    return settings


def _run_refusing(work: Coroutine[None, None, str]) -> None:
    """Print what the work says, or why it was refused."""
    from services.chassis.errors import PasserelleError

    try:
        typer.echo(asyncio.run(work))
    except PasserelleError as refusal:
        _refuse(refusal.title)
    except ValueError as refusal:
        _refuse(str(refusal))


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    app()
