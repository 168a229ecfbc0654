"""Stores of the desk of who hosts a pupil."""

from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts.identifiers import Uai
from contracts.portal.lycee_profile import LyceeLogo
from services.chassis.documents import typesetting
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreement_models.model.agreement_fields import AgreementField
from services.internships.host_desk.model import HostAgain, HostOpinion
from services.internships.host_desk.tables import host_opinions

_TEXT = (Path(__file__).parent / "templates" / "attestation.typ").read_bytes()


async def typeset_attestation(
    title: str,
    lycee: str,
    values: Mapping[AgreementField, str | None],
    logo: LyceeLogo | None = None,
) -> bytes:
    """The attestation of one stay. Raises DocumentNotMade."""
    given: dict[str, Any] = {
        "title": title,
        "author": lycee,
        "said": {field.name: text for field, text in values.items() if text},
    }
    if logo is not None:
        # The typesetter reads no base64: bytes are given as numbers.
        given["logo"] = {"bytes": list(b64decode(logo.content)), "kind": logo.kind}
    return await typesetting.typeset(_TEXT, given)


H = host_opinions.c


class HostOpinions:
    """One opinion of a stay at most."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of_placement(self, placement_id: UUID) -> HostOpinion | None:
        """What the host said last, if anything."""
        statement = select(host_opinions).where(H.placement_id == placement_id)
        row = (await self._uow.execute(statement)).first()
        if row is None:
            return None
        return HostOpinion(HostAgain(row.again), row.prepared, row.remark, row.given_at)

    async def save(self, placement_id: UUID, uai: Uai, opinion: HostOpinion) -> None:
        """Record it, in the place of what was said before."""
        added = upsert(host_opinions).values(
            uai=uai, placement_id=placement_id, **vars(opinion) | {"again": opinion.again.value}
        )
        changed = {name: added.excluded[name] for name in ("again", "prepared", "remark")}
        key = [H.uai, H.placement_id]
        await self._uow.execute(added.on_conflict_do_update(index_elements=key, set_=changed))

    async def remove(self, placement_id: UUID) -> None:
        """Forget it."""
        await self._uow.execute(delete(host_opinions).where(H.placement_id == placement_id))
