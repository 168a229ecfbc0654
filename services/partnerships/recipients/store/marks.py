"""Through whom a lycée goes to many companies, and which other lycée speaks for all with them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.recipients.model.marks import Marks
from services.partnerships.territories.store import Leads
from services.partnerships.ways.store import Ways


async def read_marks(
    uow: UnitOfWork, uai: Uai, company_ids: Collection[UUID]
) -> Mapping[UUID, Marks]:
    """Of those that have some."""
    ids = list(company_ids)
    through = {
        company_id: way.through
        for company_id, ways in (await Ways(uow).at(ids)).items()
        for way in ways
        if way.uai == uai and way.through
    }
    led_by = {
        company_id: lead.lycee
        for company_id, lead in (await Leads(uow).among(ids)).items()
        if lead.uai != uai
    }
    marked = through.keys() | led_by.keys()
    return {one: Marks(through.get(one), led_by.get(one)) for one in marked}
