"""What those who run a lycée do with its profile."""

from dataclasses import asdict, replace

from contracts.identifiers import Uai
from services.chassis.base.errors import StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.lycee_profile.model import Logo, LyceeProfile
from services.portal.lycee_profile.store import LyceeProfiles


async def save_profile(uow: UnitOfWork, *, uai: Uai | None, profile: LyceeProfile) -> None:
    """Record what a lycée says of itself; `profile.version` is that of what was shown.

    Raises LyceeNotChosen, StaleVersion.
    """
    own = uow.writing_for(uai)
    profiles = LyceeProfiles(uow)
    await profiles.lock(own)
    known = await profiles.of(own)
    if known.version != profile.version:
        raise StaleVersion(
            "Quelqu’un d’autre a modifié la fiche du lycée entre-temps.", current=asdict(known)
        )
    await profiles.keep(own, replace(profile, version=known.version + 1))


async def put_logo(uow: UnitOfWork, *, uai: Uai | None, logo: Logo | None) -> None:
    """Record the logo of a lycée, or take it away. Raises LyceeNotChosen."""
    own = uow.writing_for(uai)
    profiles = LyceeProfiles(uow)
    await profiles.lock(own)
    await profiles.keep_logo(own, logo)
