"""Which companies look alike: nearly the same name in the same commune.

The commune is compared by equality, so that an index answers under row security; the likeness of
names (trigrams of `name_key`, which has neither accents nor legal forms) is reckoned on those few.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Text, bindparam, text

from contracts.identifiers import Uai
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.text import name_key
from services.partnerships.companies.model.company import ERASED_NAME

# The query below reads this table by name.
from services.partnerships.duplicates.tables import distinct_companies

LIKELY = 0.6
"""From here on two names in one commune are probably one company's."""
PERHAPS = 0.45
"""From here on it is worth showing to who is typing."""
SHOWN_MAX = 5
PAIRS_MAX = 50

_IN_PLACE = text(
    """
    SELECT c.company_id FROM companies c JOIN sites s USING (company_id)
    WHERE s.place_key = :place
    GROUP BY c.company_id, c.name_key
    HAVING greatest(similarity(c.name_key, :name),
                    max(similarity(lower(coalesce(s.name, '')), :name))) >= :floor
    ORDER BY similarity(c.name_key, :name) DESC, c.company_id LIMIT :limit
    """
)
# The same of a company that is sent: only those one of whose words begins as one of the words sent does.
_SENT = text(
    """
    SELECT c.company_id FROM companies c JOIN sites s USING (company_id)
    WHERE s.place_key = :place AND c.company_id IN (
        SELECT w.company_id FROM unnest(CAST(:heads AS text[])) AS head
        JOIN company_words w ON w.word >= head COLLATE "C" AND w.word < (head || :last) COLLATE "C"
    )
    GROUP BY c.company_id, c.name_key
    HAVING greatest(similarity(c.name_key, :name),
                    max(similarity(lower(coalesce(s.name, '')), :name))) >= :floor
    ORDER BY similarity(c.name_key, :name) DESC, c.company_id LIMIT :limit
    """
).bindparams(bindparam("heads", type_=ARRAY(Text)))
# Without a commune: companies one of whose words begins as one of the words typed does.
_ANYWHERE = text(
    """
    SELECT c.company_id FROM companies c
    WHERE c.company_id IN (
        SELECT w.company_id FROM unnest(CAST(:heads AS text[])) AS head
        JOIN company_words w ON w.word >= head COLLATE "C" AND w.word < (head || :last) COLLATE "C"
    ) AND similarity(c.name_key, :name) >= :floor
    ORDER BY similarity(c.name_key, :name) DESC, c.company_id LIMIT :limit
    """
).bindparams(bindparam("heads", type_=ARRAY(Text)))
# Names whose words begin alike in the same commune, for many at once.
_HEADS = """
    SELECT DISTINCT s.place_key, left(word, 4) AS head, c.company_id, c.name_key, c.siren
    FROM companies c JOIN sites s USING (company_id),
        LATERAL regexp_split_to_table(c.name_key, ' ') AS word
    WHERE s.place_key IS NOT NULL AND c.name_key <> :erased
    AND (length(word) > 3 OR word = c.name_key)
"""
_OF_LINES = text(
    f"""
    WITH lines AS (
        SELECT line, name, place, left(word, 4) AS head
        FROM unnest(CAST(:lines AS int[]), CAST(:names AS text[]), CAST(:places AS text[]))
            AS given (line, name, place), LATERAL regexp_split_to_table(name, ' ') AS word
        WHERE length(word) > 3 OR word = name
    ), heads AS ({_HEADS} AND s.place_key = ANY(CAST(:places AS text[])))
    SELECT DISTINCT ON (line) line, company_id
    FROM lines JOIN heads ON heads.place_key = place AND heads.head = lines.head
    WHERE similarity(name_key, name) >= :floor
    ORDER BY line, similarity(name_key, name) DESC, company_id
    """  # noqa: S608 – both parts are above
).bindparams(
    bindparam("lines", type_=ARRAY(Integer)),
    bindparam("names", type_=ARRAY(Text)),
    bindparam("places", type_=ARRAY(Text)),
)
# Two cards with a SIREN each have two: they are two companies.
_PAIRS = text(
    f"""
    WITH heads AS MATERIALIZED ({_HEADS}), own AS (
        SELECT DISTINCT company_id FROM acquaintances WHERE uai = ANY(CAST(:uais AS text[]))
    ), pairs AS (
        SELECT DISTINCT a.company_id AS low, b.company_id AS high,
            similarity(a.name_key, b.name_key) AS likeness
        FROM heads a JOIN heads b USING (place_key, head)
        WHERE a.company_id < b.company_id AND (a.siren IS NULL OR b.siren IS NULL)
        AND similarity(a.name_key, b.name_key) >= :floor
    )
    SELECT low, high FROM pairs
    WHERE (low IN (SELECT company_id FROM own) OR high IN (SELECT company_id FROM own))
    AND NOT EXISTS (
        SELECT FROM {distinct_companies.name} d WHERE d.low_id = low AND d.high_id = high
    )
    ORDER BY likeness DESC, low, high LIMIT :limit
    """  # noqa: S608 – both parts are above
).bindparams(bindparam("uais", type_=ARRAY(Text)))
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Typed:
    """A name somebody is typing, with its commune once it is known."""

    name: str
    place: str | None = None


@dataclass(frozen=True)
class NamedLine:
    """A line of a list: the name it gives, and where."""

    line: int
    name: str
    place: str


class Likeness:
    """Companies of the registry that look alike."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    async def of(self, typed: Typed) -> Sequence[UUID]:
        """The companies that may be the one being typed, the likeliest first."""
        name = name_key(typed.name)
        given: dict[str, Any] = {"name": name, "floor": PERHAPS, "limit": SHOWN_MAX}
        if typed.place:
            found = await self._uow.execute(_IN_PLACE, {**given, "place": typed.place})
        else:
            found = await self._uow.execute(_ANYWHERE, {**given, **_begun(name)})
        return list(found.scalars())

    async def of_one_sent(self, sent: Typed) -> Sequence[UUID]:
        """The companies that are probably the one being registered, the likeliest first."""
        name = name_key(sent.name)
        given = {"name": name, "floor": LIKELY, "limit": SHOWN_MAX, **_begun(name)}
        if sent.place:
            found = await self._uow.execute(_SENT, {**given, "place": sent.place})
        else:
            found = await self._uow.execute(_ANYWHERE, given)
        return list(found.scalars())

    async def of_lines(self, lines: Sequence[NamedLine]) -> Mapping[int, UUID]:
        """The likeliest company of each line that looks like one."""
        if not lines:
            return {}
        given = {
            "lines": [one.line for one in lines],
            "names": [name_key(one.name) for one in lines],
            "places": [one.place for one in lines],
            "floor": LIKELY,
            "erased": name_key(ERASED_NAME),
        }
        rows = await self._uow.execute(_OF_LINES, given)
        return {row.line: row.company_id for row in rows}

    async def pairs(self, uais: Collection[Uai]) -> Sequence[tuple[UUID, UUID]]:
        """Pairs that look alike, one of which at least is on a list of these lycées."""
        given = {
            "uais": sorted(uais),
            "floor": LIKELY,
            "limit": PAIRS_MAX,
            "erased": name_key(ERASED_NAME),
        }
        return [(row.low, row.high) for row in await self._uow.execute(_PAIRS, given)]


def _begun(name: str) -> dict[str, Any]:
    """How the words of a name begin."""
    words = name.split()
    heads = [word[:4] for word in words if len(word) > 3] or words
    return {"heads": heads, "last": _LAST}
