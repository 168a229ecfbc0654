"""Reaching the rows of every lycée, for what is done to a shared card at all of them or at none."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from contracts.identifiers import Uai
from services.chassis.database.scopes import enter_scope

if TYPE_CHECKING:
    from services.chassis.unit_of_work.unit_of_work import UnitOfWork


async def reach(uow: UnitOfWork, lycees: Collection[Uai]) -> None:
    """From here to the commit, the unit of work sees and writes the rows of these lycées too.

    For erasing a person whose card they share and for merging two such cards or separating them,
    and nothing else: whoever asked for it is shown none of those rows.
    """
    uow.scope = type(uow.scope)(uow.scope.uais | frozenset(lycees), uow.scope.department_wide)
    await enter_scope(uow.connection, uow.scope.setting())
