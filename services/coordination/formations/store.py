"""Formations lycées offer, as they tell them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Mef, Uai
from contracts.words import plain
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.formations.tables import formations


@dataclass(frozen=True)
class Formation:
    """A formation of the network: its code, how it is called, and the lycées that offer it."""

    mef: Mef
    label: str
    lycees: frozenset[Uai]


class Formations:
    """Formations of the whole department."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def keep(
        self, formation_id: UUID, *, uai: Uai, mef: Mef, label: str, version: int
    ) -> None:
        """Keep what a lycée tells unless something newer is known."""
        added = insert(formations).values(
            formation_id=formation_id, uai=uai, mef=mef, label=label, version=version
        )
        await self._uow.execute(
            added.on_conflict_do_update(
                index_elements=["uai", "formation_id"],
                set_={name: added.excluded[name] for name in ("mef", "label", "version")},
                where=formations.c.version < added.excluded.version,
            )
        )

    async def drop(self, formation_id: UUID, *, uai: Uai) -> None:
        """Keep a formation no more that was opened by mistake."""
        those = (formations.c.uai == uai) & (formations.c.formation_id == formation_id)
        await self._uow.execute(delete(formations).where(those))

    async def all(self) -> Mapping[Mef, Formation]:
        """Each formation by its code, in the order of their labels; where lycées call it differently, by one of them."""
        rows = await self._uow.execute(select(formations).order_by(formations.c.formation_id))
        found: dict[Mef, Formation] = {}
        for row in rows:
            mef, lycee = Mef(row.mef), Uai(row.uai)
            known = found.get(mef)
            lycees = known.lycees | {lycee} if known else frozenset({lycee})
            found[mef] = Formation(mef, known.label if known else row.label, lycees)
        return dict(sorted(found.items(), key=lambda item: plain(item[1].label)))

    async def choices(self) -> Sequence[tuple[str, str]]:
        """Code and label of each, by label."""
        return [(one.mef, one.label) for one in (await self.all()).values()]

    async def labels(self) -> Mapping[Mef, str]:
        """The label of each by its code, in their order."""
        return {mef: one.label for mef, one in (await self.all()).items()}
