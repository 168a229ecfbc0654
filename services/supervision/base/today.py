"""The day it is, for pages."""

from datetime import date

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS


def today_of(uow: UnitOfWork) -> date:
    """The day it is, in Paris."""
    return uow.now.astimezone(PARIS).date()
