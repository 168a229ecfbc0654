"""What an operator asks from the command line: what is wrong, facts, parked facts."""

import asyncio
from typing import Annotated
from uuid import UUID

import typer

from deploy.commands.command_line import DataOption, refuse, run_refusing, settings_of

events = typer.Typer(help="Les faits enregistrés.", no_args_is_help=True)
parked = typer.Typer(help="Les faits mis de côté.", no_args_is_help=True)


@events.command("tail")
def events_tail(
    data: DataOption = None,
    limit: Annotated[int, typer.Option("-n", help="Nombre de faits.", min=1, max=10_000)] = 20,
) -> None:
    """Les derniers faits enregistrés."""
    from deploy.operations import journals

    for line in asyncio.run(journals.latest_lines(settings_of(data), limit)):
        typer.echo(line)


@events.command("show")
def events_show(event_id: UUID, data: DataOption = None) -> None:
    """Un fait, en entier, et ce qu’il est devenu chez ceux qui l’écoutent."""
    from deploy.operations import journals

    page = asyncio.run(journals.page(settings_of(data), event_id))
    typer.echo(page or refuse(f"Aucun fait ne porte l’identifiant {event_id}."))


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
    from deploy.operations import replay as replaying

    run_refusing(replaying.replay(settings_of(data), event_id, group=group, dry_run=dry_run))


@parked.command("list")
def parked_list(data: DataOption = None) -> None:
    """Les faits mis de côté, et pourquoi."""
    from deploy.operations import parked_events

    lines = asyncio.run(parked_events.lines(settings_of(data)))
    typer.echo("\n".join(lines) or "Aucun fait n’est mis de côté.")


@parked.command("show")
def parked_show(parked_id: UUID, data: DataOption = None) -> None:
    """Un fait mis de côté, pourquoi, et que faire."""
    from deploy.operations import parked_events

    page = asyncio.run(parked_events.page(settings_of(data), parked_id))
    typer.echo(page or refuse(f"Aucun fait mis de côté ne porte l’identifiant {parked_id}."))


@parked.command("replay")
def parked_replay(parked_id: UUID, data: DataOption = None) -> None:
    """Traiter de nouveau un fait mis de côté."""
    from deploy.operations import parked_events

    async def replay() -> str:
        outcome = await parked_events.replay(settings_of(data), parked_id)
        return outcome or refuse(f"Aucun fait mis de côté ne porte l’identifiant {parked_id}.")

    run_refusing(replay())


def doctor(data: DataOption = None) -> None:
    """Ce qui ne va pas, depuis quand, et que faire. Code 1 s’il y a quelque chose.

    Dit aussi ce que l’installation attend encore de vous, et où en sont les applications abonnées ;
    ce ne sont pas des pannes.
    """
    from datetime import UTC, datetime

    from deploy.doctor import subscribers
    from deploy.doctor.diagnosis import examine, told, told_besides, told_of_loading
    from deploy.operations.where import address_for, untold_of

    # What does not answer is the report itself: the log would only say it again, in English.
    settings = settings_of(data, log_level="ERROR")
    troubles = asyncio.run(examine(settings, address=address_for(data)))
    typer.echo(told(troubles, datetime.now(UTC)))
    if loading := told_of_loading(settings):
        typer.echo(loading)
    if besides := told_besides(untold_of(data)):
        typer.echo(besides)
    if readers := asyncio.run(subscribers.told(settings, now=datetime.now(UTC))):
        typer.echo(readers)
    raise typer.Exit(1 if troubles else 0)
