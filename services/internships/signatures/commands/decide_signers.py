"""A lycée says who signs its agreements."""

from collections.abc import Collection
from datetime import datetime

from contracts.identifiers import Uai
from contracts.internships.agreements import Signer
from services.chassis.base.errors import StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.model.agreement_record import ALWAYS_SIGN
from services.internships.base.days import local_date
from services.internships.signatures.store import SignaturePolicies, SignaturePolicy


async def decide_signers(
    uow: UnitOfWork, *, uai: Uai | None, version: int, signers: Collection[Signer], now: datetime
) -> None:
    """Decide who signs (signataires), besides those who always do, what is issued from now on.

    Raises LyceeNotChosen, StaleVersion.
    """
    own = uow.writing_for(uai)
    policies = SignaturePolicies(uow)
    await policies.lock(own)
    before = await policies.of(own)
    if before.version != version:
        raise StaleVersion(
            "Quelqu’un d’autre a choisi les signataires entre-temps.",
            current={"version": before.version},
        )
    chosen = tuple(one for one in Signer if one in ALWAYS_SIGN or one in signers)
    await policies.keep(own, SignaturePolicy(chosen, version + 1, local_date(now)))
