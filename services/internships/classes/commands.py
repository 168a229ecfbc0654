"""Commands of a class in a period: the places of many pupils confirmed at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from services.chassis.base.errors import Conflict, Invalid
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.placements.commands.confirm_placement import confirm_placement
from services.internships.placements.commands.prepare_confirmation import prepare_confirmation
from services.internships.stays.model.states import AgreementInTheFuture


class NobodyTicked(Invalid):
    """A confirmation sent without a place."""

    code = "nobody-ticked"
    title = "Cochez au moins un élève dont l’entreprise a donné son accord."


@dataclass
class ConfirmedPlaces:
    """The version of each place that was confirmed, and why the others were not."""

    confirmed: dict[UUID, int] = field(default_factory=dict)
    refused: dict[UUID, Conflict | Invalid] = field(default_factory=dict)


async def confirm_class_places(
    uow: UnitOfWork, *, versions: Mapping[UUID, int], on: date, now: datetime
) -> ConfirmedPlaces:
    """Confirm these places (lieux d’accueil confirmés), each as it is confirmed alone; one that is
    refused stops none of the others.

    Raises NobodyTicked; NotFound, AgreementInTheFuture: nothing is recorded then.
    """
    if not versions:
        raise NobodyTicked(field="places")
    done = ConfirmedPlaces()
    for placement_id, version in sorted(versions.items()):  # locked in one order
        try:
            await confirm_placement(uow, placement_id=placement_id, version=version, on=on, now=now)
        except AgreementInTheFuture:  # the day is that of all
            raise
        except (Conflict, Invalid) as refused:  # raised before anything of the place is written
            done.refused[placement_id] = refused
        else:
            done.confirmed[placement_id] = version + 1
    return done


async def read_confirmation_refusals(
    uow: UnitOfWork, *, versions: Mapping[UUID, int], on: date, now: datetime
) -> Mapping[UUID, Conflict | Invalid]:
    """Why some of these proposed places would not be confirmed, as sending them would say; nothing is written.

    Raises NotFound.
    """
    refused: dict[UUID, Conflict | Invalid] = {}
    for placement_id, version in sorted(versions.items()):
        try:
            await prepare_confirmation(
                uow, placement_id=placement_id, version=version, on=on, now=now
            )
        except (Conflict, Invalid) as why:
            refused[placement_id] = why
    return refused
