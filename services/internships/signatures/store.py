"""Who signs the agreements of a lycée."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from contracts.internships.agreements import Signer
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.model.agreement_record import DEFAULT_SIGNERS
from services.internships.agreements.tables import signature_policies


@dataclass(frozen=True)
class SignaturePolicy:
    """Who signs, since when; without a day, what holds until the lycée says otherwise."""

    signers: tuple[Signer, ...] = DEFAULT_SIGNERS
    version: int = 0
    decided_on: date | None = None


class SignaturePolicies:
    """What the lycées in scope decided."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def lock(self, uai: Uai) -> None:
        """Have two who decide wait for each other until the commit, the first time too."""
        key = func.hashtext(f"signers:{uai}")
        await self._uow.execute(select(func.pg_advisory_xact_lock(key)))

    async def of(self, uai: Uai) -> SignaturePolicy:
        """What holds in a lycée; locked, when somebody decided it."""
        statement = select(signature_policies).where(signature_policies.c.uai == uai)
        row = (await self._uow.execute(statement.with_for_update())).first()
        if row is None:
            return SignaturePolicy()
        return SignaturePolicy(tuple(map(Signer, row.signers)), row.version, row.decided_on)

    async def keep(self, uai: Uai, policy: SignaturePolicy) -> None:
        """Have it hold in a lycée."""
        values = {
            "signers": [one.value for one in policy.signers],
            "version": policy.version,
            "decided_on": policy.decided_on,
        }
        added = insert(signature_policies).values(uai=uai, **values)
        await self._uow.execute(added.on_conflict_do_update(index_elements=["uai"], set_=values))
