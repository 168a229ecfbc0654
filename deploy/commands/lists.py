"""Lists imported from the command line: the use cases of the page, a preview before anything."""

import asyncio
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.command_line import DataOption, agreed, refuse, settings_of

if TYPE_CHECKING:  # loaded in the command that needs it
    from deploy.imports.lists import Preview, Recorded

lists = typer.Typer(help="Importer une liste.", no_args_is_help=True)
NOT_CONFIRMED, SOME_REJECTED, INTERRUPTED = 3, 4, 130
NOTHING_RECORDED = "Rien n’a été enregistré."
GOES_ON = (
    "La commande s’arrête sans attendre. Une liste dont l’enregistrement a commencé va jusqu’au bout"
    " sans elle\u202f: voyez la page des imports."
)

FileArgument = Annotated[Path, typer.Argument(metavar="FICHIER", help="XLSX, XLS ou CSV.")]
LyceeOption = Annotated[str, typer.Option("--lycee", help="UAI du lycée.")]
AsOption = Annotated[
    str | None,
    typer.Option("--as", help="Adresse du compte au nom de qui importer.", show_default=False),
]
YesOption = Annotated[bool, typer.Option("--yes", help="Ne pas demander de confirmation.")]
RejectsOption = Annotated[
    Path | None,
    typer.Option(
        "--rejects", help="Où écrire les lignes rejetées (à défaut, à côté).", show_default=False
    ),
]


@lists.command("companies")
def companies(
    file: FileArgument,
    lycee: LyceeOption,
    *,
    as_: AsOption = None,
    yes: YesOption = False,
    rejects: RejectsOption = None,
    data: DataOption = None,
) -> None:
    """Importer des entreprises. Code 3 : non confirmé ; 4 : lignes rejetées ; 130 : interrompu."""
    from deploy.imports.companies import CompaniesList

    _import(CompaniesList(settings_of(data), file, lycee, as_), yes=yes, rejects=rejects)


@lists.command("classes")
def classes(
    file: FileArgument,
    lycee: LyceeOption,
    *,
    as_: AsOption = None,
    yes: YesOption = False,
    rejects: RejectsOption = None,
    formation: Annotated[
        list[str] | None,
        typer.Option(help="CLASSE=MEF pour une classe nouvelle, autant de fois que voulu."),
    ] = None,
    data: DataOption = None,
) -> None:
    """Importer des élèves. Code 3 : non confirmé ; 4 : lignes de côté ; 130 : interrompu."""
    from deploy.imports.classes import ClassList

    wanted = ClassList(settings_of(data), file, lycee, as_, tuple(formation or ()))
    _import(wanted, yes=yes, rejects=rejects)


def _import(wanted: "Preview", *, yes: bool, rejects: Path | None) -> None:
    from services.chassis.base.errors import PasserelleError

    try:
        typer.echo(asyncio.run(wanted.look()))
        some_rejected = _left_out(wanted, rejects)
        if not wanted.useful:
            typer.echo("Aucune ligne n’apporte rien de nouveau\u202f: rien n’est enregistré.")
            raise typer.Exit(SOME_REJECTED if some_rejected else 0)
        if not yes and not agreed("Importer\u202f?"):
            typer.echo(NOTHING_RECORDED, err=True)
            raise typer.Exit(NOT_CONFIRMED)
    except PasserelleError as refusal:
        refuse(refusal.detail or refusal.title)
    except (ValueError, OSError) as refusal:
        refuse(str(refusal))
    except KeyboardInterrupt:
        typer.echo(NOTHING_RECORDED, err=True)
        raise typer.Exit(NOT_CONFIRMED) from None
    whole = _record(wanted)
    raise typer.Exit(INTERRUPTED if not whole else SOME_REJECTED if some_rejected else 0)


def _left_out(wanted: "Preview", rejects: Path | None) -> bool:
    """Write the lines left out where they can be corrected; whether there are any."""
    content = wanted.rejects()
    if content is None:
        return False
    path = rejects or wanted.file.with_name(f"{wanted.file.stem}-rejets.csv")
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ValueError(
            f"Les lignes rejetées ne peuvent pas être écrites dans {path}"
            f" ({error.strerror})\u202f: donnez un autre fichier avec --rejects."
        ) from error
    typer.echo(f"Lignes rejetées, avec le motif\u202f: {path}")
    return True


def _record(wanted: "Preview") -> bool:
    """Record it all, unless it is stopped on the way; whether it is whole."""
    from services.chassis.base.errors import PasserelleError

    try:
        done = asyncio.run(_watched(wanted))
    except PasserelleError as refusal:
        refuse(refusal.detail or refusal.title)
    except ValueError as refusal:
        refuse(str(refusal))
    except KeyboardInterrupt:
        typer.echo(GOES_ON, err=True)
        return False
    typer.echo(done.told)
    return done.whole


async def _watched(wanted: "Preview") -> "Recorded":
    from deploy.imports.lists import Watch

    watch = Watch(typer.echo)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        watch.asked_to_stop.set()
        typer.echo("Interruption demandée\u202f: la partie en cours se termine.", err=True)
        # Whoever insists does not wait for it.
        loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGINT, stop)
    return await wanted.record(watch)
