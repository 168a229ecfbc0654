"""What has all these words: words that begin alike are a range, which an index answers under row security."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    column,
    func,
    literal,
    select,
    text,
    true,
)

from contracts.identifiers import Uai
from services.chassis.prepared import Prepared
from services.chassis.work import UnitOfWork

# The query below reads this table by name.
from services.partnerships.storage.tables import company_words

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


_WITH_WORDS = Prepared(
    text(
        f"""
        WITH {TYPED}, rarest AS MATERIALIZED (
            SELECT word, last, nth FROM typed ORDER BY (
                SELECT count(*) FROM (
                    SELECT FROM {company_words.name} w
                    WHERE w.word >= typed.word AND w.word < typed.last LIMIT {RARE}
                ) AS few
            ), nth LIMIT 1
        ), matched AS MATERIALIZED (
            SELECT DISTINCT w.company_id
            FROM rarest JOIN company_words w ON w.word >= rarest.word AND w.word < rarest.last
            WHERE NOT EXISTS (
                SELECT FROM typed WHERE typed.nth <> rarest.nth AND NOT EXISTS (
                    SELECT FROM company_words o WHERE o.company_id = w.company_id
                    AND o.word >= typed.word AND o.word < typed.last
                )
            )
        )
        SELECT c.company_id FROM matched CROSS JOIN LATERAL (
            SELECT company_id, name_key FROM companies
            WHERE company_id = matched.company_id LIMIT 1
        ) c LEFT JOIN LATERAL (
            SELECT a.uai FROM acquaintances a
            WHERE a.company_id = c.company_id AND a.uai = ANY(CAST(:uais AS text[])) LIMIT 1
        ) known ON true
        ORDER BY (c.name_key >= :name AND c.name_key < :after) DESC, known.uai IS NULL,
            c.name_key, c.company_id LIMIT :limit
        """  # noqa: S608  names and texts of ours
    )
    .bindparams(*lists("words", "lasts", "uais"))
    .columns(column("company_id", Uuid))
)


def of_companies(company_id: ColumnElement[Any], words: Sequence[str]) -> ColumnElement[bool]:
    """Whether that is a company with words that begin with all of these."""
    return and_(true(), *(company_id.in_(_having(word)) for word in words))


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
    """The same, each with the range of what begins with the same letter: it is rarely mistyped."""
    firsts = [word[:1] for word in words]
    return {"words": list(words), "firsts": firsts, "lasts": [one + LAST for one in firsts]}


async def companies_with(
    uow: UnitOfWork, words: Sequence[str], name: str, uais: Sequence[Uai], limit: int
) -> Sequence[UUID]:
    """Companies with all these words: whose name begins so first, then those the lycées know."""
    given = {
        **ranges(words),
        "name": name,
        "after": name + LAST,
        "uais": list(uais),
        "limit": limit,
    }
    return list((await uow.run(_WITH_WORDS, given)).scalars())


def _having(word: str) -> Select[Any]:
    known = company_words.c
    return select(known.company_id).where(known.word >= word, known.word < word + LAST)
