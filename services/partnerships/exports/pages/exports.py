"""Lists that go out: companies as the page shows them, the bureau's contacts."""

from collections.abc import AsyncIterator, Sequence
from itertools import accumulate
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response

from contracts.identifiers import Uai
from contracts.partnerships.companies import Diffusion, LegalForm
from services.chassis.exports.file_answer import about, answer_export, begin_piece
from services.chassis.exports.sheet import Column, Row
from services.chassis.reference.nomenclatures import activity_label
from services.chassis.web.requests.lycee_choice import Chooser, chooser_of
from services.chassis.web.router import Router
from services.partnerships.acquaintances.queries import place_of
from services.partnerships.acquaintances.store import Acquaintance
from services.partnerships.base.access_notes import note_contacts
from services.partnerships.base.phones import shown_phone
from services.partnerships.companies.labels import LEGAL_FORMS
from services.partnerships.company_list.pages.filters import CompanyQuery
from services.partnerships.company_notes.model import headed
from services.partnerships.company_notes.store import OwnNote
from services.partnerships.company_views.pages.list_filter import (
    Sought,
    formation_labels,
    seek,
    told_whole,
)
from services.partnerships.exports.queries import (
    ExportedContact,
    ExportedSite,
    read_exported_contacts,
    read_exported_sites,
)
from services.partnerships.permissions import EXPORT_COMPANIES, EXPORT_CONTACTS

router = Router()

COMPANY_COLUMNS = (
    # Headings our own import knows: a list that went out can come in again.
    *(Column("Raison sociale", 34), Column("SIREN", 12), Column("SIRET", 17), Column("Site", 20)),
    *(Column("Code NAF", 10), Column("Activité", 34), Column("Forme juridique", 24)),
    *(Column("Diffusion", 12), Column("Adresse", 32), Column("Code postal", 12), Column("Commune")),
    *(Column("Code INSEE", 11), Column("Téléphone", 16), Column("Mail", 28)),
    *(Column("Connue de votre lycée", 12), Column("Dernier échange", 15)),
    *(Column("Autres lycées qui la connaissent", 40), Column("Fermé depuis", 12)),
    Column("Notes", 40),
)
CELL_MAX = 30_000
"""Characters of a cell of notes; a spreadsheet takes 32,767."""
CONTACT_COLUMNS = (
    *(Column("Contact", 28), Column("Fonction", 24), Column("Courriel", 34), Column("Téléphone")),
    *(Column("Reçoit nos courriels", 12), Column("Entreprise", 34), Column("SIRET", 17)),
    *(Column("Commune"), Column("Lycée", 28), Column("Ne pas contacter", 12)),
)
DIFFUSIONS = {Diffusion.FULL: "Totale", Diffusion.PARTIAL: "Partielle"}


@router.page("/entreprises/export.csv", action=EXPORT_COMPANIES)
@router.page("/entreprises/export.xlsx", action=EXPORT_COMPANIES)
async def export_companies(request: Request, asked: Annotated[CompanyQuery, Depends()]) -> Response:
    """The list with the search and the filter of the page, a line per site."""
    async with begin_piece(request) as uow:
        sought = await seek(request, uow, asked)
        formations = await formation_labels(request, uow, sought.formations)
    return await answer_export(
        request,
        "entreprises",
        COMPANY_COLUMNS,
        _companies(request, sought),
        about=about(request, "Liste des entreprises", *told_whole(sought, formations)),
    )


async def _companies(request: Request, sought: Sought) -> AsyncIterator[Sequence[Row]]:
    after: Sequence[Any] | None = None
    asked = sought.asked
    while True:
        async with begin_piece(request) as uow:
            piece = await read_exported_sites(
                uow,
                words=asked.q.strip(),
                mine=asked.mine,
                after=after,
                asked=sought.chosen,
                with_notes=True,
            )
            own = uow.scope.uais
        yield [_company(line, own, chooser_of(request)) for line in piece.lines]
        if (after := piece.after) is None:
            return


def _company(line: ExportedSite, own: frozenset[Uai], chooser: Chooser) -> Row:
    company, site = line.company.details, line.site.details
    naf = site.naf or company.naf
    ours = [known for known in line.known_by if known.uai in own]
    return (
        *(company.name, company.siren, site.siret, site.name),
        *(naf, activity_label(naf)),
        LEGAL_FORMS[company.legal_form] if company.legal_form is not LegalForm.UNKNOWN else None,
        DIFFUSIONS.get(company.diffusion),
        *(site.address, site.postcode, place_of(site), site.commune),
        *(shown_phone(site.phone), site.mail),
        _known(ours, chooser),
        max((known.latest_on for known in ours if known.latest_on), default=None),
        ", ".join(sorted(known.lycee for known in line.known_by if known.uai not in own)),
        line.closed_on,
        _notes(line.notes, chooser),
    )


def _notes(notes: Sequence[OwnNote], chooser: Chooser) -> str | None:
    """The notes one under the other, with whose each is where several lycées are shown together."""
    return in_a_cell(
        [headed(chooser.tags[one.uai] if chooser.tags else "", one.note.text) for one in notes]
    )


def in_a_cell(told: Sequence[str]) -> str | None:
    """Notes one under the other: a spreadsheet keeps so much in a cell, what is left out is counted."""
    kept = [
        text
        for text, so_far in zip(told, accumulate(map(len, told)), strict=True)
        if so_far <= CELL_MAX
    ]
    left = len(told) - len(kept)
    if left:
        kept.append(f"(et {left} de plus, sur la fiche)")
    return "\n".join(kept) or None


def _known(ours: Sequence[Acquaintance], chooser: Chooser) -> str:
    """Whether one's lycée knows it; which of them do, when several are shown together."""
    if ours and chooser.tags:
        return ", ".join(sorted(chooser.tags[known.uai] for known in ours))
    return "oui" if ours else "non"


@router.page("/entreprises/contacts.csv", action=EXPORT_CONTACTS)
@router.page("/entreprises/contacts.xlsx", action=EXPORT_CONTACTS)
async def export_contacts(request: Request) -> Response:
    """Every contact of the bureau."""
    async with begin_piece(request) as uow:
        await note_contacts(uow, uow.scope.uais, action="export-contacts")
    return await answer_export(
        request,
        "contacts",
        CONTACT_COLUMNS,
        _contacts(request),
        about=about(request, "Contacts du bureau des entreprises"),
    )


async def _contacts(request: Request) -> AsyncIterator[Sequence[Row]]:
    after: tuple[str, UUID] | None = None
    while True:
        async with begin_piece(request) as uow:
            piece = await read_exported_contacts(uow, after=after)
        yield [_contact(line) for line in piece.lines]
        if (after := piece.after) is None:
            return


def _contact(line: ExportedContact) -> Row:
    return (
        *(line.name, line.function, line.mail, shown_phone(line.phone)),
        "oui" if line.gets_mail else "",
        *(line.company, line.siret, line.place, line.lycee),
        "oui" if line.objected else "",
    )
