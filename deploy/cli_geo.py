"""Outlines of communes an operator gives to this installation."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.command_line import DataOption, refuse, settings_of

geo = typer.Typer(help="Les contours des communes, pour les cartes.", no_args_is_help=True)


@geo.callback()
def _group() -> None:
    """Without it, typer takes a lone command for the whole group."""


@geo.command("import")
def import_outlines(
    file: Annotated[
        Path,
        typer.Argument(metavar="FICHIER", help="GeoJSON des communes (IGN Admin Express, Etalab)."),
    ],
    data: DataOption = None,
) -> None:
    """Dessiner les cartes avec les contours officiels des communes du département."""
    from services.chassis.geography.boundaries import (
        MAX_BYTES,
        UnreadableBoundaries,
        keep_boundaries,
        read_boundaries,
    )
    from services.chassis.nomenclatures import communes

    settings = settings_of(data)
    if settings.data_folder is None:
        refuse("Donnez le dossier à garder\u202f: --data, ou PASSERELLE_DATA_FOLDER.")
    try:
        if file.stat().st_size > MAX_BYTES:
            refuse(
                "Le fichier dépasse 400\u00a0Mo\u202f: gardez les communes du département seulement."
            )
        read = read_boundaries(file.read_bytes(), settings.department)
        keep_boundaries(settings.data_folder, read)
    except UnreadableBoundaries as unreadable:
        refuse(str(unreadable))
    except OSError as failure:
        refuse(f"{failure.filename or file}\u00a0: {failure.strerror}. Rien n’a été changé.")
    missing = [
        name
        for code, name in communes().items()
        if code.startswith(settings.department) and code not in read.outlines
    ]
    typer.echo(
        f"{len(read.outlines)}\u00a0communes ont leur contour\u202f; les cartes les dessinent."
    )
    if missing:
        typer.echo(f"Sans contour dans ce fichier\u00a0: {len(missing)}, dont {missing[0]}.")
