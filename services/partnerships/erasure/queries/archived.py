"""Partnerships and actions of years ago whose papers and people are still kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from services.chassis.privacy.retention import Due
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.actions.tables import actions
from services.partnerships.base.calendar import local_date
from services.partnerships.base.horizon import horizon
from services.partnerships.companies.tables.companies import companies
from services.partnerships.documents.tables import documents
from services.partnerships.partnerships.store import names_somebody
from services.partnerships.partnerships.tables import partnerships


async def ended_partnerships(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Partnerships that ended years ago and still say who signed, or hold documents."""
    papers = select(documents.c.document_id).where(
        documents.c.owner_id == partnerships.c.partnership_id
    )
    statement = (
        select(partnerships.c.partnership_id, partnerships.c.stage_on, companies.c.name)
        .join(companies, companies.c.company_id == partnerships.c.company_id)
        .where(
            partnerships.c.stage == "ended",
            partnerships.c.stage_on < local_date(horizon(now)),
            papers.exists() | names_somebody(),
        )
        .order_by(partnerships.c.stage_on)
        .limit(limit)
    )
    return [
        Due(row.partnership_id, f"{row.name}, terminé le {row.stage_on:%d/%m/%Y}")
        for row in await uow.execute(statement)
    ]


async def papers_of_actions(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[Due]:
    """Documents of actions of years ago; one that was added since stays as long as another."""
    statement = (
        select(documents.c.document_id, documents.c.name, actions.c.title, actions.c.planned_on)
        .join(
            actions,
            (actions.c.uai == documents.c.uai) & (actions.c.action_id == documents.c.owner_id),
        )
        .where(
            actions.c.planned_on < local_date(horizon(now)),
            documents.c.added_at < horizon(now),
        )
        .order_by(actions.c.planned_on, documents.c.document_id)
        .limit(limit)
    )
    return [
        Due(row.document_id, f"{row.name}, {row.title}, {row.planned_on:%d/%m/%Y}")
        for row in await uow.execute(statement)
    ]
