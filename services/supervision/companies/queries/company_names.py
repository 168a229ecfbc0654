"""How companies are called where not everybody may read their name."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from services.chassis.reference.nomenclatures import activity_label, commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.companies.tables import companies


async def company_labels(uow: UnitOfWork, company_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What each company may be called: its public name, or its activity and commune."""
    found = await uow.execute(select(companies).where(companies.c.company_id.in_(set(company_ids))))
    return {row.company_id: row.public_name or anonymous(row.naf, row.commune) for row in found}


def anonymous(naf: str | None, commune: str | None) -> str:
    """`une entreprise (Travaux d’installation électrique…, Montauban)`."""
    known = [label for label in (activity_label(naf), commune_name(commune)) if label]
    return f"une entreprise ({', '.join(known)})" if known else "une entreprise"
