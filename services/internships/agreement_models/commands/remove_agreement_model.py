"""A lycée throws one of its former texts away."""

from uuid import UUID

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreement_models.model.agreement_model import ModelInUse
from services.internships.agreement_models.store.agreement_models import AgreementModels


async def remove_agreement_model(uow: UnitOfWork, *, model_id: UUID, version: int) -> None:
    """Keep a text no longer (modèle supprimé). Raises NotFound, StaleVersion, ModelInUse."""
    models = AgreementModels(uow)
    await models.lock((await models.get(model_id)).uai)
    model = await models.get(model_id)
    model.expect(version)
    if model.in_use:
        raise ModelInUse
    await models.remove(model)
