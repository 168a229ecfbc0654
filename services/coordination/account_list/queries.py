"""Big accounts as a list: those that wait first, page after page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Text,
    any_,
    bindparam,
    case,
    cast,
    func,
    select,
    tuple_,
)

from contracts.identifiers import Uai
from contracts.words import first_words, plain
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.account_cards.queries import asked_since
from services.coordination.accounts.model import AccountState, KeyAccount, Party
from services.coordination.accounts.queries import gone_into
from services.coordination.accounts.store import Parties, account_of
from services.coordination.accounts.tables import key_account_parties, key_accounts
from services.coordination.news.model.calendar import local_date

PAGE_LENGTH = 50
K, P = key_accounts.c, key_account_parties.c
PLACES = (AccountState.WAITING, AccountState.REVIEW, AccountState.OPEN, AccountState.DECIDED)
"""In which order the list shows them."""


@dataclass(frozen=True)
class AccountCut:
    """What the list is kept to."""

    state: AccountState | None = None
    lycee: Uai | None = None
    words: str = ""


@dataclass(frozen=True)
class ListedAccount:
    """A big account of the list."""

    account: KeyAccount
    parties: Sequence[Party]
    state: AccountState
    into: KeyAccount | None = None
    """The one it went into, since both cards are one company’s."""


@dataclass(frozen=True)
class AccountPage:
    """A page of the list; `after` leads to the next one."""

    items: Sequence[ListedAccount]
    after: UUID | None


async def read_accounts(
    uow: UnitOfWork,
    cut: AccountCut,
    *,
    order: str = "attente",
    descending: bool = False,
    after: UUID | None = None,
) -> AccountPage:
    """Those the scope may read, in the order asked for."""
    by = (*_orders(uow)[order], K.key_account_id)
    statement = select(key_accounts, _rank(uow).label("rank")).where(*_kept(uow, cut))
    if after is not None:
        named = [one.label(f"by_{number}") for number, one in enumerate(by)]
        last = select(*named).where(K.key_account_id == after).subquery("last_shown")
        here, there = tuple_(*by), tuple_(*last.c)
        statement = statement.join(last, here < there if descending else here > there)
    sorting = [one.desc() if descending else one.asc() for one in by]
    rows = (await uow.execute(statement.order_by(*sorting).limit(PAGE_LENGTH + 1))).all()
    gone = await gone_into(uow, [account_of(row) for row in rows[:PAGE_LENGTH]])
    items = [
        ListedAccount(
            account_of(row),
            await Parties(uow).of(row.key_account_id),
            PLACES[row.rank],
            gone.get(row.key_account_id),
        )
        for row in rows[:PAGE_LENGTH]
    ]
    return AccountPage(items, items[-1].account.id if len(rows) > PAGE_LENGTH else None)


def _orders(uow: UnitOfWork) -> Mapping[str, Sequence[ColumnElement[Any]]]:
    opened = cast(func.extract("epoch", K.opened_at), BigInteger)
    decided = cast(func.extract("epoch", K.decided_at), BigInteger)
    return {
        "attente": (_rank(uow), opened),
        "entreprise": (K.words,),
        "arbitrage": (func.coalesce(decided, 0),),
    }


def _rank(uow: UnitOfWork) -> ColumnElement[int]:
    """The place of an account in the list, as a number."""
    return case(
        (asked_since(), PLACES.index(AccountState.WAITING)),
        (K.outcome.is_(None), PLACES.index(AccountState.OPEN)),
        (K.review_on <= local_date(uow.now), PLACES.index(AccountState.REVIEW)),
        else_=PLACES.index(AccountState.DECIDED),
    )


def _kept(uow: UnitOfWork, cut: AccountCut) -> Sequence[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = []
    if not uow.scope.department_wide:
        kept.append(_concerning(sorted(uow.scope.uais), "own"))
    if cut.lycee is not None:
        kept.append(_concerning([cut.lycee], "of_lycee"))
    if cut.state is not None:
        kept.append(_rank(uow) == PLACES.index(cut.state))
    # `plain` leaves letters and digits alone: nothing in the word is a pattern.
    kept += [K.words.like(f"% {word}%") for word in first_words(plain(cut.words).split())]
    return kept


def _concerning(uais: Sequence[str], name: str) -> ColumnElement[bool]:
    return (
        select(P.uai)
        .where(
            P.key_account_id == K.key_account_id,
            P.uai == any_(bindparam(name, list(uais), ARRAY(Text))),
        )
        .exists()
    )
