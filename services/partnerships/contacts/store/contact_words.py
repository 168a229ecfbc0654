"""Contacts by the words they are found by: one's own, and those other lycées share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Table, Text, Uuid, bindparam, column, delete, text

from contracts.identifiers import Uai
from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.company_words.store.misspelt import ALIKE
from services.partnerships.company_words.store.words import RARE, TYPED, initials, lists, ranges
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.contacts.tables import contact_words, shared_contact_words

# A company's words may stand beside a person's: « delbosc chaudronnerie ». Not its words alone, or
# every search for a company would show whoever works there. Looked for from the words few persons
# have, from a common first name only where there is no other; alone, it has a page of some of them.
_FOUND = """
    WITH {typed}, sized AS MATERIALIZED (
        SELECT word, last, (
            SELECT count(*) FROM (
                SELECT FROM {words} w WHERE w.word >= typed.word AND w.word < typed.last AND {whose}
                LIMIT {rare}
            ) AS few
        ) AS persons FROM typed
    ), named AS MATERIALIZED (
        SELECT DISTINCT one.uai, one.contact_id FROM sized CROSS JOIN LATERAL (
            SELECT w.uai, w.contact_id FROM {words} w
            WHERE w.word >= sized.word AND w.word < sized.last AND {whose}
            LIMIT CASE WHEN cardinality(CAST(:words AS text[])) = 1 THEN {enough} END
        ) one
        WHERE persons > 0 AND persons <= (
            SELECT greatest(min(persons), {rare} - 1) FROM sized WHERE persons > 0
        )
    )
    SELECT {columns} FROM named {one_by_one}
    JOIN companies c ON c.company_id = p.company_id
    LEFT JOIN lycees l ON l.lycee = p.uai
    WHERE NOT EXISTS (
        SELECT FROM typed WHERE NOT EXISTS (
            SELECT FROM {words} w WHERE w.uai = p.uai AND w.contact_id = p.contact_id
            AND w.word >= typed.word AND w.word < typed.last
        ) AND NOT EXISTS (
            SELECT FROM company_words w WHERE w.company_id = p.company_id
            AND w.word >= typed.word AND w.word < typed.last
        )
    )
    ORDER BY p.name, p.contact_id LIMIT :limit
"""
_MISSPELT = """
    WITH named AS MATERIALIZED (
        SELECT uai, contact_id FROM (
            SELECT nth, w.uai, w.contact_id, max(similarity(w.word, typed.word)) AS likeness
            FROM unnest(
                CAST(:words AS text[]), CAST(:firsts AS text[]), CAST(:lasts AS text[])
            ) WITH ORDINALITY AS typed (word, first, last, nth)
            JOIN {words} w ON w.word >= typed.first COLLATE "C" AND w.word < typed.last COLLATE "C"
            WHERE {whose} AND similarity(w.word, typed.word) >= :alike
            GROUP BY nth, w.uai, w.contact_id
        ) AS each_word
        GROUP BY uai, contact_id HAVING count(*) = cardinality(CAST(:words AS text[]))
        ORDER BY sum(likeness) DESC, contact_id LIMIT :limit
    )
    SELECT {columns} FROM named {one_by_one}
    JOIN companies c ON c.company_id = p.company_id
    LEFT JOIN lycees l ON l.lycee = p.uai
    ORDER BY p.name, p.contact_id
"""
# They are few, which the planner does not know: it would read all contacts to find them.
_ONE_BY_ONE = """
    CROSS JOIN LATERAL (
        SELECT * FROM {contacts} WHERE uai = named.uai AND contact_id = named.contact_id LIMIT 1
    ) p
"""
_SHOWN = (
    "p.uai, p.contact_id, p.company_id, c.name AS company, coalesce(l.name, p.uai) AS lycee,"
    " p.name, p.function"
)
_OWN = {
    "words": "contact_words",
    "contacts": "contacts",
    "whose": "w.uai = ANY(CAST(:uais AS text[]))",
}
_SHARED = {
    "words": "shared_contact_words",
    "contacts": "shared_contacts",
    "whose": "w.uai <> ALL(CAST(:uais AS text[]))",
}
ENOUGH = 500
"""Persons with the one word that is typed are put in order up to there."""
_COLUMNS = (
    column("uai", Text),
    *(column(name, Uuid) for name in ("contact_id", "company_id")),
    *(column(name, Text) for name in ("company", "lycee", "name", "function")),
    column("shared", Boolean),
)


def _found_in(shape: str, of: Mapping[str, str], shared: str) -> str:
    one_by_one = _ONE_BY_ONE.format(**of)
    shown = f"{_SHOWN}, {shared} AS shared"
    return shape.format(
        columns=shown, typed=TYPED, rare=RARE, enough=ENOUGH, one_by_one=one_by_one, **of
    )


def _statement(shape: str, *ends: str) -> Prepared:
    """The statement that finds contacts: those of the lycées first, then those others share."""
    own, theirs = _found_in(shape, _OWN, "false"), _found_in(shape, _SHARED, "true")
    both = f"SELECT * FROM ({own}) own UNION ALL SELECT * FROM ({theirs}) theirs"  # noqa: S608  texts of ours
    asked = text(f"{both} ORDER BY shared, name, contact_id LIMIT :limit")
    return Prepared(asked.bindparams(*lists("words", "uais", *ends)).columns(*_COLUMNS))


def _adding(table: str) -> Prepared:
    """All of a piece in one statement: an import has four words for each of its contacts."""
    rows = "unnest(CAST(:uais AS text[]), CAST(:words AS text[]), CAST(:ids AS uuid[]))"
    into = f"INSERT INTO {table} (uai, word, contact_id) SELECT * FROM {rows}"  # noqa: S608 # our table
    given = (*lists("uais", "words"), bindparam("ids", type_=ARRAY(Uuid)))
    return Prepared(text(f"{into} ON CONFLICT DO NOTHING").bindparams(*given))


_ADD = {table.name: _adding(table.name) for table in (contact_words, shared_contact_words)}
_FIND, _GUESS = _statement(_FOUND, "lasts"), _statement(_MISSPELT, "firsts", "lasts")


@dataclass(frozen=True)
class FoundContact:
    """Who it is, where, and whose contact.

    How to reach them stands on the company's card, beside what is to be known before anybody calls.
    """

    contact_id: UUID
    name: str
    function: str | None
    company_id: UUID
    company: str
    uai: Uai
    lycee: str
    shared: bool
    """Whether another lycée shares it."""


class ContactWords:
    """What the contacts of one table are found by."""

    def __init__(self, uow: UnitOfWork, *, shared: bool = False) -> None:
        self._uow = uow
        self._table: Table = shared_contact_words if shared else contact_words

    async def add(self, of: Sequence[tuple[Uai, UUID, ContactDetails]]) -> None:
        """Have them found."""
        rows = [
            (uai, word, contact_id)
            for uai, contact_id, details in of
            for word in sorted(details.search_words)
        ]
        if rows:
            uais, words, ids = map(list, zip(*rows, strict=True))
            await self._uow.run(_ADD[self._table.name], {"uais": uais, "words": words, "ids": ids})

    async def change(self, uai: Uai, contact_id: UUID, details: ContactDetails) -> None:
        """Have one found by what is known of them by now, and by nothing else."""
        known = self._table.c
        gone = delete(self._table).where(
            known.uai == uai,
            known.contact_id == contact_id,
            known.word.not_in(details.search_words),
        )
        await self._uow.execute(gone)
        await self.add([(uai, contact_id, details)])


async def find_contacts(
    uow: UnitOfWork, words: Sequence[str], limit: int
) -> Sequence[FoundContact]:
    """Contacts with words that begin with all of these, or whose company has the rest."""
    return await _read(uow, _FIND, {**ranges(words), "limit": limit})


async def find_misspelt_contacts(
    uow: UnitOfWork, words: Sequence[str], limit: int
) -> Sequence[FoundContact]:
    """Contacts that have a word like each of these."""
    return await _read(uow, _GUESS, {**initials(words), "alike": ALIKE, "limit": limit})


async def _read(
    uow: UnitOfWork, statement: Prepared, given: dict[str, Any]
) -> Sequence[FoundContact]:
    rows = await uow.run(statement, {**given, "uais": sorted(uow.scope.uais)})
    return [FoundContact(**{**row, "uai": Uai(row["uai"])}) for row in rows.mappings()]
