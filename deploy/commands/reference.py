"""Lists of communes, postcodes and activities an operator gives to this installation."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.command_line import DataOption, refuse, settings_of

if TYPE_CHECKING:  # loaded in the command that needs it
    from services.chassis.reference.nomenclatures.lists import GivenList, ListKind, Lists

reference = typer.Typer(
    help="Les listes officielles\u00a0: communes, codes postaux, activités (NAF).",
    no_args_is_help=True,
)
NO_FOLDER = "Donnez le dossier à garder\u202f: --data, ou PASSERELLE_DATA_FOLDER."
NAMES = {
    "communes": "Communes",
    "codes-postaux": "Codes postaux",
    "naf": "Activités (NAF)",
    "lieux": "Lieux des communes",
}


@reference.command("import")
def import_list(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FICHIER",
            help="CSV, XLS ou XLSX des communes (INSEE), codes postaux (La Poste) ou NAF (INSEE).",
        ),
    ],
    data: DataOption = None,
) -> None:
    """Prendre une liste officielle plus récente ; les services s’en servent aussitôt."""
    from datetime import UTC, datetime

    from services.chassis.files.official_lists import (
        MAX_BYTES,
        UnreadableReference,
        read_official,
    )
    from services.chassis.reference.nomenclatures.lists import GIVEN, GivenList, keep_list

    settings = settings_of(data)
    if settings.data_folder is None:
        refuse(NO_FOLDER)
    GIVEN.keep_in(settings.data_folder)
    try:
        if file.stat().st_size > MAX_BYTES:
            refuse("Le fichier dépasse 50\u00a0Mo\u202f: ce n’est pas l’une de ces listes.")
        read = read_official(file.read_bytes(), settings.department)
        given = GivenList(
            read.kind, settings.department, file.name, datetime.now(UTC), read.entries
        )
        before = GIVEN.in_force()
        keep_list(settings.data_folder, given)
        GIVEN.keep_in(settings.data_folder)
    except UnreadableReference as unreadable:
        refuse(str(unreadable))
    except OSError as failure:
        refuse(f"{failure.filename or file}\u00a0: {failure.strerror}. Rien n’a été changé.")
    typer.echo(_changed(read.kind, before, GIVEN.in_force()))
    typer.echo("Les services s’en servent déjà, sans être relancés.")


@reference.command("show")
def show(data: DataOption = None) -> None:
    """Dire quelles listes servent, et d’où elles viennent."""
    from services.chassis.reference.nomenclatures.lists import GIVEN, ListKind

    settings = settings_of(data)
    GIVEN.keep_in(settings.data_folder)
    lists, kept, damaged = GIVEN.in_force(), GIVEN.kept(), GIVEN.damaged()
    for kind in ListKind:
        source = _source(kept.get(kind), damaged=kind in damaged)
        typer.echo(f"{NAMES[kind]}\u00a0: {_count(kind, lists)}. {source}")


@reference.command("forget")
def forget(
    kind: Annotated[
        str, typer.Argument(metavar="LISTE", help="communes, codes-postaux, naf ou lieux.")
    ],
    data: DataOption = None,
) -> None:
    """Revenir à la liste livrée avec Passerelle."""
    from services.chassis.reference.nomenclatures.lists import ListKind, forget_list

    if kind not in set(ListKind):
        refuse(f"Choisissez parmi {', '.join(ListKind)}.")
    settings = settings_of(data)
    if settings.data_folder is None:
        refuse(NO_FOLDER)
    try:
        gone = forget_list(settings.data_folder, ListKind(kind))
    except OSError as failure:
        refuse(f"{failure.filename}\u00a0: {failure.strerror}. Rien n’a été changé.")
    typer.echo(
        "La liste livrée avec Passerelle sert de nouveau."
        if gone
        else "La liste livrée avec Passerelle sert déjà."
    )


def _changed(kind: "ListKind", before: "Lists", after: "Lists") -> str:
    """How many entries there are, and which ones came and went."""
    was, now = _entries(kind, before), _entries(kind, after)
    parts = [f"{NAMES[kind]}\u00a0: {_count(kind, after)}"]
    for sign, codes, labels in (
        ("en plus", now.keys() - was, now),
        ("en moins", was.keys() - now, was),
    ):
        if codes:
            first = min(codes)
            parts.append(f"{len(codes)} {sign}, dont {first} {labels[first]}")
    renamed = sum(was[code] != now[code] for code in was.keys() & now)
    if renamed:
        parts.append(f"{renamed} changées de libellé" if renamed > 1 else "1 changée de libellé")
    return "\u202f; ".join(parts) + "."


def _entries(kind: "ListKind", lists: "Lists") -> dict[str, str]:
    """What people choose from: of the département, for places."""
    if kind == "naf":
        return dict(lists.activities)
    if kind == "communes":
        return dict(lists.communes)
    return {code: " ".join(lists.postcodes.get(code, ())) for code in lists.communes}


def _count(kind: "ListKind", lists: "Lists") -> str:
    if kind == "naf":
        return f"{len(lists.activities)} codes"
    if kind == "communes":
        elsewhere = len(lists.commune_names.keys() - lists.communes.keys())
        more = f", {elsewhere} ailleurs" if elsewhere else ""
        return f"{len(lists.communes)} dans le département{more}"
    if kind == "lieux":
        here = len(lists.places.keys() & lists.communes.keys())
        return f"{here} du département, {len(lists.places) - here} ailleurs"
    known = sum(bool(lists.postcodes.get(code)) for code in lists.communes)
    return f"{known} communes du département ont le leur"


def _source(given: "GivenList | None", *, damaged: bool) -> str:
    if damaged:
        return "Le fichier donné est abîmé\u202f: redonnez-le. La liste livrée avec Passerelle sert d’ici là."
    if given is None:
        return "Livrée avec Passerelle."
    return f"D’après {given.source}, donné le {given.given_at.astimezone():%d/%m/%Y à %H:%M}."
