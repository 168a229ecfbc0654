"""The demonstration taken away, and an installation begun with real lycées."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.commands.command_line import DataOption, agreed, refuse, run_refusing, settings_of

demo = typer.Typer(help="La démonstration.", no_args_is_help=True)
YesOption = Annotated[bool, typer.Option("--yes", help="Ne pas demander de confirmation.")]
ALL_GOES = "Tout ce qui est enregistré ici sera effacé, y compris ce que vous y avez saisi. Continuer\u202f?"


@demo.command("reset")
def reset(data: DataOption = None, yes: YesOption = False) -> None:
    """Recommencer la démonstration depuis zéro, avec les mêmes comptes."""
    _take_away(data, yes=yes, again=True)
    typer.echo("Démonstration effacée. Relancez «\u00a0make up\u00a0»\u202f: elle sera refaite.")


@demo.command("leave")
def leave(data: DataOption = None, yes: YesOption = False) -> None:
    """Quitter la démonstration : effacer ses comptes et ses données, pour travailler vraiment."""
    _take_away(data, yes=yes, again=False)
    typer.echo(
        "Démonstration effacée. Relancez «\u00a0make up\u00a0», puis ouvrez vos lycées avec "
        "«\u00a0passerelle init FICHIER\u00a0» et vos comptes avec «\u00a0passerelle account add\u00a0»."
    )


def init(
    file: Annotated[
        Path,
        typer.Argument(metavar="FICHIER", help="CSV ou XLSX avec les colonnes UAI, Nom, Commune."),
    ],
    data: DataOption = None,
) -> None:
    """Ouvrir les lycées d’une liste ; une seconde fois n’ajoute que ceux qui manquent."""
    from deploy.accounts import first_lycees

    settings = settings_of(data)
    if settings.demonstration:
        refuse(
            "Ceci est une démonstration\u202f: quittez-la d’abord avec «\u00a0passerelle demo leave\u00a0»."
        )
    run_refusing(first_lycees.open_all(settings, file))


def _take_away(data: Path | None, *, yes: bool, again: bool) -> None:
    from deploy.data_folder import AlreadyRunning, default_folder
    from deploy.demo.removal import NotADemonstration, take_away

    folder = data or default_folder()
    if not yes and not agreed(ALL_GOES):
        refuse("Rien n’a été effacé.")
    try:
        take_away(folder, again=again)
    except NotADemonstration as refusal:
        refuse(str(refusal))
    except AlreadyRunning as running:
        refuse(f"{running} Arrêtez-le d’abord (Ctrl-C)\u202f: rien n’a été effacé.")
