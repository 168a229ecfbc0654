"""Big accounts as they are written, with the lycées concerned, their words and what was decided."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts.coordination.accounts import AccountOutcome, AccountReason, AccountSubject
from contracts.identifiers import Uai
from contracts.words import plain
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.accounts.model import Decision, KeyAccount, Party
from services.coordination.accounts.tables import (
    key_account_decisions,
    key_account_parties,
    key_account_words,
    key_accounts,
    merged_cards,
)

K, P, W = key_accounts.c, key_account_parties.c, key_account_words.c
D, M = key_account_decisions.c, merged_cards.c
_MOVED = (
    *("outcome", "lead", "from_on", "review_on", "decided_at"),
    *("review_told", "stated", "version"),
)


class KeyAccounts:
    """Big accounts of the department: their codes are read in any scope."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def open(self, account: KeyAccount) -> KeyAccount:
        """Record one, unless the company has one by now: that one then."""
        added = upsert(key_accounts).values(
            key_account_id=account.id,
            uai=account.uai,
            company_id=account.company_id,
            company=account.company,
            words=f" {plain(account.company)} ",
            lead_then=account.lead_then,
            opened_at=account.opened_at,
            stated=account.stated,
            version=account.version,
        )
        await self._uow.execute(added.on_conflict_do_nothing(index_elements=["company_id"]))
        found = select(key_accounts).where(K.company_id == account.company_id)
        return account_of((await self._uow.execute(found)).one())

    async def get(self, key_account_id: UUID, *, for_update: bool = False) -> KeyAccount:
        """Raises NotFound. With `for_update` nobody else changes it until the commit."""
        statement = select(key_accounts).where(K.key_account_id == key_account_id)
        found = await self._uow.execute(statement.with_for_update() if for_update else statement)
        if (row := found.first()) is None:
            raise NotFound
        return account_of(row)

    async def concerning(self, key_account_id: UUID) -> KeyAccount:
        """One that concerns the scope; another is answered as one that does not exist. Raises NotFound."""
        statement = select(key_accounts).where(K.key_account_id == key_account_id)
        if not self._uow.scope.department_wide:
            own = any_(bindparam("own", sorted(self._uow.scope.uais), ARRAY(Text)))
            concerned = select(P.uai).where(P.key_account_id == K.key_account_id, P.uai == own)
            statement = statement.where(concerned.exists())
        if (row := (await self._uow.execute(statement)).first()) is None:
            raise NotFound
        return account_of(row)

    async def save(self, account: KeyAccount) -> None:
        """Record what changed."""
        await self._uow.execute(
            update(key_accounts)
            .where(K.key_account_id == account.id)
            .values({name: getattr(account, name) for name in _MOVED})
        )


class Parties:
    """The lycées concerned by a big account."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, key_account_id: UUID) -> Sequence[Party]:
        """Those of one, in the order they came."""
        statement = select(key_account_parties).where(P.key_account_id == key_account_id)
        rows = await self._uow.execute(statement.order_by(P.joined_at, P.uai))
        return [party_of(row) for row in rows]

    async def add(
        self,
        key_account_id: UUID,
        uais: Collection[Uai],
        now: datetime,
        *,
        via_id: UUID | None = None,
    ) -> Sequence[Uai]:
        """Have lycées concerned; return those that were not. `via_id`: the account they were concerned by."""
        found: list[Uai] = []
        for uai in sorted(uais):
            added = upsert(key_account_parties).values(
                key_account_id=key_account_id, uai=uai, joined_at=now, via_id=via_id
            )
            done = await self._uow.execute(added.on_conflict_do_nothing().returning(P.uai))
            if done.first() is not None:
                found.append(uai)
        return found

    async def remove(self, key_account_id: UUID, uai: Uai) -> None:
        """Have a lycée concerned no more: it reads nothing of it any more."""
        await self._uow.execute(
            delete(key_account_parties).where(P.key_account_id == key_account_id, P.uai == uai)
        )

    async def save(self, key_account_id: UUID, party: Party) -> None:
        """Record what a lycée asks."""
        await self._uow.execute(
            update(key_account_parties)
            .where(P.key_account_id == key_account_id, P.uai == party.uai)
            .values(reason=party.reason, asked_at=party.asked_at, withdrawn_at=party.withdrawn_at)
        )


class AccountWords:
    """What bureaux said of big accounts, as far as the scope reads it."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def add(self, key_account_id: UUID, uai: Uai, text: str, now: datetime) -> UUID:
        """Keep what a bureau said; return its id."""
        word_id = self._uow.new_id()
        await self._uow.execute(
            insert(key_account_words).values(
                word_id=word_id, uai=uai, key_account_id=key_account_id, text=text, at=now
            )
        )
        return word_id

    async def show(
        self, key_account_id: UUID, word_id: UUID, *, withdrawn_at: datetime | None
    ) -> None:
        """Show it no more, or again. Raises NotFound for another’s."""
        done = await self._uow.execute(
            update(key_account_words)
            .where(W.key_account_id == key_account_id, W.word_id == word_id)
            .values(withdrawn_at=withdrawn_at)
            .returning(W.word_id)
        )
        if done.first() is None:
            raise NotFound


class AccountDecisions:
    """What the supervisor decided of big accounts, as far as the scope reads it."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, key_account_id: UUID) -> Sequence[Decision]:
        """All of one, the last first, those taken back too."""
        statement = select(key_account_decisions).where(D.key_account_id == key_account_id)
        rows = await self._uow.execute(
            statement.order_by(D.decided_at.desc(), D.decision_id.desc())
        )
        return [decision_of(row) for row in rows]

    async def add(self, key_account_id: UUID, one: Decision) -> None:
        """Keep one: the DSDEN’s."""
        await self._uow.execute(
            insert(key_account_decisions).values(
                decision_id=one.id,
                uai=self._uow.department_uai,
                key_account_id=key_account_id,
                outcome=one.outcome,
                lead=one.lead,
                shares={subject.value: uai for subject, uai in (one.shares or {}).items()},
                from_on=one.from_on,
                review_on=one.review_on,
                text=one.text,
                decided_at=one.decided_at,
            )
        )

    async def stand(self, decision_id: UUID, *, withdrawn_at: datetime | None) -> None:
        """Have one stand no more, or again."""
        await self._uow.execute(
            update(key_account_decisions)
            .where(D.decision_id == decision_id)
            .values(withdrawn_at=withdrawn_at)
        )


class MergedCards:
    """Which cards of companies became which, as the registry told."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def keep(
        self, company_id: UUID, absorbed_id: UUID, *, merged: bool, version: int
    ) -> None:
        """Keep what was told of two cards, unless something newer is known."""
        added = upsert(merged_cards).values(
            company_id=company_id, absorbed_id=absorbed_id, merged=merged, version=version
        )
        await self._uow.execute(
            added.on_conflict_do_update(
                index_elements=["company_id", "absorbed_id"],
                set_={"merged": added.excluded.merged, "version": added.excluded.version},
                where=M.version < added.excluded.version,
            )
        )


def account_of(row: Any) -> KeyAccount:
    """A big account as it is kept."""
    return KeyAccount(
        id=row.key_account_id,
        uai=Uai(row.uai),
        company_id=row.company_id,
        company=row.company,
        opened_at=row.opened_at,
        lead_then=Uai(row.lead_then) if row.lead_then else None,
        outcome=AccountOutcome(row.outcome) if row.outcome else None,
        lead=Uai(row.lead) if row.lead else None,
        from_on=row.from_on,
        review_on=row.review_on,
        decided_at=row.decided_at,
        stated=row.stated,
        version=row.version,
        review_told=row.review_told,
    )


def party_of(row: Any) -> Party:
    """A lycée concerned, as it is kept."""
    return Party(
        uai=Uai(row.uai),
        joined_at=row.joined_at,
        reason=AccountReason(row.reason) if row.reason else None,
        asked_at=row.asked_at,
        withdrawn_at=row.withdrawn_at,
        via_id=row.via_id,
    )


def decision_of(row: Any) -> Decision:
    """A decision as it is kept."""
    return Decision(
        id=row.decision_id,
        outcome=AccountOutcome(row.outcome),
        from_on=row.from_on,
        text=row.text,
        decided_at=row.decided_at,
        lead=Uai(row.lead) if row.lead else None,
        shares={AccountSubject(subject): Uai(uai) for subject, uai in row.shares.items()} or None,
        review_on=row.review_on,
        withdrawn_at=row.withdrawn_at,
    )
