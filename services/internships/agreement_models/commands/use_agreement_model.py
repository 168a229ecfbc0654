"""A lycée goes back to a text of the agreement it brought before."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreement_models.model.agreement_model import AgreementModel
from services.internships.agreement_models.store.agreement_models import AgreementModels


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
