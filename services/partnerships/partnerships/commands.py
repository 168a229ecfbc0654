"""Commands of partnerships (partenariats): proposed, moved, agreed, described, taken back, published."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.identifiers import Uai
from contracts.partnerships.partnerships import (
    PartnershipChangedV1,
    PartnershipEndedV1,
    PartnershipProposedV1,
    PartnershipRenewedV1,
    PartnershipScope,
    PartnershipSignedV1,
    PartnershipStage,
)
from contracts.publication import FactFamily
from services.chassis.base.errors import Invalid
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.store import Acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.store.companies import Companies
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.partnerships.model.partnership import (
    MOVES,
    Agreement,
    Partnership,
    PartnershipAct,
    PartnershipAlreadyOpen,
)
from services.partnerships.partnerships.store import Partnerships
from services.partnerships.publications.commands import plan_statement
from services.partnerships.publications.store import Publications

Told = (
    type[PartnershipProposedV1]
    | type[PartnershipChangedV1]
    | type[PartnershipSignedV1]
    | type[PartnershipRenewedV1]
    | type[PartnershipEndedV1]
)


async def publish_partnership(
    uow: UnitOfWork, *, told: Told, partnership: Partnership, now: datetime
) -> None:
    """Publish the whole state of a partnership as this event."""
    today = local_date(now)
    if not await Publications(uow).tells(partnership.uai, FactFamily.COMPANIES, today):
        return
    event = told(**partnership.facts(today))
    uow.publish(event, version=partnership.version, uai=partnership.uai)
    await plan_statement(uow, uai=partnership.uai, now=now)


_TOLD: dict[PartnershipAct, Told] = {
    PartnershipAct.SIGN: PartnershipSignedV1,
    PartnershipAct.RENEW: PartnershipRenewedV1,
}


class SignatoryUnknown(Invalid):
    """Who signs for the company is a contact the lycée has there."""

    code = "signatory-unknown"
    title = "Choisissez un contact de cette entreprise."


async def agree_partnership(
    uow: UnitOfWork,
    *,
    partnership_id: UUID,
    version: int,
    act: PartnershipAct,
    agreement: Agreement,
    roles: Collection[str],
    now: datetime,
) -> Partnership:
    """Record the agreement (convention de partenariat); `roles` are those held in its lycée.

    Raises NotFound, StaleVersion, PartnershipActRefused, SignatoryUnknown and what
    `Agreement.check` raises.
    """
    partnerships = Partnerships(uow)
    partnership = await partnerships.get_for_update(partnership_id)
    partnership.expect(version)
    if agreement.signatory_id is not None:
        known = await Contacts(uow).of(partnership.company_id)
        if not any(c.id == agreement.signatory_id and c.uai == partnership.uai for c in known):
            raise SignatoryUnknown(field="signatory_id")
    partnership.agree(act, agreement, roles, local_date(now))
    await partnerships.save(partnership)
    told = _TOLD.get(act, PartnershipChangedV1)
    await publish_partnership(uow, told=told, partnership=partnership, now=now)
    return partnership


async def describe_partnership(
    uow: UnitOfWork,
    *,
    partnership_id: UUID,
    version: int,
    scopes: tuple[PartnershipScope, ...],
    roles: Collection[str],
    now: datetime,
) -> Partnership:
    """Record its subjects (objets du partenariat). Raises NotFound, StaleVersion."""
    partnerships = Partnerships(uow)
    partnership = await partnerships.get_for_update(partnership_id)
    partnership.expect(version)
    partnership.describe(scopes, roles, local_date(now))
    await partnerships.save(partnership)
    await publish_partnership(uow, told=PartnershipChangedV1, partnership=partnership, now=now)
    return partnership


async def move_partnership(
    uow: UnitOfWork,
    *,
    partnership_id: UUID,
    version: int,
    to: PartnershipStage,
    roles: Collection[str],
    now: datetime,
) -> Partnership:
    """Move a partnership (changement d'étape); `roles` are those held in its lycée.

    Raises NotFound, StaleVersion, PartnershipActRefused, PartnershipAlreadyOpen.
    """
    partnerships = Partnerships(uow)
    moved = await partnerships.get_for_update(partnership_id)
    moved.expect(version)
    if moved.stage is PartnershipStage.ENDED:
        await Companies(uow).get_for_update(moved.company_id)
        if await partnerships.has_open(moved.uai, moved.company_id):
            raise PartnershipAlreadyOpen
    moved.do(MOVES[to], roles, local_date(now))
    await partnerships.save(moved)
    over = moved.stage is PartnershipStage.ENDED
    told = PartnershipEndedV1 if over else PartnershipChangedV1
    await publish_partnership(uow, told=told, partnership=moved, now=now)
    return moved


async def propose_partnership(
    uow: UnitOfWork,
    *,
    company_id: UUID,
    scopes: tuple[PartnershipScope, ...] = (),
    uai: Uai | None = None,
    now: datetime,
) -> UUID:
    """Open a partnership (partenariat envisagé) and return its id.

    Raises NotFound, PartnershipAlreadyOpen, LyceeNotChosen.
    """
    lycee = uow.writing_for(uai)
    # Locked: two people who open it at once wait for each other.
    company = await Companies(uow).get_for_update(company_id)
    partnerships = Partnerships(uow)
    if await partnerships.has_open(lycee, company.id):
        raise PartnershipAlreadyOpen
    today = local_date(now)
    opened = Partnership(
        id=uow.new_id(), uai=lycee, company_id=company.id, stage_on=today, scopes=scopes
    )
    await partnerships.add(opened)
    await Acquaintances(uow).add_all(lycee, {(company.id, company.sites[0].id)})
    await publish_partnership(uow, told=PartnershipProposedV1, partnership=opened, now=now)
    return opened.id


async def retell_partnerships(uow: UnitOfWork, *, uai: Uai, now: datetime) -> None:
    """Tell each as it is now; nothing of it when the head closed them meanwhile."""
    for one in await Partnerships(uow).of_lycee(uai):
        await publish_partnership(uow, told=PartnershipChangedV1, partnership=one, now=now)


async def take_partnership_back(
    uow: UnitOfWork,
    *,
    partnership_id: UUID,
    version: int,
    roles: Collection[str],
    now: datetime,
) -> Partnership:
    """Put it back to what it was before the change that made this version (annulation).

    Raises NotFound, NothingToTakeBack, PartnershipActRefused, PartnershipAlreadyOpen.
    """
    partnerships = Partnerships(uow)
    partnership = await partnerships.get_for_update(partnership_id)
    over = partnership.stage is PartnershipStage.ENDED
    partnership.take_back(version, roles)
    if over and partnership.stage is not PartnershipStage.ENDED:
        await Companies(uow).get_for_update(partnership.company_id)
        if await partnerships.has_open(partnership.uai, partnership.company_id):
            raise PartnershipAlreadyOpen
    await partnerships.save(partnership)
    await publish_partnership(uow, told=PartnershipChangedV1, partnership=partnership, now=now)
    return partnership
