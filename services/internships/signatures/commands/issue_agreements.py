"""A bureau gives agreements to those who sign them."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import AgreementId, PeriodId, PlacementId
from contracts.internships.agreements import AgreementIssuedV1, AgreementStanding
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.commands import publish_agreements
from services.internships.agreements.model.agreement_record import (
    Agreement,
    Aside,
    DoneAtOnce,
)
from services.internships.agreements.store.agreements import Agreements
from services.internships.base.days import local_date
from services.internships.signatures.store import SignaturePolicies


async def issue_agreements(
    uow: UnitOfWork, *, agreement_ids: Collection[UUID], on: date, now: datetime
) -> DoneAtOnce:
    """Issue agreements (émission): from now on their signatures are awaited.

    One that is issued already, or whose place was given up meanwhile, is left as it is. Raises
    NotFound when one is not in scope, AgreementDayInTheFuture.
    """
    found = await Agreements(uow).with_ids(agreement_ids)
    if len(found) < len(set(agreement_ids)):
        raise NotFound
    act, aside, issued = uow.new_id(), Counter[Aside](), list[Agreement]()
    policies = {uai: await SignaturePolicies(uow).of(uai) for uai in {one.uai for one in found}}
    for one in found:
        if one.standing is not AgreementStanding.PREPARED:
            aside[Aside.ALREADY] += 1
        elif not one.confirmed:
            aside[Aside.NO_PLACE] += 1
        else:
            one.issue(on, act=act, signers=policies[one.uai].signers, today=local_date(now))
            await Agreements(uow).save(one)
            uow.publish(_issued(one, on), version=one.version, uai=one.uai)
            issued.append(one)
    await publish_agreements(uow, changed=issued, now=now)
    return DoneAtOnce(act, len(issued), aside)


def _issued(agreement: Agreement, on: date) -> AgreementIssuedV1:
    return AgreementIssuedV1(
        agreement_id=AgreementId(agreement.id),
        placement_id=PlacementId(agreement.placement_id),
        period_id=PeriodId(agreement.period_id),
        occurred_on=on,
    )
