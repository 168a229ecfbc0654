"""A lycée says which formations it offers, or takes one back."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from contracts.identifiers import FormationId, Mef, PublicText, Uai
from contracts.internships.formations import FormationClosedV1
from contracts.internships.periods import FormationOpenedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.base.days import local_date
from services.internships.formations.model.mef_catalogue import CATALOGUE
from services.internships.formations.store import Formation, Formations


async def open_formation(
    uow: UnitOfWork, *, mef: Mef, label: PublicText, uai: Uai | None = None, now: datetime
) -> UUID:
    """Open a formation (formation ouverte) or correct its label; saying it again is harmless.

    Returns the formation's id. Raises LyceeNotChosen, NotFound.
    """
    lycee = uow.writing_for(uai)
    formations = Formations(uow)
    known = await formations.with_mef(lycee, mef)
    if known is not None and known.label == label:
        return known.id
    if known is None:
        formation = Formation(uow.new_id(), lycee, mef, label, version=1)
        await formations.add(formation)
    else:
        formation = replace(known, label=label, version=known.version + 1)
        await formations.save(formation)
    uow.publish(
        FormationOpenedV1(
            formation_id=FormationId(formation.id),
            mef=mef,
            label=label,
            occurred_on=local_date(now),
        ),
        version=formation.version,
        uai=lycee,
    )
    return formation.id


async def open_chosen(
    uow: UnitOfWork, *, uai: Uai, chosen: Mapping[str, UUID | Mef], now: datetime
) -> dict[str, UUID]:
    """Open the formations of the catalogue that classes were said to follow; the formation of each class."""
    known = {one.mef: one.id for one in await Formations(uow).of(uai)}
    for mef in sorted({one for one in chosen.values() if isinstance(one, Mef)} - known.keys()):
        label = PublicText(CATALOGUE[mef].label)
        known[mef] = await open_formation(uow, mef=mef, label=label, uai=uai, now=now)
    return {key: known[one] if isinstance(one, Mef) else one for key, one in chosen.items()}


async def close_formations(
    uow: UnitOfWork, *, uai: Uai, formation_ids: Collection[UUID], now: datetime
) -> None:
    """Take back formations (formations retirées) that nothing relies on."""
    formations = Formations(uow)
    for one in [one for one in await formations.of(uai) if one.id in formation_ids]:
        await formations.remove(one)
        uow.publish(
            FormationClosedV1(
                formation_id=FormationId(one.id), mef=one.mef, occurred_on=local_date(now)
            ),
            version=one.version + 1,
            uai=uai,
        )
