"""A hand-over (passation): from a day on a successor holds what a leaver held in a lycée."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid
from services.portal.accesses.model import Access, AccessState


class NothingToHandOver(Invalid):
    """The leaver holds nothing in the lycée from that day on."""

    code = "nothing-to-hand-over"
    title = "Cette personne n’a plus aucun accès à ce lycée à cette date"


class HandoverBegun(Conflict):
    """Its day has come, or it was cancelled."""

    code = "handover-begun"
    title = "Cette passation a eu lieu ou a été annulée\u202f: elle ne peut plus être annulée"


@dataclass(frozen=True)
class RoleHandover:
    """What becomes of one role: the leaver’s ends, the successor’s begins."""

    access: Access
    from_on: date
    """From when the successor holds it; the leaver’s ends there."""
    until_on: date | None
    held_already: bool = False
    """Whether the successor has this role on all of these days, hence is given nothing."""


@dataclass(frozen=True)
class Handover:
    """A hand-over as recorded."""

    id: UUID
    uai: Uai
    leaver_id: UUID
    successor_id: UUID
    on: date
    made_at: datetime
    made_by: UUID | None
    cancelled_at: datetime | None = None

    def is_ahead(self, today: date) -> bool:
        """Whether it can still be cancelled."""
        return self.cancelled_at is None and self.on > today

    def expect_ahead(self, today: date) -> None:
        """Raises HandoverBegun when it can be cancelled no more."""
        if not self.is_ahead(today):
            raise HandoverBegun


def check_people(leaver_id: UUID, successor_id: UUID | None) -> None:
    """Raises Invalid when somebody would succeed to themselves."""
    if leaver_id == successor_id:
        raise Invalid("Choisissez quelqu’un d’autre que la personne qui part.", field="person")


def parts_of(held: Sequence[Access], has: Sequence[Access], *, on: date) -> list[RoleHandover]:
    """What moves from who holds `held` to who has `has`, in one lycée.

    Raises NothingToHandOver when nothing is held from that day on.
    """
    moving = [access for access in held if access.standing(on) is not AccessState.OVER]
    if not moving:
        raise NothingToHandOver
    return [_part(access, has, max(on, access.from_on)) for access in moving]


def _part(access: Access, has: Iterable[Access], from_on: date) -> RoleHandover:
    covered = any(
        own.role == access.role
        and own.from_on <= from_on
        and (own.until_on or date.max) >= (access.until_on or date.max)
        for own in has
    )
    return RoleHandover(access, from_on, access.until_on, covered)
