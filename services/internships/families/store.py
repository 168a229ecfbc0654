"""What is kept of the families of the lycées in scope."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.families.model import (
    NOT_WRITING,
    Family,
    FamilyAddress,
    FamilySlot,
    FamilyWriting,
    SaidBy,
)
from services.internships.families.tables import (
    family_addresses,
    family_agreements,
    family_stops,
    family_writings,
)
from services.internships.pupils.tables import pupils

A, G, S, W = family_addresses.c, family_agreements.c, family_stops.c, family_writings.c
_STOP, _REMOVED = "family-mail", "family-mail-removed"
CHUNK_ROWS = 500
"""A statement has 32,767 parameters at most, and a list of 3,000 pupils has three addresses of each."""


@dataclass(frozen=True)
class ListedAddress:
    """An address a class list has of a pupil."""

    pupil_year_id: UUID
    slot: FamilySlot
    mail: str


class Families:
    """Addresses of families, what pupils of age agreed to, and which addresses want no mail."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of_pupil(self, pupil_year_id: UUID) -> Family:
        """The family of a pupil. Raises NotFound, for another lycée's, and once the name is gone."""
        found = await self.of_pupils([pupil_year_id])
        if pupil_year_id not in found:
            raise NotFound
        return found[pupil_year_id]

    async def of_pupils(self, pupil_year_ids: Collection[UUID]) -> Mapping[UUID, Family]:
        """The families of those of these pupils who have a name, in three statements at most."""
        if not pupil_year_ids:
            return {}
        ids = any_(bindparam("ids", list(pupil_year_ids), ARRAY(Uuid)))
        known = (
            select(pupils.c.uai, pupils.c.pupil_year_id, pupils.c.born_on, G.agreed_on, G.said_by)
            .select_from(
                pupils.outerjoin(
                    family_agreements,
                    (G.uai == pupils.c.uai) & (G.pupil_year_id == pupils.c.pupil_year_id),
                )
            )
            .where(pupils.c.pupil_year_id == ids, pupils.c.erased_at.is_(None))
        )
        rows = (await self._uow.execute(known)).all()
        addresses = await self._addresses(A.pupil_year_id == ids)
        return {
            row.pupil_year_id: _family(row, addresses.get(row.pupil_year_id, ())) for row in rows
        }

    async def of_address(self, address_id: UUID) -> tuple[Family, FamilyAddress]:
        """The address of this id, and the family it is of. Raises NotFound once it is another one."""
        row = (
            await self._uow.execute(select(A.pupil_year_id).where(A.address_id == address_id))
        ).first()
        if row is None:
            raise NotFound
        family = await self.of_pupil(row.pupil_year_id)
        for address in family.addresses.values():
            if address.id == address_id:
                return family, address
        raise NotFound

    async def _addresses(self, which: Any) -> Mapping[UUID, Sequence[FamilyAddress]]:
        rows = (await self._uow.execute(select(family_addresses).where(which))).all()
        stopped = await self._stops(self.digest(row.mail) for row in rows)
        found: dict[UUID, list[FamilyAddress]] = {}
        for row in rows:
            address = _address(row, stopped=(row.uai, self.digest(row.mail)) in stopped)
            found.setdefault(row.pupil_year_id, []).append(address)
        return found

    async def put(
        self, family: Family, slot: FamilySlot, mail: str, *, said_by: SaidBy, on: date
    ) -> None:
        """Keep an address in place of the one before."""
        values = {
            "address_id": self._uow.new_id(),
            "mail": mail,
            "said_by": said_by.value,
            "import_id": None,
            "noted_on": on,
            "returned_on": None,
        }
        adding = insert(family_addresses).values(
            uai=family.uai, pupil_year_id=family.pupil_year_id, slot=slot.value, **values
        )
        await self._uow.execute(
            adding.on_conflict_do_update(
                index_elements=["uai", "pupil_year_id", "slot"], set_=values
            )
        )

    async def add_listed(
        self, uai: Uai, listed: Iterable[ListedAddress], import_id: UUID, on: date
    ) -> Counter[FamilySlot]:
        """Keep what a list brought where nothing is known yet, nor was removed; how many, by whose they are."""
        asked = list(listed)
        kept = await self.without_removed(uai, asked)
        rows = [
            {
                "uai": uai,
                "pupil_year_id": one.pupil_year_id,
                "slot": one.slot.value,
                "address_id": self._uow.new_id(),
                "mail": one.mail,
                "said_by": SaidBy.LIST.value,
                "import_id": import_id,
                "noted_on": on,
            }
            for one in asked
            if one in kept
        ]
        added: Counter[FamilySlot] = Counter()
        for start in range(0, len(rows), CHUNK_ROWS):
            adding = insert(family_addresses).values(rows[start : start + CHUNK_ROWS])
            adding = adding.on_conflict_do_nothing()
            slots = (await self._uow.execute(adding.returning(A.slot))).scalars()
            added.update(map(FamilySlot, slots))
        return added

    async def remove(self, pupil_year_id: UUID, slot: FamilySlot) -> None:
        """Keep the address no more."""
        those = (A.pupil_year_id == pupil_year_id) & (A.slot == slot.value)
        await self._uow.execute(delete(family_addresses).where(those))

    async def remove_listed(self, uai: Uai, import_id: UUID) -> int:
        """Take back what a list brought, unless somebody wrote another address since."""
        those = (A.uai == uai) & (A.import_id == import_id)
        gone = delete(family_addresses).where(those).returning(A.address_id)
        return len((await self._uow.execute(gone)).all())

    async def count_listed(self, uai: Uai, import_id: UUID) -> int:
        """How many addresses of a list are there still."""
        those = select(A.address_id).where(A.uai == uai, A.import_id == import_id)
        return len((await self._uow.execute(those)).all())

    async def note_return(self, address_id: UUID, on: date | None) -> bool:
        """Keep since when nothing arrives at an address, or that it is tried again; False where it changed."""
        done = await self._uow.execute(
            update(family_addresses).where(A.address_id == address_id).values(returned_on=on)
        )
        return bool(done.rowcount)

    async def agree(self, uai: Uai, pupil_year_id: UUID, said_by: SaidBy, on: date) -> None:
        """Keep that the pupil has the legal representatives be written to; the first day stays."""
        adding = insert(family_agreements).values(
            uai=uai, pupil_year_id=pupil_year_id, agreed_on=on, said_by=said_by.value
        )
        await self._uow.execute(adding.on_conflict_do_nothing())

    async def agree_no_more(self, pupil_year_id: UUID) -> None:
        """Forget that the pupil agreed."""
        await self._uow.execute(delete(family_agreements).where(G.pupil_year_id == pupil_year_id))

    async def _stops(self, digests: Iterable[str]) -> set[tuple[str, str]]:
        """Those of these digests that are kept, each with the lycée that writes there no more."""
        asked = sorted(set(digests))
        if not asked:
            return set()
        wanted = any_(bindparam("digests", asked, ARRAY(Text)))
        found = await self._uow.execute(
            select(S.uai, S.address_digest).where(S.address_digest == wanted)
        )
        return {(row.uai, row.address_digest) for row in found}

    async def without_removed(
        self, uai: Uai, listed: Sequence[ListedAddress]
    ) -> AbstractSet[ListedAddress]:
        """Those of these that nobody removed: a list does not bring back what was erased."""
        digests = {one: self._removed(one.pupil_year_id, one.mail) for one in listed}
        removed = await self._stops(digests.values())
        return {one for one, digest in digests.items() if (uai, digest) not in removed}

    async def stop(self, uai: Uai, mail: str, *, now: datetime) -> None:
        """Have the lycée write there no more."""
        await self._keep_stop(uai, self.digest(mail), now)

    async def keep_removed(self, family: Family, mail: str, *, now: datetime) -> None:
        """Have no list bring the address back for this pupil."""
        await self._keep_stop(family.uai, self._removed(family.pupil_year_id, mail), now)

    async def _keep_stop(self, uai: Uai, digest: str, now: datetime) -> None:
        stopping = insert(family_stops).values(
            uai=uai, address_digest=digest, stop_id=self._uow.new_id(), stopped_at=now
        )
        await self._uow.execute(stopping.on_conflict_do_nothing())

    async def allow(self, uai: Uai, mail: str) -> None:
        """Have the lycée write there again."""
        those = (S.uai == uai) & (S.address_digest == self.digest(mail))
        await self._uow.execute(delete(family_stops).where(those))

    def digest(self, mail: str) -> str:
        """What an address is known by that wants no mail."""
        return self._uow.links.digest(_STOP, mail.strip().casefold())

    def _removed(self, pupil_year_id: UUID, mail: str) -> str:
        return self._uow.links.digest(_REMOVED, f"{pupil_year_id} {mail.strip().casefold()}")


class FamilyWritings:
    """Which of the lycées in scope write to families."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, uai: Uai, *, lock: bool = False) -> FamilyWriting:
        """What a lycée decided; nothing where it did not."""
        statement = select(family_writings).where(W.uai == uai)
        found = await self._uow.execute(statement.with_for_update() if lock else statement)
        row = found.first()
        return FamilyWriting(row.is_open, row.decided_on, row.version) if row else NOT_WRITING

    async def keep(self, uai: Uai, writing: FamilyWriting) -> None:
        """Keep what a lycée decides."""
        values = vars(writing)
        adding = insert(family_writings).values(uai=uai, **values)
        await self._uow.execute(adding.on_conflict_do_update(index_elements=["uai"], set_=values))


def _family(row: Any, addresses: Iterable[FamilyAddress]) -> Family:
    return Family(
        uai=Uai(row.uai),
        pupil_year_id=row.pupil_year_id,
        born_on=row.born_on,
        agreed_on=row.agreed_on,
        agreed_by=SaidBy(row.said_by) if row.said_by else None,
        addresses={one.slot: one for one in addresses},
    )


def _address(row: Any, *, stopped: bool) -> FamilyAddress:
    return FamilyAddress(
        id=row.address_id,
        slot=FamilySlot(row.slot),
        mail=row.mail,
        said_by=SaidBy(row.said_by),
        noted_on=row.noted_on,
        returned_on=row.returned_on,
        stopped=stopped,
    )
