"""Good practices as they are listed and read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Uuid,
    any_,
    bindparam,
    func,
    select,
    tuple_,
)

from contracts.coordination.good_practices import PracticeTheme
from contracts.identifiers import Uai
from contracts.words import first_words, plain
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.good_practices.model import Comment, GoodPractice
from services.coordination.good_practices.store import A, C, P, practice_of
from services.coordination.good_practices.tables import good_practices
from services.coordination.news.store.news import Lycees

PAGE_LENGTH = 30


@dataclass(frozen=True)
class Listed:
    """A practice in a list: who shared it, how many bureaux do the same, how many comments it has."""

    practice: GoodPractice
    author: str
    adopted: int
    comments: int


@dataclass(frozen=True)
class PracticePage:
    """Practices that are pinned first, on the first page; then the newest."""

    pinned: Sequence[Listed]
    items: Sequence[Listed]
    before: UUID | None


@dataclass(frozen=True)
class Read:
    """A practice as its page shows it."""

    practice: GoodPractice
    author: str
    adopted: Mapping[Uai, str]
    """The lycées that do the same, by name."""
    comments: Sequence[tuple[Comment, str]]


async def read_practices(
    uow: UnitOfWork,
    *,
    words: str = "",
    theme: PracticeTheme | None = None,
    before: UUID | None = None,
) -> PracticePage:
    """What is shared, with these words and of this theme; withdrawn ones are on their page alone."""
    order = (P.shared_at, P.practice_id)
    asked: list[ColumnElement[bool]] = [P.withdrawn_at.is_(None)]
    asked += [P.words.like(f"% {word}%") for word in first_words(plain(words).split())]
    if theme is not None:
        asked.append(P.theme == theme.value)
    statement = _listed().where(*asked, P.pinned_at.is_(None))
    if before is not None:
        last = select(*order).where(P.practice_id == before).subquery("last")
        statement = statement.join(last, tuple_(*order) < tuple_(*last.c))
    statement = statement.order_by(*(column.desc() for column in order)).limit(PAGE_LENGTH + 1)
    items = await _read(uow, statement)
    pinned: Sequence[Listed] = ()
    if before is None:
        first = _listed().where(*asked, P.pinned_at.is_not(None)).order_by(P.pinned_at.desc())
        pinned = await _read(uow, first)
    more = len(items) > PAGE_LENGTH
    shown = items[:PAGE_LENGTH]
    return PracticePage(pinned, shown, shown[-1].practice.id if more else None)


async def read_practice(uow: UnitOfWork, practice: GoodPractice) -> Read:
    """A practice with what is said of it, oldest first, and the bureaux that do the same."""
    names = await Lycees(uow).names()
    adopted = await uow.execute(
        select(A.uai).where(A.practice_id == practice.id).order_by(A.at, A.uai)
    )
    said = await uow.execute(
        select(C.comment_id, C.uai, C.text, C.at)
        .where(C.practice_id == practice.id, C.withdrawn_at.is_(None))
        .order_by(C.at, C.comment_id)
    )
    return Read(
        practice,
        names.get(practice.uai, practice.uai),
        {Uai(row.uai): names.get(row.uai, row.uai) for row in adopted},
        [
            (Comment(row.comment_id, Uai(row.uai), row.text, row.at), names.get(row.uai, row.uai))
            for row in said
        ],
    )


async def read_some(uow: UnitOfWork, ids: Collection[UUID]) -> Mapping[UUID, Listed]:
    """Those of these practices that are there, withdrawn ones too."""
    asked = any_(bindparam("ids", list(ids), ARRAY(Uuid)))
    found = await _read(uow, _listed().where(P.practice_id == asked))
    return {one.practice.id: one for one in found}


def _listed() -> Select[Any]:
    adopted = select(func.count()).where(A.practice_id == P.practice_id).scalar_subquery()
    comments = (
        select(func.count())
        .where(C.practice_id == P.practice_id, C.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    return select(good_practices, adopted.label("adopted"), comments.label("comments"))


async def _read(uow: UnitOfWork, statement: Select[Any]) -> Sequence[Listed]:
    rows = (await uow.execute(statement)).all()
    names = await Lycees(uow).names() if rows else {}
    return [
        Listed(practice_of(row), names.get(row.uai, row.uai), row.adopted, row.comments)
        for row in rows
    ]
