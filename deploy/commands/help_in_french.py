"""The help of each command in French: typer’s own words, which it takes from no catalogue of ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import typer

USAGE = "Utilisation\u00a0: "
HELP = "Afficher cette aide."
WORDS = {
    "DEFAULT_STRING": "[par défaut\u00a0: {}]",
    "REQUIRED_LONG_STRING": "[obligatoire]",
    "ENVVAR_STRING": "[variable\u00a0: {}]",
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commandes",
    "ERRORS_PANEL_TITLE": "Erreur",
}
TYPES = {
    "path": "chemin",
    "file": "fichier",
    "directory": "dossier",
    "int": "nombre",
    "int range": "nombre",
    "float": "nombre",
    "str": "texte",
    "uuid": "identifiant",
    "datetime": "date",
}


class FrenchContext(typer.Context):
    """What a command is drawn in when its help is asked."""

    def make_formatter(self) -> Any:
        """What writes the first line, hence before the words below it are looked up."""
        _use_french_words()
        formatter: Any = super().make_formatter()
        formatter.write_usage = partial(formatter.write_usage, prefix=USAGE)
        return formatter


def speak_french(command: Any) -> None:
    """Put the help of a command, and of all below it, into French."""
    command.context_class = FrenchContext
    context = FrenchContext(command)
    command.get_help_option(context).help = HELP
    for parameter in command.get_params(context):
        parameter.display_type_rich = partial(_french_type, parameter.display_type_rich)
    if hasattr(command, "commands"):
        command.subcommand_metavar = "COMMANDE [ARGUMENTS]..."
        for below in command.commands.values():
            speak_french(below)


def _use_french_words() -> None:
    """The words of all helps in French: only where one is drawn, since it loads rich."""
    from typer import rich_utils

    for name, word in WORDS.items():
        setattr(rich_utils, name, word)


def _french_type(shown_by_typer: Callable[[Any], str | None], ctx: Any) -> str | None:
    """The type of a value; none for a switch, which takes no value."""
    shown = shown_by_typer(ctx)
    named = re.fullmatch(r"<(?:list\[)?([a-z ]+)\]?>", shown or "")
    if named is None:
        return shown
    if named[1] == "bool":
        return None
    return f"<{TYPES.get(named[1], named[1])}>"
