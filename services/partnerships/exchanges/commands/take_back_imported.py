"""Exchanges that an import told of are taken back with it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.companies.model.imported_rows import (
    Bond,
    Counted,
    ImportedKind,
    ImportedRow,
)
from services.partnerships.companies.store.import_traces import IMPORT_TRACES, ImportTrace
from services.partnerships.exchanges.commands.withdraw_interaction import withdraw_interaction
from services.partnerships.exchanges.tables import interactions

EXCHANGES = ImportedKind(
    "exchanges", Counted("échange retiré", "échanges retirés"), Bond.EXCHANGED, place=2
)


async def _read(
    uow: UnitOfWork, *, uai: Uai, company_ids: Collection[UUID]
) -> Sequence[ImportedRow]:
    of = interactions.c
    noted = select(of.interaction_id, of.company_id, of.site_id).where(
        of.uai == uai, of.company_id.in_(list(company_ids))
    )
    rows = await uow.execute(noted)
    return [ImportedRow(row.interaction_id, row.company_id, row.site_id) for row in rows]


async def take_back_imported(
    uow: UnitOfWork, *, rows: Sequence[tuple[UUID, UUID]], now: datetime
) -> None:
    """Withdraw the exchanges an import told of (échanges repris)."""
    for company_id, interaction_id in rows:
        await withdraw_interaction(
            uow, company_id=company_id, interaction_id=interaction_id, now=now
        )


IMPORT_TRACES.add(ImportTrace(interactions, EXCHANGES, read=_read, take_back=take_back_imported))
