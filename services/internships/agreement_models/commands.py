"""Commands of agreement models (modèles de convention): added, chosen, stopped, removed."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreement_models.model.agreement_model import (
    MODELS_MAX,
    AgreementModel,
    FormationNotYours,
    ModelInUse,
    TooManyModels,
    VoteInTheFuture,
    kept_name,
)
from services.internships.agreement_models.store.agreement_models import AgreementModels
from services.internships.base.days import local_date
from services.internships.formations.store import Formations


async def add_agreement_model(
    uow: UnitOfWork,
    *,
    uai: Uai | None = None,
    formation_id: UUID | None = None,
    name: str,
    voted_on: date,
    fields: Sequence[str],
    content: bytes,
    now: datetime,
) -> tuple[AgreementModel, AgreementModel | None]:
    """Print agreements with this text from now on (modèle de convention); also returns the one before.

    It is for one formation, or for all that have none of their own. Raises FormationNotYours,
    VoteInTheFuture, TooManyModels, LyceeNotChosen.
    """
    lycee, models = uow.writing_for(uai), AgreementModels(uow)
    if voted_on > local_date(now):
        raise VoteInTheFuture(field="voted_on")
    await _expect_own(uow, lycee, formation_id)
    await models.lock(lycee)
    if await models.count(lycee) >= MODELS_MAX:
        raise TooManyModels
    former = await models.serving(lycee, formation_id)
    if former is not None:
        former.cease(now)
        await models.save(former)
    model = AgreementModel(
        id=uow.new_id(),
        uai=lycee,
        name=kept_name(name),
        formation_id=formation_id,
        voted_on=voted_on,
        fields=tuple(fields),
        size=len(content),
        added_at=now,
    )
    await models.add(model, content)
    return model, former


async def _expect_own(uow: UnitOfWork, uai: Uai, formation_id: UUID | None) -> None:
    own = {formation.id for formation in await Formations(uow).of(uai)}
    if formation_id is not None and formation_id not in own:
        raise FormationNotYours(field="formation_id")


async def remove_agreement_model(uow: UnitOfWork, *, model_id: UUID, version: int) -> None:
    """Keep a text no longer (modèle supprimé). Raises NotFound, StaleVersion, ModelInUse."""
    models = AgreementModels(uow)
    await models.lock((await models.get(model_id)).uai)
    model = await models.get(model_id)
    model.expect(version)
    if model.in_use:
        raise ModelInUse
    await models.remove(model)


async def stop_agreement_model(
    uow: UnitOfWork, *, model_id: UUID, version: int, now: datetime
) -> AgreementModel:
    """Use this text no longer (modèle retiré); it is kept. Raises NotFound, StaleVersion."""
    models = AgreementModels(uow)
    await models.lock((await models.get(model_id)).uai)
    model = await models.get(model_id)
    model.expect(version)
    model.cease(now)
    await models.save(model)
    return model


async def use_agreement_model(
    uow: UnitOfWork, *, model_id: UUID, version: int, now: datetime
) -> tuple[AgreementModel, AgreementModel | None]:
    """Print agreements with this text (modèle utilisé) instead of the one returned second.

    Raises NotFound, StaleVersion.
    """
    models = AgreementModels(uow)
    await models.lock((await models.get(model_id)).uai)
    model = await models.get(model_id)
    model.expect(version)
    former = await models.serving(model.uai, model.formation_id)
    if former is not None and former.id != model.id:
        former.cease(now)
        await models.save(former)
    model.serve()
    await models.save(model)
    return model, former if former and former.id != model.id else None
