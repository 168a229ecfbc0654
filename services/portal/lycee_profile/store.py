"""The profiles of the lycées in scope."""

from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.lycee_profile.model import LABELS, Logo, LyceeProfile
from services.portal.lycee_profile.tables import lycee_profiles

P = lycee_profiles.c


class LyceeProfiles:
    """What lycées say of themselves."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def lock(self, uai: Uai) -> None:
        """Have two who fill in a profile wait for each other until the commit, the first time too."""
        key = func.hashtext(f"lycee-profile:{uai}")
        await self._uow.execute(select(func.pg_advisory_xact_lock(key)))

    async def of(self, uai: Uai) -> LyceeProfile:
        """The profile of a lycée, empty while nobody filled it in."""
        columns = [lycee_profiles.c[name] for name in (*LABELS, "version")]
        found = await self._uow.execute(select(*columns).where(P.uai == uai))
        row = found.mappings().first()
        return LyceeProfile(**row) if row else LyceeProfile()

    async def logo(self, uai: Uai) -> Logo | None:
        """The picture a lycée put on its agreements."""
        row = (await self._uow.execute(select(P.logo, P.logo_kind).where(P.uai == uai))).first()
        return Logo(row.logo, row.logo_kind) if row and row.logo else None

    async def keep(self, uai: Uai, profile: LyceeProfile) -> None:
        """Record a profile; its logo stays."""
        values = asdict(profile)
        added = insert(lycee_profiles).values(uai=uai, **values)
        await self._uow.execute(added.on_conflict_do_update(index_elements=["uai"], set_=values))

    async def keep_logo(self, uai: Uai, logo: Logo | None) -> None:
        """Record a logo, or that there is none any more; what else is known, and its version, stays."""
        kept = (logo.content, logo.kind) if logo else (None, None)
        values = {"logo": kept[0], "logo_kind": kept[1]}
        added = insert(lycee_profiles).values(uai=uai, version=0, **values)
        await self._uow.execute(added.on_conflict_do_update(index_elements=["uai"], set_=values))
