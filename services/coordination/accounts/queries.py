"""Big accounts as cards and parts of other pages read them."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, bindparam, func, or_, select

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.accounts.model import (
    AccountState,
    Decision,
    KeyAccount,
    Party,
    in_force,
    standing_of,
)
from services.coordination.accounts.store import AccountDecisions, KeyAccounts, Parties, account_of
from services.coordination.accounts.tables import (
    key_account_words,
    key_accounts,
    merged_cards,
)
from services.coordination.news.model.calendar import local_date
from services.coordination.news.store.news import Lycees

K, W, M = key_accounts.c, key_account_words.c, merged_cards.c


@dataclass(frozen=True)
class AccountWord:
    """What a bureau said; `withdrawn_at`: it took it back, and alone sees it."""

    id: UUID
    uai: Uai
    text: str
    at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class AccountCard:
    """All there is to read of a big account, for who is concerned."""

    account: KeyAccount
    parties: Sequence[Party]
    words: Sequence[AccountWord]
    decisions: Sequence[Decision]
    state: AccountState
    today: date
    names: Mapping[str, str]

    @property
    def standing(self) -> Decision | None:
        """What was decided last, and holds or will."""
        return standing_of(self.decisions)

    @property
    def holding(self) -> Decision | None:
        """What holds today."""
        return in_force(self.decisions, self.today)

    def party(self, uai: Uai) -> Party | None:
        """A lycée concerned, None where it is not."""
        return next((one for one in self.parties if one.uai == uai), None)

    def concerns(self, uai: str) -> bool:
        """Whether a lycée is one of those it concerns."""
        return any(one.uai == uai for one in self.parties)

    def may_leave(self, party: Party) -> bool:
        """Whether it neither asked nor said anything, and no decision names it."""
        silent = party.asked_at is None and all(one.uai != party.uai for one in self.words)
        return silent and all(party.uai not in one.lycees for one in self.decisions)

    def waits(self, party: Party) -> bool:
        """Whether what it asked was not decided since."""
        return party.waits(self.account.decided_at)

    def named(self, uai: Uai | None) -> str:
        """A lycée by name."""
        return self.names.get(uai or "", uai or "")


async def read_account(uow: UnitOfWork, key_account_id: UUID) -> AccountCard:
    """A big account, to a bureau it concerns and to the supervisor. Raises NotFound."""
    account = await KeyAccounts(uow).concerning(key_account_id)
    parties = await Parties(uow).of(key_account_id)
    today = local_date(uow.now)
    return AccountCard(
        account=account,
        parties=parties,
        words=await _words(uow, key_account_id),
        decisions=await AccountDecisions(uow).of(key_account_id),
        state=account.state(parties, today),
        today=today,
        names=await Lycees(uow).names(),
    )


def concerns(uow: UnitOfWork, parties: Collection[Party]) -> bool:
    """Whether the scope may read all of it."""
    return uow.scope.department_wide or any(one.uai in uow.scope.uais for one in parties)


async def _words(uow: UnitOfWork, key_account_id: UUID) -> Sequence[AccountWord]:
    statement = (
        select(key_account_words)
        .where(W.key_account_id == key_account_id, W.withdrawn_at.is_(None))
        .order_by(W.at, W.word_id)
    )
    return [
        AccountWord(row.word_id, Uai(row.uai), row.text, row.at, row.withdrawn_at)
        for row in await uow.execute(statement)
    ]


def _same_cards() -> ColumnElement[Any]:
    up: Any = select(bindparam("company", type_=Uuid).label("card")).cte("up", recursive=True)
    up = up.union(
        select(M.company_id).join(up, M.absorbed_id == up.c.card).where(M.merged.is_(True))
    )
    down: Any = select(up.c.card).cte("down", recursive=True)
    down = down.union(
        select(M.absorbed_id).join(down, M.company_id == down.c.card).where(M.merged.is_(True))
    )
    # An array: whoever looks for these cards then does so by an index.
    return func.array(select(down.c.card).scalar_subquery())


SAME_CARDS = _same_cards()
"""Every card that is the same `company`’s today, the one that is asked for among them."""
OF_A_COMPANY = Reading(
    select(key_accounts)
    .where(K.company_id == any_(SAME_CARDS))
    .order_by(K.decided_at.desc().nulls_last(), K.opened_at, K.key_account_id),
    lambda rows: [account_of(row) for row in rows],
)
"""All big accounts of a `company`, on whichever card: first the one that remains, decided last."""


async def account_of_company(uow: UnitOfWork, company_id: UUID) -> KeyAccount | None:
    """The big account of a company, on whichever card; of two cards that became one, the one that remains."""
    found = await accounts_of_company(uow, company_id)
    return found[0] if found else None


async def accounts_of_company(uow: UnitOfWork, company_id: UUID) -> Sequence[KeyAccount]:
    """All big accounts of a company, on whichever card: first the one that remains, decided last."""
    return await OF_A_COMPANY.of(uow, {"company": company_id})


@dataclass(frozen=True)
class JoinedAccounts:
    """What became of a big account as cards were put together; two again, it is on its own again."""

    into: KeyAccount | None = None
    """The one that remains, where it is another one."""
    others: Sequence[AccountCard] = ()
    """Those that went into it, as far as the scope reads them."""


async def read_joined(uow: UnitOfWork, account: KeyAccount) -> JoinedAccounts:
    """Which accounts are the same company’s today."""
    found = await accounts_of_company(uow, account.company_id)
    if found and found[0].id != account.id:
        return JoinedAccounts(into=found[0])
    others = []
    for one in found[1:]:
        with suppress(NotFound):
            others.append(await read_account(uow, one.id))
    return JoinedAccounts(others=tuple(others))


async def gone_into(uow: UnitOfWork, accounts: Collection[KeyAccount]) -> Mapping[UUID, KeyAccount]:
    """Which of these accounts went into another one, and into which."""
    ids = any_(bindparam("cards", [one.company_id for one in accounts], ARRAY(Uuid)))
    statement = select(M.absorbed_id, M.company_id).where(
        M.merged.is_(True), or_(M.absorbed_id == ids, M.company_id == ids)
    )
    joined = {card for row in await uow.execute(statement) for card in row}
    found: dict[UUID, KeyAccount] = {}
    for one in accounts:
        into = (await read_joined(uow, one)).into if one.company_id in joined else None
        if into is not None:
            found[one.id] = into
    return found


async def read_some(
    uow: UnitOfWork, ids: Collection[UUID]
) -> Mapping[UUID, tuple[KeyAccount, Sequence[Party]]]:
    """Those of these big accounts that concern the scope, with the lycées they concern."""
    statement = select(key_accounts).where(or_(*(K.key_account_id == one for one in ids)))
    found: dict[UUID, tuple[KeyAccount, Sequence[Party]]] = {}
    for row in (await uow.execute(statement)).all() if ids else ():
        parties = await Parties(uow).of(row.key_account_id)
        if concerns(uow, parties):
            found[row.key_account_id] = (account_of(row), parties)
    return found
