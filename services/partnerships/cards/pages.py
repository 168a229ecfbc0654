"""Reading a company's card with its contacts, which is noted for « Qui a vu ce contact ? »."""

from uuid import UUID

from services.chassis.unit_of_work.audit_log import note_reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.cards.queries import SEE_CARD, CompanyCard, read_company


async def read_card(uow: UnitOfWork, company_id: UUID) -> CompanyCard:
    """A company to be shown with its contacts, which is noted for each lycée of theirs."""
    card = await read_company(uow, company_id)
    readers = {one.uai for one in card.contacts if one.uai}
    if card.shared:  # of other lycées: noted for the reader's
        readers |= uow.scope.uais
    for uai in sorted(readers):
        await note_reading(uow, action=SEE_CARD, resource_id=company_id, uai=uai)
    return card
