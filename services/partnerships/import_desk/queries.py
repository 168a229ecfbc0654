"""One import with its lines, and the last ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.chassis.base.errors import NotFound
from services.chassis.files.columns import Column
from services.chassis.files.headings import Headings, RememberedHeading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.import_columns.model.rejects import RejectedLine
from services.partnerships.import_effects.store.effects import ImportEffects
from services.partnerships.import_plans.model.plan import Verdict
from services.partnerships.import_rows.model.answers import Doubt
from services.partnerships.import_rows.model.questions import Questions
from services.partnerships.imports.store.corrections import ImportCorrections, KeptLine
from services.partnerships.imports.store.imports import Import, Imports
from services.partnerships.imports.store.lines import PLACE, START, ImportLine, Place
from services.partnerships.imports.store.uploads import Upload, Uploads
from services.partnerships.imports.tables import import_headings, import_rows

LATEST = 5
LINES_SHOWN = 100
HEADINGS_SHOWN = 50


@dataclass(frozen=True)
class ImportCard:
    """An import as its page shows it, a preview then a result; `after` leads to more lines."""

    about: Import
    lines: Sequence[ImportLine]
    after: Place | None
    counts: Mapping[Verdict, int]
    """What lines become; once it began, of those whose turn came."""
    left: int
    rejects_kept: bool
    returned: int
    """How many cells stand on lines that are given back, as long as those are kept."""
    columns: Sequence[Column]
    """What the columns were taken for, while that can be changed."""
    hidden_sheets: Sequence[str]
    """Those of the workbook that it does not show, while the file is kept."""
    along: Sequence[str]
    """Those that are read with the first one, for they have the same headings."""
    tables: int
    """How many tables stand side by side."""
    questions: Mapping[Doubt, Questions]
    """All that is asked, by what is asked, those of lines on other pages too."""
    undoable: bool
    """Whether what undoing needs, or what it did, is still kept."""

    @property
    def done(self) -> int:
        """How many lines had their turn."""
        return self.total - self.left

    @property
    def total(self) -> int:
        """How many lines the file has."""
        waiting = 0 if self.about.status == "previewed" else self.left
        return sum(self.counts.values()) + waiting

    @property
    def left_aside(self) -> int:
        """How many cells of the file are in no field, in no note and in no question."""
        aside = self.about.cells.aside if self.about.cells else ()
        return self.returned + sum(one.cells for one in aside)

    @property
    def columns_unseen(self) -> Sequence[str]:
        """The columns that are read though the workbook does not show them."""
        return [one.name for one in self.columns if one.field and one.hidden]

    @property
    def lines_unseen(self) -> Sequence[str]:
        """The lines that are asked about because the workbook does not show them."""
        asked = self.questions.get(Doubt.HIDDEN)
        return [one.shown for one in asked.every] if asked else []

    @property
    def useful(self) -> int:
        """How many of them bring something."""
        return self.counts[Verdict.CREATED] + self.counts[Verdict.UPDATED]


async def read_import_card(
    uow: UnitOfWork, import_id: UUID, *, after: Place = START, only: Verdict | None = None
) -> ImportCard:
    """Raises NotFound, for another lycée's import too. `only` some lines, of one verdict."""
    imports, uploads = Imports(uow), Uploads(uow)
    about = await imports.get(import_id)
    lines = await imports.lines(import_id, after, LINES_SHOWN + 1, only)
    shown = lines[:LINES_SHOWN]
    upload = await uploads.get(import_id) if await uploads.any(import_id) else None
    preview = about.status == "previewed"
    corrections = ImportCorrections(uow, import_id)
    questions = await corrections.questions(about.sheet) if preview else {}
    return ImportCard(
        about=about,
        lines=shown,
        after=shown[-1].place if len(lines) > LINES_SHOWN else None,
        counts=await imports.counts(import_id, done=not preview),
        left=await imports.left(import_id),
        returned=await imports.cells_returned(import_id),
        rejects_kept=await imports.keeps_rejected(import_id),
        columns=upload.columns if upload else (),
        hidden_sheets=upload.hidden_sheets if upload else (),
        along=upload.along if upload else (),
        tables=upload.tables if upload else 1,
        questions=questions,
        undoable=await ImportEffects(uow, about).any(),
    )


async def read_place(uow: UnitOfWork, import_id: UUID, line: int) -> Place:
    """The place just before a line; the beginning where there is none."""
    here = (import_rows.c.import_id == import_id, import_rows.c.line == line)
    row = (await uow.execute(select(PLACE[0].label("rank")).where(*here))).first()
    return (row.rank, line - 1) if row else START


async def read_upload(uow: UnitOfWork, import_id: UUID) -> tuple[Import, Upload | None]:
    """A file whose columns can be said; None once it waited too long.

    Raises NotFound, also once it was confirmed.
    """
    about, uploads = await Imports(uow).get(import_id), Uploads(uow)
    if about.status in ("uploaded", "previewed") and not await uploads.any(import_id):
        return about, None
    return about, await uploads.get(import_id)


async def read_line(uow: UnitOfWork, import_id: UUID, line: int) -> tuple[Import, KeptLine]:
    """A line that can be corrected. Raises NotFound, also once the import was confirmed."""
    about = await Imports(uow).get(import_id)
    if about.status != "previewed":
        raise NotFound
    return about, await ImportCorrections(uow, import_id).get(line)


async def read_unanswered(uow: UnitOfWork, import_id: UUID) -> Sequence[RejectedLine]:
    """The lines of a preview that wait for an answer."""
    return await ImportCorrections(uow, import_id).unanswered()


async def read_latest_imports(uow: UnitOfWork) -> Sequence[tuple[Import, bool]]:
    """The lycée's last imports, and whether the file of each still waits."""
    latest = await Imports(uow).latest(LATEST)
    waiting = await Uploads(uow).waiting([one.id for one in latest])
    return [(one, one.id in waiting) for one in latest]


async def read_headings(
    uow: UnitOfWork, *, after: str = ""
) -> tuple[Sequence[RememberedHeading], str | None]:
    """What headings were said to be, and after which one there are more."""
    found = await Headings(uow, import_headings).page(after, HEADINGS_SHOWN + 1)
    shown = found[:HEADINGS_SHOWN]
    more = len(found) > HEADINGS_SHOWN
    return shown, f"{shown[-1].key} {shown[-1].uai}" if more else None


async def read_rejects(
    uow: UnitOfWork, import_id: UUID
) -> tuple[Sequence[str], Sequence[RejectedLine]]:
    """The headings of the file and its rejected lines. Raises NotFound, also without any (more)."""
    imports = Imports(uow)
    about = await imports.get(import_id)
    lines = await imports.rejected(import_id)
    if not lines:
        raise NotFound
    return about.headings, lines
