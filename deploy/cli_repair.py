"""What an operator mends from the command line: journals and streams, and a fact to take away."""

import asyncio
from typing import Annotated
from uuid import UUID

import typer

from deploy.command_line import DataOption, agreed, refuse, settings_of


def reconcile(
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

    settings = settings_of(data)
    if every:
        asyncio.run(repair.always(settings))
        return
    lines, someone_is_needed = asyncio.run(repair.once(settings, full=full))
    typer.echo("\n".join(lines))
    raise typer.Exit(int(someone_is_needed))


def redact(
    event_id: UUID,
    data: DataOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ne pas demander de confirmation.")] = False,
) -> None:
    """Effacer un fait pour toujours, si quelque chose de personnel y est entré."""
    from deploy.operations import repair
    from deploy.repair.filling import StreamStandsStill
    from deploy.repair.redact import EventUnknown

    settings = settings_of(data)
    question = "Le fait sera effacé pour toujours et son flux reconstruit. Continuer\u202f?"
    if not yes and not agreed(question):
        refuse("Rien n’a été effacé.")
    try:
        typer.echo("\n".join(asyncio.run(repair.take_away(settings, event_id))))
    except EventUnknown:
        refuse(f"Aucun fait ne porte l’identifiant {event_id}.")
    except StreamStandsStill:
        refuse(
            "Le fait est effacé du journal et le flux supprimé, mais il ne se remplit pas\u202f: "
            "vérifiez que tous les services tournent, puis relancez la même commande."
        )


def rebuild_stream(
    name: Annotated[str, typer.Argument(help="Le flux que nomme la commande reconcile.")],
    data: DataOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ne pas demander de confirmation.")] = False,
) -> None:
    """Remplir de nouveau un flux à partir des journaux, quand ils ne disent plus la même chose."""
    from deploy.operations import repair
    from deploy.repair.filling import StreamStandsStill, StreamUnknown

    settings = settings_of(data)
    question = "Le flux sera supprimé, puis rempli à partir des journaux. Continuer\u202f?"
    if not yes and not agreed(question):
        refuse("Rien n’a été changé.")
    try:
        typer.echo("\n".join(asyncio.run(repair.rebuild_stream(settings, name))))
    except StreamUnknown as unknown:
        refuse(f"Aucun flux ne s’appelle {name}. Il y a\u202f: {unknown}.")
    except StreamStandsStill:
        refuse(
            "Le flux est supprimé, mais il ne se remplit pas\u202f: vérifiez que tous les services "
            "tournent, puis relancez la même commande."
        )
