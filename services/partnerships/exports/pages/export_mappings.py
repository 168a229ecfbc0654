"""Lists that go to another program: columns, headings and kind of file as the lycée saved them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response

from contracts.partnerships.companies import LegalForm
from services.chassis.exports.file_answer import answer_as_asked, begin_piece
from services.chassis.exports.sheet import Cell, Column, Row, TextStyle
from services.chassis.reference.nomenclatures import activity_label
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import FormModel, Typed, form_of
from services.partnerships.acquaintances.queries import place_of
from services.partnerships.base.access_notes import note_contacts
from services.partnerships.base.labels import choices
from services.partnerships.base.phones import shown_phone
from services.partnerships.companies.labels import LEGAL_FORMS
from services.partnerships.company_list.pages.filters import CompanyQuery
from services.partnerships.company_views.pages.list_filter import Sought, seek
from services.partnerships.exports.commands import (
    change_mapping,
    put_back_mapping,
    remove_mapping,
    save_mapping,
)
from services.partnerships.exports.forms import MappingForm, typed_mapping
from services.partnerships.exports.model import (
    COLUMNS_MAX,
    FIELDS,
    PRONOTE,
    Encoding,
    ExportField,
    ExportMapping,
    FileKind,
    MappingContent,
    Separator,
)
from services.partnerships.exports.pages.exports import in_a_cell
from services.partnerships.exports.queries import ExportedSite, read_exported_sites
from services.partnerships.exports.store import ExportMappings
from services.partnerships.permissions import EXPORT_CONTACTS, MANAGE_EXPORTS, PERMISSIONS

router = Router()
MAPPINGS = "/entreprises/exports"
MAPPING = f"{MAPPINGS}/{{mapping_id}}"
NEW = f"{MAPPINGS}/nouveau"
STARTS: Mapping[str, MappingContent] = {"pronote": PRONOTE}
Filled = Annotated[Typed[MappingForm], form_of(MappingForm)]
KINDS: Mapping[FileKind, str] = {
    FileKind.XLSX: "Classeur Excel (XLSX)",
    FileKind.TEXT: "Texte, pour un autre logiciel",
}
SEPARATORS: Mapping[Separator, str] = {
    Separator.SEMICOLON: "Point-virgule",
    Separator.COMMA: "Virgule",
    Separator.TAB: "Tabulation",
}
ENCODINGS: Mapping[Encoding, str] = {
    Encoding.UTF_8_SIG: "UTF-8, avec sa marque",
    Encoding.UTF_8: "UTF-8",
    Encoding.CP1252: "Windows (cp1252)",
}


@router.page(MAPPINGS, action=MANAGE_EXPORTS)
async def mappings(request: Request, uow: RequestUnitOfWork) -> Response:
    """What the bureau saved."""
    return render(
        request,
        "partnerships/exports/mappings.html",
        mappings=await ExportMappings(uow).all(),
        kinds=KINDS,
        labels=FIELDS,
    )


@router.page(NEW, action=MANAGE_EXPORTS)
async def new_mapping(request: Request, modele: str = "") -> Response:
    """Columns to choose; `modele`: as another program is known to take them."""
    start = STARTS.get(modele)
    typed = Typed.blank(MappingForm, **(typed_mapping(start) if start else {}))
    return _form(request, typed)


async def _again(request: Request, typed: Refused[Any]) -> Response:
    return _form(request, typed)


def _form(request: Request, typed: Typed[Any], known: ExportMapping | None = None) -> Response:
    return render(
        request,
        "partnerships/exports/mapping.html",
        typed=typed,
        known=known,
        numbers=range(1, COLUMNS_MAX + 1),
        holds=choices(FIELDS),
        kinds=choices(KINDS),
        separators=choices(SEPARATORS),
        encodings=choices(ENCODINGS),
        lycees=writable(request, PERMISSIONS, MANAGE_EXPORTS),
    )


@router.form(MAPPINGS, action=MANAGE_EXPORTS, redisplay=_again)
async def save(uow: RequestUnitOfWork, typed: Filled) -> Response:
    """Save it."""
    form = typed.model
    await save_mapping(uow, content=form.content(), uai=form.uai)
    return see_other(MAPPINGS, notice="Modèle enregistré.")


@router.page(MAPPING, action=MANAGE_EXPORTS)
async def show_mapping(request: Request, mapping_id: UUID, uow: RequestUnitOfWork) -> Response:
    """One to change."""
    known = await ExportMappings(uow).get(mapping_id)
    typed = Typed.blank(MappingForm, **typed_mapping(known.content), version=known.version)
    return _form(request, typed, known)


async def _known(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], mapping_id: UUID
) -> Response:
    return _form(request, typed, await ExportMappings(uow).get(mapping_id))


@router.form(MAPPING, action=MANAGE_EXPORTS, redisplay=_known)
async def change(mapping_id: UUID, uow: RequestUnitOfWork, typed: Filled) -> Response:
    """Change it."""
    form = typed.model
    await change_mapping(
        uow, mapping_id=mapping_id, version=form.version or 0, content=form.content()
    )
    return see_other(MAPPINGS, notice="Modèle modifié.")


async def _list_again(request: Request, uow: RequestUnitOfWork) -> Response:
    return await mappings(request, uow)


@router.form(f"{MAPPING}/suppression", action=MANAGE_EXPORTS, redisplay=_list_again)
async def remove(
    mapping_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Offer it no more."""
    await remove_mapping(uow, mapping_id=mapping_id, now=uow.now)
    undo = Undo(f"{MAPPINGS}/{mapping_id}/remise")
    return see_other(MAPPINGS, notice="Modèle supprimé.", undo=undo)


@router.form(f"{MAPPING}/remise", action=MANAGE_EXPORTS, redisplay=_list_again)
async def put_back(
    mapping_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[FormModel], form_of(FormModel)],  # noqa: ARG001 refuses other fields
) -> Response:
    """Put it back."""
    await put_back_mapping(uow, mapping_id=mapping_id)
    return see_other(MAPPINGS, notice="Modèle remis.")


@router.page(f"{MAPPING}/fichier", action=EXPORT_CONTACTS)
async def file(
    request: Request, mapping_id: UUID, asked: Annotated[CompanyQuery, Depends()]
) -> Response:
    """The mapping's lycée's list, with the search and the filters of the page, a line per open site."""
    async with begin_piece(request) as uow:
        mapping = await ExportMappings(uow).get(mapping_id)
        sought = await seek(request, uow, asked)
        if mapping.content.names_people:
            await note_contacts(uow, [mapping.uai], action="export-contacts")
    content = mapping.content
    columns = [Column(one.title, 24) for one in content.columns]
    style = None
    if content.kind is FileKind.TEXT:
        style = TextStyle(content.separator.sign, content.encoding.value, for_excel=False)
    return await answer_as_asked(
        request, "entreprises", columns, _lines(request, sought, mapping), style=style
    )


async def _lines(
    request: Request, sought: Sought, mapping: ExportMapping
) -> AsyncIterator[Sequence[Row]]:
    after: Sequence[Any] | None = None
    asked = sought.asked
    people = mapping.uai if mapping.content.names_people else None
    while True:
        async with begin_piece(request) as uow:
            piece = await read_exported_sites(
                uow,
                words=asked.q.strip(),
                mine=asked.mine,
                after=after,
                asked=sought.chosen,
                own={mapping.uai},
                contacts_of=people,
                with_notes=mapping.content.has_notes,
            )
        yield [_line(line, mapping) for line in piece.lines if line.closed_on is None]
        if (after := piece.after) is None:
            return


def _line(line: ExportedSite, mapping: ExportMapping) -> Row:
    held = _held(line, mapping)
    return [held.get(column.field) for column in mapping.content.columns]


def _held(line: ExportedSite, mapping: ExportMapping) -> Mapping[ExportField, Cell]:
    company, site = line.company.details, line.site.details
    naf = site.naf or company.naf
    who = line.contact.details if line.contact else None
    known = [one.latest_on for one in line.known_by if one.uai == mapping.uai and one.latest_on]
    unknown = company.legal_form is LegalForm.UNKNOWN
    return {
        ExportField.NAME: company.name,
        ExportField.SITE_NAME: site.name,
        ExportField.SIREN: company.siren,
        ExportField.SIRET: site.siret,
        ExportField.NAF: naf,
        ExportField.ACTIVITY: activity_label(naf),
        ExportField.LEGAL_FORM: None if unknown else LEGAL_FORMS[company.legal_form],
        ExportField.ADDRESS: site.address,
        ExportField.POSTCODE: site.postcode,
        ExportField.COMMUNE: place_of(site),
        ExportField.INSEE: site.commune,
        ExportField.PHONE: shown_phone(site.phone),
        ExportField.LAST_EXCHANGE: max(known, default=None),
        ExportField.CONTACT: who.name if who else None,
        ExportField.CONTACT_FUNCTION: who.function if who else None,
        ExportField.CONTACT_MAIL: who.mail if who else None,
        ExportField.CONTACT_PHONE: shown_phone(who.phone) if who else None,
        ExportField.NOTES: in_a_cell(
            [one.note.text for one in line.notes if one.uai == mapping.uai]
        ),
    }
