"""Outlines of communes an operator gives to this installation."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deploy.commands.command_line import DataOption, refuse, settings_of

if TYPE_CHECKING:  # loaded in the command that needs it
    from services.chassis.reference.maps.boundaries import Boundaries
    from services.chassis.reference.nomenclatures.lists import Place

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
    """Dessiner les cartes avec les contours officiels des communes, et savoir où elles sont."""
    from services.chassis.reference.maps.boundaries import (
        MAX_BYTES,
        UnreadableBoundaries,
        draw_boundaries,
        features_in,
        keep_boundaries,
        middles_around,
    )

    settings = settings_of(data)
    if settings.data_folder is None:
        refuse("Donnez le dossier à garder\u202f: --data, ou PASSERELLE_DATA_FOLDER.")
    try:
        if file.stat().st_size > MAX_BYTES:
            refuse(
                "Le fichier dépasse 400\u00a0Mo\u202f: gardez les communes du département seulement."
            )
        features = features_in(file.read_bytes())
        read = draw_boundaries(features, settings.department)
        places = middles_around(features, settings.department)
        keep_boundaries(settings.data_folder, read)
        _keep_places(settings.data_folder, settings.department, file.name, places)
    except UnreadableBoundaries as unreadable:
        refuse(str(unreadable))
    except OSError as failure:
        refuse(f"{failure.filename or file}\u00a0: {failure.strerror}. Rien n’a été changé.")
    typer.echo(_told(read, places))


def _keep_places(
    data_folder: Path, department: str, source: str, places: "Mapping[str, Place]"
) -> None:
    """Give the services where the communes are: distances need no drawing."""
    from datetime import UTC, datetime

    from services.chassis.reference.nomenclatures.lists import (
        GivenList,
        ListKind,
        keep_list,
        place_entry,
    )

    entries = {code: place_entry(at) for code, at in places.items()}
    keep_list(
        data_folder, GivenList(ListKind.PLACES, department, source, datetime.now(UTC), entries)
    )


def _told(drawn: "Boundaries", places: "Mapping[str, Place]") -> str:
    """How many communes are drawn and known, and how many of the département are not."""
    from services.chassis.reference.nomenclatures import communes
    from services.chassis.web.views.french import plural

    others = len(places.keys() - drawn.outlines.keys())
    theirs = f", dont {others} d’un autre département" if others else ""
    outlined = plural(len(drawn.outlines), "commune a son contour", "communes ont leur contour")
    told = (
        f"{outlined}\u202f; les cartes le dessinent. Les distances sont dites pour "
        f"{plural(len(places), 'commune')}{theirs}."
    )
    missing = [
        name
        for code, name in communes().items()
        if code.startswith(drawn.department) and code not in drawn.outlines
    ]
    if missing:
        told += f"\nSans contour dans ce fichier\u00a0: {len(missing)}, dont {missing[0]}."
    return told
