"""Decisions of the department on what is a lycée's own, told to the bureau of that lycée."""

from contracts.event import Event
from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork


def publish_decision(uow: UnitOfWork, event: Event, *, lycee: Uai, version: int) -> None:
    """Record for the bureau of a lycée what was decided on a thing of its own.

    Who works for the whole department may tell any lycée, others those of their scope. Raises
    NotFound, PayloadTooLarge, ValueError: before the department, each speaks for itself.
    """
    if event.audience() != "bureau":
        raise ValueError(f"{event.ce_type()} is not told to the bureau of a lycée")
    told = lycee if uow.scope.department_wide else uow.writing_for(lycee)
    uow.drafts.append(uow.author.draft(event, version, told))
