"""The lycée's own texts of the agreement, in the database: row security holds for their bytes too."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreement_models.model.agreement_model import AgreementModel
from services.internships.agreement_models.tables import agreement_models

M = agreement_models.c
_SHOWN = [column for column in M if column.name != "content"]


class AgreementModels:
    """The texts of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def lock(self, uai: Uai) -> None:
        """Have two who change which text serves wait for each other until the commit."""
        await self._uow.execute(
            select(func.pg_advisory_xact_lock(func.hashtext(f"agreement models:{uai}")))
        )

    async def add(self, model: AgreementModel, content: bytes) -> None:
        """Keep a text."""
        await self._uow.execute(
            insert(agreement_models).values(
                uai=model.uai,
                model_id=model.id,
                name=model.name,
                formation_id=model.formation_id,
                voted_on=model.voted_on,
                fields=list(model.fields),
                size=model.size,
                content=content,
                added_at=model.added_at,
                replaced_at=model.replaced_at,
                version=model.version,
            )
        )

    async def all(self) -> Sequence[AgreementModel]:
        """Models that serve first, then the last ones brought."""
        statement = select(*_SHOWN).order_by(
            M.uai,
            M.replaced_at.is_not(None),
            M.formation_id.is_not(None),
            M.added_at.desc(),
            M.model_id,
        )
        return [_model(row) for row in await self._uow.execute(statement)]

    async def count(self, uai: Uai) -> int:
        """How many a lycée has."""
        counted = select(func.count()).where(M.uai == uai)
        return int((await self._uow.execute(counted)).scalar_one())

    async def get(self, model_id: UUID) -> AgreementModel:
        """Raises NotFound, for another lycée's too."""
        row = (await self._uow.execute(select(*_SHOWN).where(M.model_id == model_id))).first()
        if row is None:
            raise NotFound
        return _model(row)

    async def serving(self, uai: Uai, formation_id: UUID | None) -> AgreementModel | None:
        """The one in use for exactly this formation, or for all of them (None)."""
        whose = M.formation_id.is_(None) if formation_id is None else M.formation_id == formation_id
        found = await self._uow.execute(
            select(*_SHOWN).where(M.uai == uai, whose, M.replaced_at.is_(None))
        )
        row = found.first()
        return _model(row) if row else None

    async def serving_all(self, uai: Uai) -> dict[UUID | None, AgreementModel]:
        """Models in use, by formation; None is for the others."""
        found = await self._uow.execute(
            select(*_SHOWN).where(M.uai == uai, M.replaced_at.is_(None))
        )
        return {row.formation_id: _model(row) for row in found}

    async def content(self, model_id: UUID) -> bytes:
        """Its bytes. Raises NotFound."""
        found = await self._uow.execute(select(M.content).where(M.model_id == model_id))
        content: bytes | None = found.scalar_one_or_none()
        if content is None:
            raise NotFound
        return content

    async def save(self, model: AgreementModel) -> None:
        """Record whether it serves."""
        await self._uow.execute(
            update(agreement_models)
            .where(M.uai == model.uai, M.model_id == model.id)
            .values(replaced_at=model.replaced_at, version=model.version)
        )

    async def remove(self, model: AgreementModel) -> None:
        """Keep it no longer."""
        await self._uow.execute(
            delete(agreement_models).where(M.uai == model.uai, M.model_id == model.id)
        )


def _model(row: Any) -> AgreementModel:
    return AgreementModel(
        id=row.model_id,
        uai=Uai(row.uai),
        name=row.name,
        formation_id=row.formation_id,
        voted_on=row.voted_on,
        fields=tuple(row.fields),
        size=row.size,
        added_at=row.added_at,
        replaced_at=row.replaced_at,
        version=row.version,
    )
