"""What an operator mends from the command line: journals and streams, and a fact to take away."""

import asyncio
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from deploy.commands.command_line import DataOption, agreed, refuse, settings_of

if TYPE_CHECKING:
    from services.chassis.base.settings import Settings


def reconcile(
    data: DataOption = None,
    full: Annotated[
        bool, typer.Option("--full", help="Tout relire depuis le début, comme chaque nuit.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--every", help="Toutes les cinq minutes, jusqu’à Ctrl-C.")
    ] = False,
    restored: Annotated[
        bool,
        typer.Option(
            "--restored",
            help="Après avoir remis seule la base d’un service, plus ancienne que les autres\u202f: "
            "reprendre du bus ce qu’elle n’a plus.",
        ),
    ] = False,
) -> None:
    """Comparer les journaux et les flux, renvoyer ce qui manque, dire ce qui demande quelqu’un."""
    from deploy.operations import repair

    settings = settings_of(data)
    if every:
        asyncio.run(repair.always(settings))
        return
    lines, someone_is_needed = (
        _taken_back(settings) if restored else asyncio.run(repair.once(settings, full=full))
    )
    typer.echo("\n".join(lines))
    raise typer.Exit(int(someone_is_needed))


def _taken_back(settings: "Settings") -> tuple[list[str], bool]:
    from deploy.operations import repair
    from deploy.repair.stream_refill import StreamStandsStill

    try:
        return asyncio.run(repair.restored(settings))
    except StreamStandsStill:
        refuse(
            "Les faits sont repris et un flux est supprimé, mais il ne se remplit pas\u202f: "
            "vérifiez que tous les services tournent, puis relancez la même commande."
        )


def republish(data: DataOption = None) -> None:
    """Faire compter de nouveau les chiffres des lycées, et redire au département ceux qui diffèrent."""
    from datetime import UTC, datetime

    from deploy.operations import republication

    lines, left = asyncio.run(republication.republish(settings_of(data), now=datetime.now(UTC)))
    typer.echo("\n".join(lines))
    raise typer.Exit(int(left))


def missing_companies(
    data: DataOption = None,
    enter: Annotated[
        bool, typer.Option("--enter", help="Leur redonner une fiche, d’après leurs faits.")
    ] = False,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Dire partout qu’elles n’y sont plus.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ne pas demander de confirmation.")] = False,
) -> None:
    """Lister les entreprises que le registre a perdues en revenant à une base plus ancienne."""
    from datetime import UTC, datetime

    from deploy.operations import republication

    if enter and withdraw:
        refuse("Donnez --enter ou --withdraw, pas les deux.")
    settings = settings_of(data)
    if not (enter or withdraw):
        typer.echo("\n".join(asyncio.run(republication.list_missing(settings))))
        return
    question = (
        "Les entreprises listées par cette commande sans option sont concernées. Continuer\u202f?"
    )
    if not yes and not agreed(question):
        refuse("Rien n’a été changé.")
    now = datetime.now(UTC)
    lines = asyncio.run(republication.settle_missing(settings, enter=enter, now=now))
    typer.echo("\n".join(lines))


def redact(
    event_id: Annotated[
        UUID | None,
        typer.Argument(metavar="FAIT", help="L’identifiant du fait.", show_default=False),
    ] = None,
    stream: Annotated[
        str | None,
        typer.Option(
            help="Avec --sequence\u00a0: le flux d’un message qu’aucun journal ne connaît.",
            show_default=False,
        ),
    ] = None,
    sequence: Annotated[
        int | None,
        typer.Option(help="Son numéro dans ce flux, que reconcile écrit.", show_default=False),
    ] = None,
    data: DataOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ne pas demander de confirmation.")] = False,
) -> None:
    """Effacer un fait pour toujours, si quelque chose de personnel y est entré."""
    settings = settings_of(data)
    by_place = stream is not None and sequence is not None
    if (event_id is None) is not by_place or (stream is None) is not (sequence is None):
        refuse("Donnez l’identifiant du fait, ou --stream et --sequence.")
    question = "Le fait sera effacé pour toujours et son flux reconstruit. Continuer\u202f?"
    if not yes and not agreed(question):
        refuse("Rien n’a été effacé.")
    typer.echo("\n".join(_taken_away(settings, event_id, stream or "", sequence or 0)))


def _taken_away(
    settings: "Settings", event_id: UUID | None, stream: str, sequence: int
) -> list[str]:
    from deploy.operations import repair
    from deploy.repair.redact import EventUnknown
    from deploy.repair.redact_stranger import KnownToJournal, MessageAbsent
    from deploy.repair.stream_refill import StreamStandsStill, StreamUnknown

    try:
        if event_id is not None:
            return asyncio.run(repair.take_away(settings, event_id))
        return asyncio.run(repair.take_stranger_away(settings, stream, sequence))
    except EventUnknown:
        refuse(f"Aucun fait ne porte l’identifiant {event_id}.")
    except StreamUnknown as unknown:
        refuse(f"Aucun flux ne s’appelle {stream}. Il y a\u202f: {unknown}.")
    except MessageAbsent:
        refuse(f"{stream} n’a pas de message {sequence}.")
    except KnownToJournal as known:
        refuse(
            f"C’est un fait d’un journal\u00a0: effacez-le par son identifiant, {known.event_id}."
        )
    except StreamStandsStill:
        refuse(
            "Le fait est effacé du journal et le flux supprimé, mais il ne se remplit pas\u202f: "
            "vérifiez que tous les services tournent, puis relancez la même commande "
            "(avec --stream\u00a0: passerelle rebuild stream)."
        )


def rebuild_stream(
    name: Annotated[
        str, typer.Argument(metavar="FLUX", help="Le flux que nomme la commande reconcile.")
    ],
    data: DataOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ne pas demander de confirmation.")] = False,
) -> None:
    """Remplir de nouveau un flux à partir des journaux, quand ils ne disent plus la même chose."""
    from deploy.operations import repair
    from deploy.repair.stream_refill import StreamStandsStill, StreamUnknown

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
