"""Contacts that an import may have made: which of them stay when it is undone, and why."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.companies.model.imported_rows import (
    Bond,
    Counted,
    ImportedKind,
    ImportedRow,
)
from services.partnerships.companies.store.import_traces import IMPORT_TRACES, ImportTrace
from services.partnerships.companies.tables.references import REFERENCES, Keeps
from services.partnerships.contacts.model import Contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.contacts.tables import contacts

CORRECTED = Counted("contact modifié depuis", "contacts modifiés depuis")
ASKED = Counted(
    "contact à qui une fiche ou un lien a été remis",
    "contacts à qui une fiche ou un lien a été remis",
)
USED = Counted(
    "contact dont vous vous êtes servi depuis", "contacts dont vous vous êtes servi depuis"
)
CONTACTS = ImportedKind(
    "contacts",
    Counted("contact effacé", "contacts effacés"),
    Bond.MET,
    place=1,
    kept=(CORRECTED, ASKED, USED),
)


async def _read(
    uow: UnitOfWork, *, uai: Uai, company_ids: Collection[UUID]
) -> Sequence[ImportedRow]:
    known = await Contacts(uow).at_companies(uai, company_ids)
    asked = await _named(uow, uai, company_ids, Keeps.ASKED)
    used = await _named(uow, uai, company_ids, Keeps.NAMED)
    tutored = await _tutored(uow, uai, company_ids)

    def because(contact: Contact) -> Counted | None:
        if contact.version > 1:
            return CORRECTED
        if contact.id in asked:
            return ASKED
        return USED if contact.id in used or contact.site_id in tutored else None

    return [
        ImportedRow(one.id, one.company_id, one.site_id, stays=why is not None, because=why)
        for one in known
        for why in [because(one)]
    ]


async def _named(
    uow: UnitOfWork, uai: Uai, company_ids: Collection[UUID], because: Keeps
) -> set[UUID]:
    """Contacts that something of this lycée keeps."""
    return await _ids(
        uow,
        (
            one.contacts(company_ids, uow.now).where(one.column.table.c.uai == uai)
            for one in REFERENCES.naming(because)
        ),
    )


async def _tutored(uow: UnitOfWork, uai: Uai, company_ids: Collection[UUID]) -> set[UUID]:
    """Sites where somebody may look after a pupil: who it is, the internship tracker alone knows."""
    known = acquaintances.c
    hosting = select(known.site_id).where(
        known.company_id.in_(company_ids), known.hosted_on.is_not(None), known.uai == uai
    )
    placed = (
        one.sites(company_ids, uow.now).where(one.table.c.uai == uai)
        for one in REFERENCES.with_tutors()
    )
    return await _ids(uow, (hosting, *placed))


async def _ids(uow: UnitOfWork, statements: Iterable[Select[Any]]) -> set[UUID]:
    found: set[UUID | None] = set()
    for one in statements:
        found |= set((await uow.execute(one.distinct())).scalars())
    return {one for one in found if one is not None}


async def _take_back(
    uow: UnitOfWork,
    *,
    rows: Sequence[tuple[UUID, UUID]],
    now: datetime,  # noqa: ARG001 others need the time
) -> None:
    await Contacts(uow).remove_all([contact_id for _, contact_id in rows])


IMPORT_TRACES.add(ImportTrace(contacts, CONTACTS, read=_read, take_back=_take_back, locked=True))
