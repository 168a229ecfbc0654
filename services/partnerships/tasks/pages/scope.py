"""Whose tasks a page may show that is open to more roles than tasks are."""

from fastapi import Request

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.requests.request_context import context_of
from services.partnerships.permissions import PERMISSIONS, SEE_TASKS


def task_lycees(request: Request, uow: UnitOfWork) -> frozenset[Uai]:
    """The lycées the page is about whose tasks the reader may see: a role counts where it is held."""
    return uow.scope.uais & PERMISSIONS.scope(context_of(request).user, SEE_TASKS).uais
