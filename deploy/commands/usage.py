"""What the command line says, in French, of a command that was not typed as it should be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import typer

NOT_KNOWN = re.compile(r"^No such command '(.*?)'")
TOO_MUCH = re.compile(r"^Got unexpected extra argument\(s\) \((.*)\)$")


def told(error: typer.TyperException) -> str:
    """What is wrong with what was typed, and where to read how it is typed.

    Nothing when the error said it already: a group without a command shows its help.
    """
    if not str(error) and not hasattr(error, "param"):
        return ""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "passerelle"
    return f"{_said(error)}\nVoyez «\u00a0{command} --help\u00a0»."


def _said(error: Any) -> str:
    message = str(error)
    if getattr(error, "param", None) is not None:
        return _of_parameter(error.param, missing=not error.message)
    if option := getattr(error, "option_name", None):
        if hasattr(error, "possibilities"):
            return f"L’option {option} n’existe pas.{_perhaps(error.possibilities or ())}"
        return f"L’option {option} attend une valeur, ou n’en prend pas."
    if unknown := NOT_KNOWN.match(message):
        near = get_close_matches(unknown[1], list(error.ctx.command.commands))
        return f"La commande «\u00a0{unknown[1]}\u00a0» n’existe pas.{_perhaps(near)}"
    if extra := TOO_MUCH.match(message):
        return f"Il y a un mot de trop\u00a0: {extra[1]}."
    return message


def _of_parameter(parameter: Any, *, missing: bool) -> str:
    name = str(parameter.opts[0])
    shown = name if name.startswith("-") else (parameter.metavar or name.upper())
    verdict = f"Il manque {shown}" if missing else f"La valeur donnée à {shown} ne convient pas"
    what = (parameter.help or "").rstrip(".")
    return f"{verdict} ({what})." if missing and what else f"{verdict}."


def _perhaps(near: Iterable[str]) -> str:
    names = sorted(near)
    return f" Vouliez-vous dire {' ou '.join(names)}\u202f?" if names else ""
