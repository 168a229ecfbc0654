"""A bureau corrects a line of a list before it is imported."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_cells.model.cells import as_shown
from services.partnerships.import_files.store.layout import reader
from services.partnerships.import_rows.model.answers import OF_PEOPLE
from services.partnerships.import_rows.model.parse import read_row
from services.partnerships.import_rows.model.questions import LineChanged, mark_of_line
from services.partnerships.import_rows.model.row import ImportRow
from services.partnerships.imports.commands.judge_again import judge_again
from services.partnerships.imports.commands.preview_import import ImportConfirmed
from services.partnerships.imports.store.corrections import ImportCorrections
from services.partnerships.imports.store.imports import Imports


async def correct_import_line(
    uow: UnitOfWork,
    *,
    import_id: UUID,
    line: int,
    texts: Mapping[str, str],
    mark: str,
    now: datetime,  # noqa: ARG001 every use case is given the time
) -> None:
    """Read a line (ligne corrigée) with what was typed instead of its cells; judge the list anew.

    What was answered about it is asked again when what it was about changed.
    `mark` tells which line was opened. Raises NotFound, ImportConfirmed, LineChanged.
    """
    about = await Imports(uow).get(import_id, lock=True)
    if about.status != "previewed":
        raise ImportConfirmed
    corrections = ImportCorrections(uow, import_id)
    kept = await corrections.get(line)
    if mark != mark_of_line(about.sheet, line, kept.origin):
        raise LineChanged
    told = kept.origin.texts()
    changed = {
        name: text for name, text in texts.items() if as_shown(text) != as_shown(told.get(name, ""))
    }
    # The name at least: who saves a line says that it is a company.
    typed = {"name": told.get("name", ""), **changed}
    origin = replace(kept.origin, typed={**kept.origin.typed, **typed})
    read = read_row(line, origin, reader())
    if isinstance(read, ImportRow) and not changed.keys() & {"name", "siret", "siren"}:
        people = changed.keys() & {"contact", "first_name", "civility"}
        read = (kept.amended.less(OF_PEOPLE) if people else kept.amended).answering(read)
    await corrections.put(read)
    await judge_again(uow, about=about)
