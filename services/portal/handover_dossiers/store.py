"""Words of hand-overs as they are written."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.portal.accounts.tables import accounts
from services.portal.handover_dossiers.model.words import HandoverWords, Subject
from services.portal.handover_dossiers.tables import handover_words

_WORDS = handover_words.c


class HandoverDossiers:
    """Dossiers of the lycées in scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, uai: Uai) -> Mapping[Subject, HandoverWords]:
        """What a lycée's bureau wrote, on every subject."""
        rows = await self._uow.execute(select(handover_words).where(_WORDS.uai == uai))
        written = {Subject(row.subject): _words(row) for row in rows}
        return {one: written.get(one, HandoverWords(uai, one)) for one in Subject}

    async def get_for_update(self, uai: Uai, subject: Subject) -> HandoverWords:
        """What stands on a subject; nobody else changes it until the commit."""
        wanted = (
            select(handover_words)
            .where(_WORDS.uai == uai, _WORDS.subject == subject.value)
            .with_for_update()
        )
        row = (await self._uow.execute(wanted)).first()
        return _words(row) if row is not None else HandoverWords(uai, subject)

    async def save(self, words: HandoverWords) -> bool:
        """Record what is written now; whether nobody wrote the first words meanwhile."""
        added = insert(handover_words).values(**vars(words))
        kept = await self._uow.execute(
            added.on_conflict_do_update(
                index_elements=["uai", "subject"],
                set_={
                    name: added.excluded[name]
                    for name in ("text", "written_at", "written_by", "version")
                },
                where=_WORDS.version < added.excluded.version,
            ).returning(_WORDS.version)
        )
        return kept.first() is not None

    async def names(self) -> Mapping[Any, str]:
        """Who wrote, by account, as they are called now."""
        rows = await self._uow.execute(
            select(accounts.c.account_id, accounts.c.display_name).where(
                accounts.c.account_id.in_(select(_WORDS.written_by))
            )
        )
        return {row.account_id: row.display_name for row in rows}


def _words(row: Any) -> HandoverWords:
    return HandoverWords(
        uai=Uai(row.uai),
        subject=Subject(row.subject),
        text=row.text,
        written_at=row.written_at,
        written_by=row.written_by,
        version=row.version,
    )
