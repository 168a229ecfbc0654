"""Pages of the notebook: a list, a form, a correction, and pages that fail on purpose."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import insert, select, text, update
from starlette.datastructures import UploadFile

from contracts.identifiers import FormationId, Mef, PublicText, Uai
from contracts.internships.periods import FormationOpenedV1
from services.chassis.base.errors import Conflict, Invalid, NotFound, StaleVersion
from services.chassis.base.turns import Turns
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from tests.chassis.notebook import READ_NOTES, WRITE_NOTES, notes

router = Router()
PAPERS = Turns(2)


class NoteForm(FormModel):
    uai: Uai | None = None
    label: Annotated[str, Field(min_length=3, max_length=40, title="Libellé")]


class CorrectionForm(NoteForm):
    version: int


class FileForm(FormModel):
    file: UploadFile


class NewNote(BaseModel):
    model_config = ConfigDict(extra="forbid")

    command_id: UUID
    label: Annotated[str, Field(min_length=3)]


async def add(uow: UnitOfWork, label: str, uai: Uai | None = None) -> UUID:
    """Add a note and tell the department."""
    if label == "interdit":
        raise Invalid("Choisissez un autre libellé.", field="label")
    if label == "conflit":
        raise Conflict("Ce libellé est déjà pris.")
    note_id, speaker = uow.new_id(), uow.writing_for(uai)
    values = {"note_id": note_id, "uai": speaker, "label": label, "version": 1}
    await uow.execute(insert(notes), values)
    opened = FormationOpenedV1(
        formation_id=FormationId(note_id),
        mef=Mef("2472551133"),
        label=PublicText(label),
        occurred_on=uow.now.date(),
    )
    uow.publish(opened, uai=speaker)
    return note_id


async def _new(request: Request, typed: Refused[NoteForm]) -> Response:
    return render(request, "notebook/new.html", typed=typed)


@router.page("/notes", action=READ_NOTES)
async def all_notes(request: Request, uow: RequestUnitOfWork) -> Response:
    found = (await uow.execute(select(notes).order_by(notes.c.note_id))).all()
    return render(request, "notebook/list.html", notes=found)


@router.page("/notes/nouvelle", action=WRITE_NOTES)
async def new(request: Request) -> Response:
    return await _new(request, Typed.blank(NoteForm))


@router.form("/notes", action=WRITE_NOTES, redisplay=_new)
async def create(
    uow: RequestUnitOfWork, typed: Annotated[Typed[NoteForm], form_of(NoteForm)]
) -> Response:
    await add(uow, typed.model.label, typed.model.uai)
    return see_other("/notes", notice="Note enregistrée.")


async def _one(uow: UnitOfWork, note_id: UUID) -> tuple[str, int]:
    found = (await uow.execute(select(notes).where(notes.c.note_id == note_id))).one_or_none()
    if found is None:
        raise NotFound
    return found.label, found.version


@router.page("/notes/papier", action=READ_NOTES)
async def paper(uow: RequestUnitOfWork) -> Response:
    """What few are made of at a time."""
    async with PAPERS.taken():
        return Response(f"{len((await uow.execute(select(notes))).all())}")


@router.page("/notes/panne", action=READ_NOTES)
async def broken() -> Response:
    raise RuntimeError("the secret of the machine")


@router.page("/notes/base", action=READ_NOTES)
async def cut(uow: RequestUnitOfWork) -> Response:
    """Have the server close our own connection under our feet."""
    await uow.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    raise AssertionError("unreachable: the connection is gone")


@router.page("/notes/{note_id}", action=READ_NOTES)
async def one(request: Request, uow: RequestUnitOfWork, note_id: UUID) -> Response:
    label, version = await _one(uow, note_id)
    typed = Typed.blank(CorrectionForm, label=label, version=version)
    return await _correction(request, typed, note_id)


async def _correction(request: Request, typed: Refused[CorrectionForm], note_id: UUID) -> Response:
    return render(request, "notebook/one.html", typed=typed, note_id=note_id)


@router.form("/notes/{note_id}", action=WRITE_NOTES, redisplay=_correction)
async def correct(
    uow: RequestUnitOfWork,
    note_id: UUID,
    typed: Annotated[Typed[CorrectionForm], form_of(CorrectionForm)],
) -> Response:
    label, version = await _one(uow, note_id)
    if version != typed.model.version:
        raise StaleVersion(current={"label": label, "version": version})
    changed = {"label": typed.model.label, "version": version + 1}
    await uow.execute(update(notes).where(notes.c.note_id == note_id).values(changed))
    return see_other(f"/notes/{note_id}")


@router.form("/notes/fichiers/envoi", action=WRITE_NOTES)
async def receive(typed: Annotated[Typed[FileForm], form_of(FileForm)]) -> Response:
    return see_other(f"/notes?size={typed.model.file.size}")


@router.fragment("/notes/fragments/{note_id}", action=READ_NOTES)
async def fragment(request: Request, uow: RequestUnitOfWork, note_id: UUID) -> Response:
    label, _ = await _one(uow, note_id)
    return render(request, "notebook/fragment.html", label=label)


@router.command("/api/internships/notes", action=WRITE_NOTES, status=201)
async def create_by_program(uow: RequestUnitOfWork, note: NewNote) -> dict[str, str]:
    return {"note_id": str(await add(uow, note.label))}


@router.query("/api/internships/notes/{note_id}", action=READ_NOTES)
async def read_by_program(uow: RequestUnitOfWork, note_id: UUID) -> dict[str, str]:
    label, _ = await _one(uow, note_id)
    return {"label": label}
