"""Commands of agreements with actors: the supervisor gives them."""

from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import Invalid
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.actor_agreements.model import (
    ActorAgreement,
    AgreementDetails,
    AgreementRenewedAlready,
)
from services.coordination.actor_agreements.store import ActorAgreements
from services.coordination.actors.store import Actors
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees


async def sign_agreement(
    uow: UnitOfWork, *, actor_id: UUID, details: AgreementDetails, now: datetime
) -> UUID:
    """Note an agreement that was signed (convention signée) and return its id.

    Raises NotFound, AgreementNotSigned, AgreementEndsTooEarly, Invalid.
    """
    await Actors(uow).get(actor_id)
    await _check(uow, details, now)
    one = ActorAgreement(uow.new_id(), actor_id, details)
    await ActorAgreements(uow).add(one)
    return one.id


async def correct_agreement(
    uow: UnitOfWork, *, agreement_id: UUID, version: int, details: AgreementDetails, now: datetime
) -> None:
    """Replace what was noted. Raises NotFound, StaleVersion, AgreementWithdrawn, and what `sign_agreement` raises."""
    one = await ActorAgreements(uow).get_for_update(agreement_id)
    one.expect(version)
    await _check(uow, details, now)
    await ActorAgreements(uow).save(one.changed(details=details))


async def renew_agreement(
    uow: UnitOfWork, *, agreement_id: UUID, version: int, details: AgreementDetails, now: datetime
) -> ActorAgreement:
    """Note the one that takes its place (renouvellement): what was is kept, and is to be renewed no more.

    Raises NotFound, StaleVersion, AgreementWithdrawn, AgreementRenewedAlready, and what `sign_agreement` raises.
    """
    one = await ActorAgreements(uow).get_for_update(agreement_id)
    one.expect(version)
    if one.renewed:
        raise AgreementRenewedAlready
    await _check(uow, details, now)
    renewed = ActorAgreement(uow.new_id(), one.actor_id, details, renews=one.id)
    await ActorAgreements(uow).add(renewed)
    return renewed


async def withdraw_agreement(
    uow: UnitOfWork, *, agreement_id: UUID, version: int, now: datetime
) -> ActorAgreement:
    """Take back what was noted by mistake (convention retirée). Raises NotFound, StaleVersion, AgreementWithdrawn."""
    one = await ActorAgreements(uow).get_for_update(agreement_id)
    one.expect(version)
    withdrawn = one.changed(withdrawn_at=now)
    await ActorAgreements(uow).save(withdrawn)
    return withdrawn


async def restore_agreement(uow: UnitOfWork, *, agreement_id: UUID, version: int) -> ActorAgreement:
    """Have it stand again. Raises NotFound, StaleVersion, AgreementNotWithdrawn, AgreementRenewedAlready."""
    agreements = ActorAgreements(uow)
    one = await agreements.get_for_update(agreement_id)
    one.expect(version, withdrawn=True)
    if one.renews and (await agreements.get_for_update(one.renews)).renewed:
        raise AgreementRenewedAlready
    restored = one.changed(withdrawn_at=None)
    await agreements.save(restored)
    return restored


async def _check(uow: UnitOfWork, details: AgreementDetails, now: datetime) -> None:
    details.check(local_date(now))
    known = await Lycees(uow).names()
    if any(one not in known for one in details.lycees):
        raise Invalid("Ce lycée ne participe pas au réseau.", field="lycees")
