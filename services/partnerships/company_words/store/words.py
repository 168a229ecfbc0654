"""What has all these words: words that begin alike are a range, which an index answers under row security."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CTE,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    false,
    func,
    intersect,
    literal,
    or_,
    select,
    true,
    union,
)

from services.partnerships.base.search_words import Wanted
from services.partnerships.companies.tables.companies import company_words

LAST = "\U0010ffff"
"""After every word that starts with the same letters, byte by byte."""
RARE = 200
"""Companies with a word are counted up to there, to begin with the word that fewest have."""
_ACCENTED, _BARE = "àâäáãçéèêëíìîïñóòôöõúùûüÿ’", "aaaaaceeeeiiiinooooouuuuy "
TYPED = """
    typed AS (
        SELECT word COLLATE "C" AS word, last COLLATE "C" AS last, nth
        FROM unnest(CAST(:words AS text[]), CAST(:lasts AS text[]))
            WITH ORDINALITY AS given (word, last, nth)
    )
"""
"""Both ends of each range are given: with one put together there, no index answers under row security."""


def lists(*names: str) -> list[BindParameter[Any]]:
    """Parameters that are lists of texts."""
    return [bindparam(name, type_=ARRAY(Text)) for name in names]


def of_companies(company_id: ColumnElement[Any], words: Sequence[Wanted]) -> ColumnElement[bool]:
    """Whether that is a company with all of these."""
    return and_(true(), *(_answers(company_id, one) for one in words))


def answering(words: Sequence[Wanted]) -> CTE:
    """The companies with all of these, found before anything is asked of them.

    A list is in the order of names: where a word is in many of them, going through all names for the
    fifty of a page took four times as long.
    """
    whole = intersect(*(_having(one) for one in words))
    return whole.cte("answering").prefix_with("MATERIALIZED")


def among(column: ColumnElement[Any], ids: Sequence[UUID]) -> ColumnElement[bool]:
    """Whether it is one of these, however many: the same statement."""
    return column == any_(literal(list(ids), ARRAY(Uuid)))


def titled(title: ColumnElement[str], words: Sequence[str]) -> ColumnElement[bool]:
    """Whether a title has words that begin with all of these; those of a lycée are few enough to read."""
    bare = func.lower(func.translate(title, _ACCENTED + _ACCENTED.upper(), _BARE * 2))
    return and_(true(), *(bare.regexp_match(rf"\m{re.escape(word)}") for word in words))


def ranges(words: Sequence[str]) -> dict[str, list[str]]:
    """The words that are typed, for `TYPED`."""
    return {"words": list(words), "lasts": [word + LAST for word in words]}


def initials(words: Sequence[str]) -> dict[str, list[str]]:
    """Words each with the range of what begins with the same letter: it is rarely mistyped."""
    firsts = [word[:1] for word in words]
    return {"words": list(words), "firsts": firsts, "lasts": [one + LAST for one in firsts]}


def _answers(company_id: ColumnElement[Any], wanted: Wanted) -> ColumnElement[bool]:
    having = company_id.in_(_with_word(wanted))
    return or_(having, among(company_id, wanted.hosts)) if wanted.hosts else having


def _having(wanted: Wanted) -> Select[Any] | CompoundSelect[Any]:
    having = _with_word(wanted)
    if not wanted.hosts:
        return having
    return union(having, select(func.unnest(literal(list(wanted.hosts), ARRAY(Uuid)))))


def _with_word(wanted: Wanted) -> Select[Any]:
    known = company_words.c
    begins = and_(known.word >= wanted.word, known.word < wanted.word + LAST)
    exact = known.word.in_(wanted.exact) if wanted.exact else false()
    return select(known.company_id).where(or_(begins, exact))
