"""Who a row of a class list is: surname, first name and class, in a cell each or in one."""

import re
from collections.abc import Mapping

from contracts.words import plain
from services.internships.roster_files.model.file import MAX_CELL_CHARACTERS, BadRow, RosterRow

_FRENCH = {"last_name": "Nom", "first_name": "Prénom", "class_label": "Classe"}
_BETWEEN = re.compile(r"\s*[,;/|]\s*")
_BEFORE_CLASS = re.compile(r"\s+[-–—]\s+|\s*[,;/|]\s*")
_FIGURES_MAX = 5
"""More of them are a telephone or a number, not a name."""
NO_NAMES = ("Un nombre n’est pas un nom", "Une adresse n’est pas un nom")


def row_of(line: int, read: Mapping[str, str], label: str, *, ordered: bool) -> RosterRow | BadRow:
    """The pupil whom the cells of a row name; `ordered`: their heading says that the surname comes first."""
    values = dict(read)
    if "name_and_class" in values:
        name, values["class_label"] = _class_apart(values["name_and_class"])
        if not values["class_label"]:
            return BadRow(line, "Nom et classe impossibles à distinguer")
        values["full_name"] = name
    if "first_name" not in values:
        last_name, first_name = _apart(values["full_name"], ordered=ordered)
        if not first_name:
            return BadRow(line, "Nom et prénom impossibles à distinguer")
        values |= {"last_name": last_name, "first_name": first_name}
    values.setdefault("class_label", label)
    for name in _FRENCH:
        if wrong := _wrong(name, values[name]):
            return BadRow(line, wrong)
    return RosterRow(line, *(values[name] for name in _FRENCH))


def _wrong(name: str, value: str) -> str | None:
    """Why a cell is no name, or no class."""
    french, feminine = _FRENCH[name], "e" * (name == "class_label")
    if not plain(value):
        return f"{french} manquant{feminine}"
    if name != "class_label" and not _may_name(value):
        return NO_NAMES["@" in value]
    if len(value) > MAX_CELL_CHARACTERS:
        return f"{french} trop long{'ue' if feminine else ''}"
    return None if value.isprintable() else f"{french} illisible"


def _may_name(value: str) -> bool:
    figures = sum(map(str.isdigit, value))
    return any(map(str.isalpha, value)) and "@" not in value and figures <= _FIGURES_MAX


def _class_apart(text: str) -> tuple[str, str]:
    """« ROUX Tom (1MELEC) », « ROUX Tom - 1MELEC »: the class is empty when nothing tells it."""
    if text.endswith(")"):
        name, _, label = text[:-1].rpartition("(")
        return name.strip(), label.strip()
    *name_parts, label = _BEFORE_CLASS.split(text)
    return ", ".join(name_parts), label if name_parts else ""


def _apart(name: str, *, ordered: bool) -> tuple[str, str]:
    """« LE GOFF Éva », « Le Goff, Éva » or « LE GOFF / Éva »: the first name is empty when nothing tells it.

    Of two words the heading does (« Nom Prénom », « Nom (prénom) »: `ordered`).
    """
    if ordered and name.endswith(")") and name.partition("(")[0].strip():
        name = name[:-1].replace("(", ", ", 1)
    last, *first = _BETWEEN.split(name, maxsplit=1)
    if first:
        return last.strip(), first[0].strip()
    words = name.split()
    capitals = next((i for i, word in enumerate(words) if word != word.upper()), len(words))
    if len(words) == 2 and (capitals == 2 or (ordered and not capitals)):
        capitals = 1
    return (" ".join(words[:capitals]), " ".join(words[capitals:])) if capitals else (name, "")
