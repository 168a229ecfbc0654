"""Reading the file of a class list while no connection of the database is held."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Request

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid
from services.chassis.base.parse_input import read_as
from services.chassis.files.reader_process import FILE_BYTES_MAX
from services.chassis.web.answers.inner_routes import Look
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.views.forms import Typed, form_of
from services.internships.base.days import local_date
from services.internships.families.store import FamilyWritings
from services.internships.roster_files.forms import RosterColumnsForm, RosterFileForm
from services.internships.roster_files.pages.columns import brought_back, said_columns
from services.internships.roster_files.queries import known_headings
from services.internships.roster_files.store import RosterFile, read_roster


@dataclass(frozen=True)
class Brought:
    """A file, and what it holds for a lycée."""

    uai: Uai
    content: bytes
    read: RosterFile
    fields: Mapping[int, str | None]
    """What somebody said each column is; empty when nobody was asked."""
    notes_mails: bool = False
    """Whether the lycée writes to families: addresses are noted, so whose they are is asked."""

    @property
    def asks(self) -> str | None:
        """What is to be asked of its columns, in French."""
        if not self.read.doubts or not self.notes_mails:
            return self.read.unclear
        names = ", ".join(f"«\u00a0{name}\u00a0»" for name in self.read.doubts)
        return f"Rien ne dit à qui sont les adresses sous {names}\u202f: à l’élève, à un représentant légal\u202f?"


async def read_brought(
    typed: Annotated[Typed[RosterFileForm], form_of(RosterFileForm)], look: Look
) -> Brought:
    """Raises FormRefused, ImportFileRefused, LyceeNotChosen."""
    form = typed.model
    content = await form.file.read(FILE_BYTES_MAX + 1)
    async with look() as uow:
        uai = uow.writing_for(form.uai)
        known = await known_headings(uow, uai)
        today = local_date(uow.now)
        notes = (await FamilyWritings(uow).of(uai)).is_open
    return Brought(uai, content, await read_roster(content, known, today=today), {}, notes)


async def read_carried(
    request: Request,
    typed: Annotated[Typed[RosterColumnsForm], form_of(RosterColumnsForm)],
    look: Look,
) -> Brought:
    """The file a page carries, with what was said of its columns.

    Where that cannot be followed, the file is read all the same: the page is shown again.
    Raises FormRefused, ColumnsUnclear, ImportFileRefused, LyceeNotChosen.
    """
    content = brought_back(typed.chosen("carried"))
    async with look() as uow:
        uai = uow.writing_for(read_as(Uai, typed.value("uai")) if typed.value("uai") else None)
        known = await known_headings(uow, uai)
        today = local_date(uow.now)
    try:
        fields = said_columns(typed.model.columns)
    except Invalid:
        read = await read_roster(content, known, today=today)
        context_of(request).file_read = Brought(uai, content, read, {})
        raise
    return Brought(uai, content, await read_roster(content, known, fields, today=today), fields)
