"""A lycée prints no more agreements with one of its texts."""

from datetime import datetime
from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreement_models.model.agreement_model import AgreementModel
from services.internships.agreement_models.store.agreement_models import AgreementModels


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
