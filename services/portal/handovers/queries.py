"""Hand-overs as a home page tells them: to who leaves a bureau, and to who takes it over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.handovers.store import Handovers, Listed
from services.portal.lycees.store import Lycees

NEW_FOR = timedelta(days=60)
"""For how long somebody is told that they took over."""


@dataclass(frozen=True)
class OwnHandover:
    """A hand-over of the reader: whether they leave or come, in which lycée, with whom."""

    leaves: bool
    lycee: str
    other: str
    on: date


async def own_handovers(uow: UnitOfWork, *, account_id: UUID, today: date) -> Sequence[OwnHandover]:
    """What is ahead for who leaves; what is ahead or was lately for who comes."""
    found = await Handovers(uow).about(account_id, since=today - NEW_FOR)
    if not found:
        return ()
    names = await Lycees(uow).names()
    return [
        _own(one, names.get(one.handover.uai, ""), account_id)
        for one in found
        if one.handover.successor_id == account_id or one.handover.is_ahead(today)
    ]


def _own(listed: Listed, lycee: str, account_id: UUID) -> OwnHandover:
    leaves = listed.handover.leaver_id == account_id
    other = listed.successor if leaves else listed.leaver
    return OwnHandover(leaves, lycee, other, listed.handover.on)
