"""A bureau drafts, signs, renews or corrects the formal agreement of a partnership."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from contracts.partnerships.partnerships import (
    PartnershipChangedV1,
    PartnershipRenewedV1,
    PartnershipSignedV1,
)
from services.chassis.base.errors import Invalid
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.partnerships.commands.publish_partnership import (
    Told,
    publish_partnership,
)
from services.partnerships.partnerships.model.partnership import (
    Agreement,
    Partnership,
    PartnershipAct,
)
from services.partnerships.partnerships.store import Partnerships

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
