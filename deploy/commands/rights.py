"""Erasing somebody, and purging what has had its time, from the command line."""

import asyncio
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from deploy.commands.command_line import DataOption, agreed, refuse, settings_of, told

if TYPE_CHECKING:  # loaded in the command that needs it
    from deploy.operations.erasure import ToErase

erase = typer.Typer(
    help="Effacer une personne, ou une actualité, pour toujours.", no_args_is_help=True
)
NOT_CONFIRMED = 3
FOR_EVER = (
    "Un effacement ne s’annule pas, et tient après la reprise d’une sauvegarde. Effacer\u202f?"
)

LyceeOption = Annotated[str, typer.Option("--lycee", help="UAI du lycée.")]
AsOption = Annotated[
    str, typer.Option("--as", help="Adresse du compte au nom de qui effacer, par ses droits.")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Ne pas demander de confirmation.")]


@erase.command("pupil")
def pupil(
    pupil_year_id: UUID,
    lycee: LyceeOption,
    as_: AsOption,
    *,
    yes: YesOption = False,
    data: DataOption = None,
) -> None:
    """Effacer un élève, au nom du chef de son établissement. Code 3 : non confirmé."""
    from deploy.operations.erasure import OnePupil

    _erase(OnePupil(settings_of(data), pupil_year_id, as_, lycee), yes=yes)


@erase.command("contact")
def contact(
    contact_id: UUID,
    lycee: LyceeOption,
    as_: AsOption,
    *,
    yes: YesOption = False,
    data: DataOption = None,
) -> None:
    """Effacer un contact, au nom du bureau qui le connaît. Code 3 : non confirmé."""
    from deploy.operations.erasure import OneContact

    _erase(OneContact(settings_of(data), contact_id, as_, lycee), yes=yes)


@erase.command("company")
def company(
    company_id: UUID,
    lycee: LyceeOption,
    as_: AsOption,
    *,
    yes: YesOption = False,
    data: DataOption = None,
) -> None:
    """Effacer une entreprise individuelle, au nom du chef d’un lycée qui la suit. Code 3 : non confirmé."""
    from deploy.operations.erasure import OneTrader

    _erase(OneTrader(settings_of(data), company_id, as_, lycee), yes=yes)


@erase.command("news")
def news(news_id: UUID, as_: AsOption, *, yes: YesOption = False, data: DataOption = None) -> None:
    """Effacer une actualité retirée, au nom de la supervision. Code 3 : non confirmé."""
    from deploy.operations.erasure import OneNews

    _erase(OneNews(settings_of(data), news_id, as_), yes=yes)


def _erase(wanted: "ToErase", *, yes: bool) -> None:
    from services.chassis.base.errors import PasserelleError

    try:
        typer.echo(asyncio.run(wanted.look()))
        if not yes and not agreed(FOR_EVER):
            typer.echo("Rien n’a été effacé.", err=True)
            raise typer.Exit(NOT_CONFIRMED)
        asyncio.run(wanted.erase())
    except PasserelleError as refusal:
        refuse(told(refusal.title, refusal.detail))
    except ValueError as refusal:
        refuse(str(refusal))
    typer.echo("Effacé. Les autres services effacent leurs copies dans la minute.")


def purge(
    lycee: LyceeOption,
    as_: AsOption,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Dire ce qui partirait, et ne rien faire.")
    ] = False,
    yes: YesOption = False,
    data: DataOption = None,
) -> None:
    """Purger ce qui a fait son temps dans un lycée, au nom de son chef. Code 3 : non confirmé."""
    from deploy.operations import purge
    from services.chassis.base.errors import PasserelleError

    settings = settings_of(data)
    try:
        lines, total = asyncio.run(purge.look(settings, lycee, as_))
        typer.echo("\n".join(lines))
        if dry_run or not total:
            typer.echo("Rien n’a été purgé.")
            return
        if not yes and not agreed("Ce qui est purgé ne revient pas. Purger\u202f?"):
            typer.echo("Rien n’a été purgé.", err=True)
            raise typer.Exit(NOT_CONFIRMED)
        done = asyncio.run(purge.purge(settings, lycee, as_))
    except PasserelleError as refusal:
        refuse(told(refusal.title, refusal.detail))
    except ValueError as refusal:
        refuse(str(refusal))
    typer.echo(
        "\n".join(["Purgé, la preuve est sur la page «\u00a0Conservation\u00a0»\u00a0:", *done])
    )
