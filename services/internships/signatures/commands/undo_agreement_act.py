"""One click on many agreements is taken back."""

from datetime import datetime
from uuid import UUID

from contracts.identifiers import AgreementId, PeriodId, PlacementId
from contracts.internships.agreements import AgreementEntryUndoneV1, AgreementStanding
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.commands import publish_agreements
from services.internships.agreements.model.agreement_record import Agreement, Aside, DoneAtOnce
from services.internships.agreements.model.agreement_states import AgreementAction
from services.internships.agreements.store.agreements import Agreements
from services.internships.base.days import local_date


async def undo_agreement_act(uow: UnitOfWork, *, act_id: UUID, now: datetime) -> DoneAtOnce:
    """Take back what one click prepared, issued or ticked (annulation).

    What went on since, an agreement that was signed after it was issued for instance, is left as
    it is. Raises NotFound when there is nothing of that click.
    """
    agreements, today = Agreements(uow), local_date(now)
    found = await agreements.of_act(act_id)
    if not found:
        raise NotFound
    undone = [one for one in found if _undo(one, act_id, now)]
    for one in undone:
        gone = one.standing is AgreementStanding.PREPARED and one.prepared_act == act_id
        await (agreements.remove(one) if gone else agreements.save(one))
        told = AgreementEntryUndoneV1(
            agreement_id=AgreementId(one.id),
            placement_id=PlacementId(one.placement_id),
            period_id=PeriodId(one.period_id),
            standing=None if gone else one.standing,
            occurred_on=today,
        )
        uow.publish(told, version=one.version, uai=one.uai)
    await publish_agreements(uow, changed=undone, now=now)
    left = len(found) - len(undone)
    return DoneAtOnce(act_id, len(undone), {Aside.MOVED_ON: left} if left else {})


def _undo(agreement: Agreement, act_id: UUID, now: datetime) -> bool:
    """Whether the agreement is still where that click put it; it is then put back."""
    today, standing = local_date(now), agreement.standing
    if any(one and one.act == act_id for one in agreement.signatures.values()):
        if standing in (AgreementStanding.AMENDED, AgreementStanding.CANCELLED):
            return False
        agreement.unsign(act_id, today=today)
        return True
    if agreement.issued_act == act_id and standing is AgreementStanding.ISSUED:
        agreement.unissue(today=today)
        return True
    if agreement.prepared_act == act_id and standing is AgreementStanding.PREPARED:
        agreement.leave(AgreementAction.UNPREPARE, today=today)
        return True
    return False
