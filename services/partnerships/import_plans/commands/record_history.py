"""A bureau has what its list told of before it recorded."""

from datetime import datetime

from contracts.identifiers import Uai
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.company_notes.model import CompanyNote
from services.partnerships.company_notes.store import CompanyNotes
from services.partnerships.exchanges.store.exchanges import Interactions
from services.partnerships.exchanges.store.signs_of_life import SignsOfLife
from services.partnerships.import_plans.model.history import History
from services.partnerships.publications.store.publications import Publications


async def record_history(uow: UnitOfWork, *, uai: Uai, history: History, now: datetime) -> None:
    """Keep the notes and the exchanges (échanges repris) of a list.

    An exchange is told as any other; that a company was met the first time is not: it was before.
    """
    notes = [CompanyNote(one.id, one.company_id, one.text, now) for one in history.new_notes]
    await CompanyNotes(uow).add_all(uai, notes)
    await Interactions(uow).add_all(uai, history.new_exchanges)
    tells = await Publications(uow).tells(uai, FactFamily.EXCHANGES, local_date(now))
    for one in history.new_exchanges:
        await SignsOfLife(uow).touch(uai, one.company_id, one.site_id, one.occurred_on)
        if tells:
            uow.publish(one.told(), uai=uai)
