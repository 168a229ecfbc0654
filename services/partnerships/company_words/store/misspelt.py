"""Words nearly those that were typed, and the companies that have them: asked once nothing else was found."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Text, TextClause, column, text

from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork

# The queries below read this table by name, and that of partnerships.
from services.partnerships.companies.tables.companies import company_words
from services.partnerships.company_words.store.words import initials, lists

ALIKE = 0.3
"""Trigrams that « roi » and « roy » have in common."""
SHOWN_MAX = 5
# Words that begin with the same letter are a range, which an index answers under row security, and
# likeness is reckoned on those alone.
_MISSPELT = f"""
    SELECT company_id FROM (
        SELECT nth, company_id, max(similarity(known.word, typed.word)) AS likeness
        FROM unnest(
            CAST(:words AS text[]), CAST(:firsts AS text[]), CAST(:lasts AS text[])
        ) WITH ORDINALITY AS typed (word, first, last, nth)
        JOIN {company_words.name} known ON known.word >= typed.first COLLATE "C"
            AND known.word < typed.last COLLATE "C"
        WHERE similarity(known.word, typed.word) >= :alike%s
        GROUP BY nth, company_id
    ) AS found
    GROUP BY company_id HAVING count(*) = cardinality(CAST(:words AS text[]))
    ORDER BY sum(likeness) DESC, company_id LIMIT :limit
"""  # noqa: S608  the name of a table of ours
_LISTS = lists("words", "firsts", "lasts")
_AMONG_ALL = text(_MISSPELT % "").bindparams(*_LISTS)
_PARTNERS = " AND known.company_id IN (SELECT company_id FROM partnerships)"
_AMONG_PARTNERS = text(_MISSPELT % _PARTNERS).bindparams(*_LISTS)


_KNOWN = Prepared(
    text(
        f"""
        SELECT given.word FROM unnest(CAST(:words AS text[])) AS given (word)
        WHERE EXISTS (
            SELECT FROM {company_words.name} known
            WHERE known.word = given.word COLLATE "C" OFFSET 0
        )
        """  # noqa: S608  the name of a table of ours
    )
    .bindparams(*lists("words"))
    .columns(column("word", Text))
)


async def known_among(uow: UnitOfWork, words: Sequence[str]) -> Sequence[str]:
    """Those of these words that companies have."""
    return list((await uow.run(_KNOWN, {"words": list(words)})).scalars()) if words else []


async def find_misspelt(uow: UnitOfWork, words: Sequence[str]) -> Sequence[UUID]:
    """The companies that have a word like each of these, the likest first."""
    return await _likest(uow, _AMONG_ALL, words)


async def find_misspelt_partners(uow: UnitOfWork, words: Sequence[str]) -> Sequence[UUID]:
    """Companies among them that the lycées in scope have, or had, a partnership with."""
    return await _likest(uow, _AMONG_PARTNERS, words)


async def _likest(uow: UnitOfWork, asked: TextClause, words: Sequence[str]) -> Sequence[UUID]:
    if not words:
        return []
    given = {**initials(words), "alike": ALIKE, "limit": SHOWN_MAX}
    return list((await uow.execute(asked, given)).scalars())
