"""The sentences of the lycées in scope, read and kept."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.notifications.mails.model.template import Template
from services.notifications.sentences.model import OwnSentence
from services.notifications.sentences.tables import own_sentences

S = own_sentences.c
NOTHING = OwnSentence()


class OwnSentences:
    """What lycées add to their mails."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of_lycee(self, uai: Uai) -> Mapping[str, str]:
        """What a lycée adds, by template."""
        found = await self._uow.execute(
            select(S.template, S.text).where(S.uai == uai, S.text != "")
        )
        return {row.template: row.text for row in found}

    async def of_mail(self, template: Template, uais: Collection[Uai]) -> Mapping[Uai, OwnSentence]:
        """What each of these lycées adds to a mail."""
        found = await self._uow.execute(
            select(S.uai, S.text, S.version).where(S.template == template, S.uai.in_(list(uais)))
        )
        known = {row.uai: OwnSentence(row.text, row.version) for row in found}
        return {uai: known.get(uai, NOTHING) for uai in uais}

    async def added_to(self, uais: Collection[Uai]) -> Collection[str]:
        """The templates that some of these lycées add to."""
        found = await self._uow.execute(
            select(S.template).distinct().where(S.uai.in_(list(uais)), S.text != "")
        )
        return set(found.scalars())

    async def keep(
        self, uai: Uai, template: Template, text: str, *, version: int, now: datetime
    ) -> bool:
        """Keep what was written upon this version; False when somebody wrote in between."""
        values = {"text": text, "version": version + 1, "changed_at": now}
        kept = await self._uow.execute(
            insert(own_sentences)
            .values(uai=uai, template=template, **values)
            .on_conflict_do_update(
                index_elements=["uai", "template"], set_=values, where=S.version == version
            )
        )
        return kept.rowcount == 1
