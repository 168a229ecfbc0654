"""A pile of papers came back: who signed which is ticked."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import AgreementId, PeriodId, PlacementId
from contracts.internships.agreements import (
    AgreementPartlySignedV1,
    AgreementSignedV1,
    AgreementStanding,
    SignatureChannel,
    Signer,
)
from services.chassis.base.errors import Invalid, NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.commands import publish_agreements
from services.internships.agreements.model.agreement_record import (
    Agreement,
    Aside,
    DoneAtOnce,
    Signature,
)
from services.internships.agreements.model.agreement_states import COUNTED
from services.internships.agreements.store.agreements import Agreements
from services.internships.base.days import local_date


class NothingTicked(Invalid):
    """Signatures sent without an agreement."""

    code = "nothing-ticked"
    title = "Cochez au moins une signature"


@dataclass(frozen=True)
class HowSigned:
    """The day and the way the signatures of a pile came, and whether those who signed stood in for others."""

    on: date
    channel: SignatureChannel
    delegated: bool = False


async def record_signatures(
    uow: UnitOfWork,
    *,
    ticks: Mapping[UUID, Collection[Signer] | None],
    how: HowSigned,
    now: datetime,
) -> DoneAtOnce:
    """Record who signed which agreement (signatures reçues), all in one act.

    Without signers, all who were still to sign that day. What was recorded before stays as it was. Raises NothingTicked; NotFound when one is not in
    scope, AgreementDayInTheFuture, AgreementDayBeforeIssue: nothing is recorded then.
    """
    if not ticks:
        raise NothingTicked(field="ticks")
    found = await Agreements(uow).with_ids(ticks)
    if len(found) < len(ticks):
        raise NotFound
    signature = Signature(how.on, how.channel, how.delegated, uow.new_id())
    signed, aside, changed = 0, Counter[Aside](), list[Agreement]()
    for one in found:
        one.recount(today=local_date(now))
        new = _new(one, ticks[one.id], how.on)
        if (left := _left(one, new)) is not None:
            aside[left] += 1
            continue
        one.sign(new, signature, today=local_date(now))
        await Agreements(uow).save(one)
        uow.publish(_told(one, new, how), version=one.version, uai=one.uai)
        signed += len(new)
        changed.append(one)
    await publish_agreements(uow, changed=changed, now=now)
    completed = sum(one.standing is AgreementStanding.SIGNED for one in changed)
    return DoneAtOnce(signature.act, signed, aside, completed)


def _new(agreement: Agreement, ticked: Collection[Signer] | None, on: date) -> Sequence[Signer]:
    if ticked is None:
        return agreement.awaited(on)
    waited = agreement.awaited(on)
    return [
        one
        for one, signed in agreement.signatures.items()
        if one in ticked and (not signed or one in waited)
    ]


def _left(agreement: Agreement, new: Collection[Signer]) -> Aside | None:
    if agreement.standing is AgreementStanding.PREPARED:
        return Aside.NOT_ISSUED
    if agreement.standing not in COUNTED:
        return Aside.CLOSED
    if not agreement.confirmed:
        return Aside.NO_PLACE
    if agreement.standing is AgreementStanding.SIGNED or not new:
        return Aside.ALREADY
    return None


def _told(
    agreement: Agreement, new: Collection[Signer], how: HowSigned
) -> AgreementSignedV1 | AgreementPartlySignedV1:
    ids = {
        "agreement_id": AgreementId(agreement.id),
        "placement_id": PlacementId(agreement.placement_id),
        "period_id": PeriodId(agreement.period_id),
    }
    if agreement.signed_on is not None:
        return AgreementSignedV1(**ids, occurred_on=agreement.signed_on)
    return AgreementPartlySignedV1(
        **ids, signers=tuple(new), channel=how.channel, occurred_on=how.on
    )
