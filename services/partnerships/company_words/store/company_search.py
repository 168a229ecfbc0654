"""Companies with all the words that are typed: those a bureau works with first.

The word that fewest have is begun with. Where many have each of them, the bureau's own companies are
gone through in the order they are of use, and others only as far as some are shown: the cost hangs on
what is shown, not on how many there are. `OFFSET 0` keeps a condition a probe of the index of one
company's words; as a join it would read every company that has the word.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, column, text

from contracts.identifiers import Uai
from services.chassis.database.compiled_statements import Prepared
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.base.search_words import Wanted
from services.partnerships.company_words.store.words import LAST

FEW = 1000
"""Companies with a word are counted up to there: so many are read and put in order."""
AMONG_MORE = 4
"""Times what is shown: of many others, so many are put in order."""
_RANGE = "SELECT company_id FROM company_words WHERE word >= :word_{0} AND word < :last_{0}"
_EXACT = "SELECT company_id FROM company_words WHERE word = ANY(CAST(:exact_{0} AS text[]))"
_HOSTS = "SELECT unnest(CAST(:hosts_{0} AS uuid[])) AS company_id"
_IN_RANGE = """EXISTS (SELECT FROM company_words w WHERE w.company_id = c.company_id
    AND w.word >= :word_{0} AND w.word < :last_{0} OFFSET 0)"""
_IS_EXACT = """EXISTS (SELECT FROM company_words w WHERE w.company_id = c.company_id
    AND w.word = ANY(CAST(:exact_{0} AS text[])) OFFSET 0)"""
_IS_HOST = "c.company_id = ANY(CAST(:hosts_{0} AS uuid[]))"
_KNOWN = """
    SELECT a.company_id,
        coalesce(bool_or(a.hosted_on <= CAST(:today AS date)), false) AS hosted,
        max(greatest(
            CASE WHEN a.last_on <= CAST(:today AS date) THEN a.last_on END,
            CASE WHEN a.hosted_on <= CAST(:today AS date) THEN a.hosted_on END
        )) AS latest_on
    FROM acquaintances a WHERE a.uai = ANY(CAST(:uais AS text[]))
"""
_USE = "known.hosted DESC, known.latest_on DESC NULLS LAST"
_COUNT = "SELECT count(*) FROM (SELECT FROM ({0}) found LIMIT {1}) few"
_ALL_OF_FEW = """
    WITH matched AS MATERIALIZED (
        SELECT DISTINCT c.company_id FROM ({starting}) c WHERE {rest}
    )
    SELECT c.company_id FROM matched CROSS JOIN LATERAL (
        SELECT company_id, name_key FROM companies WHERE company_id = matched.company_id LIMIT 1
    ) c LEFT JOIN LATERAL (
        {known} AND a.company_id = c.company_id GROUP BY a.company_id
    ) known ON true
    ORDER BY (c.name_key = :name) DESC, known.company_id IS NULL, {use},
        (c.name_key >= :name AND c.name_key < :after) DESC, c.name_key, c.company_id
    LIMIT :limit
"""
_OWN = """
    WITH known AS MATERIALIZED ({known} GROUP BY a.company_id),
    ranked AS MATERIALIZED (
        SELECT known.company_id FROM known ORDER BY {use}, known.company_id
    )
    SELECT c.company_id FROM ranked c WHERE {all} LIMIT :limit
"""
_NAMED_SO = """
    SELECT c.company_id, c.name_key = :name AS exactly FROM companies c
    WHERE c.name_key >= :name AND c.name_key < :after AND {all}
    ORDER BY c.name_key, c.company_id LIMIT :limit
"""
_SOME = """
    WITH others AS MATERIALIZED (SELECT c.company_id FROM ({starting}) c WHERE {rest} LIMIT :limit)
    SELECT DISTINCT c.name_key, c.company_id FROM others CROSS JOIN LATERAL (
        SELECT company_id, name_key FROM companies WHERE company_id = others.company_id LIMIT 1
    ) c ORDER BY c.name_key, c.company_id
"""
_GOING_ON = """
    SELECT DISTINCT c.kind, c.company_id FROM (
        SELECT 'partnerships' AS kind, company_id FROM partnerships
        UNION ALL SELECT 'tasks', company_id FROM tasks WHERE done_at IS NULL
        UNION ALL SELECT 'actions', company_id FROM action_companies
    ) c WHERE c.company_id IS NOT NULL AND {all}
    UNION ALL SELECT 'titles', NULL WHERE EXISTS (SELECT FROM actions)
"""
Shape = tuple[tuple[bool, bool], ...]
"""Of each word, whether whole words will do besides, and companies."""
_NUMBERED: Mapping[str, Any] = {
    "word": Text,
    "last": Text,
    "exact": ARRAY(Text),
    "hosts": ARRAY(Uuid),
}


class CompanySearch:
    """One search among companies, begun once for all that is shown of it."""

    def __init__(self, uow: UnitOfWork, wanted: Sequence[Wanted], most: int) -> None:
        self._uow = uow
        self._shape = _shape(wanted)
        self._few = most < FEW
        self.nothing = not wanted or most == 0
        """Whether one of the words is no company's."""
        self._given = _given(wanted)

    async def first(self, name: str, uais: Sequence[Uai], limit: int) -> Sequence[UUID]:
        """That name itself, then the lycées' own as they are of use, then others by name."""
        if self.nothing:
            return []
        given = {
            "name": name,
            "after": name + LAST,
            "uais": list(uais),
            "today": local_date(self._uow.now),
            "limit": limit,
        }
        if self._few:
            return await self._ids(_all_of_few, given)
        so_called = await self._rows(_named_so, given)
        found = [row.company_id for row in so_called if row.exactly]
        found += await self._ids(_own, given)
        found += [row.company_id for row in so_called]
        if len(set(found)) < limit:
            found += await self._ids(_some, {"limit": AMONG_MORE * limit})
        return list(dict.fromkeys(found))[:limit]

    async def going_on(self) -> Mapping[str, Sequence[UUID]]:
        """Of those companies, the ones the lycées in scope have something with, by what it is.

        "titles": whether there may be actions of a title with the words.
        """
        if self.nothing:
            return {"titles": ()}
        found: dict[str, list[UUID]] = {}
        for row in await self._rows(_going_on, {}):
            found.setdefault(row.kind, []).append(row.company_id)
        return found

    async def _ids(
        self, of: Callable[[Shape], Prepared], given: Mapping[str, Any]
    ) -> Sequence[UUID]:
        return [row.company_id for row in await self._rows(of, given)]

    async def _rows(
        self, of: Callable[[Shape], Prepared], given: Mapping[str, Any]
    ) -> Sequence[Any]:
        return (await self._uow.run(of(self._shape), {**self._given, **given})).all()


async def begin_search(uow: UnitOfWork, wanted: Sequence[Wanted]) -> CompanySearch:
    """Begin with the word that fewest companies have."""
    if not wanted:
        return CompanySearch(uow, wanted, 0)
    counts = await count_each(uow, wanted)
    by_count = sorted(zip(counts, range(len(wanted)), strict=True))
    return CompanySearch(uow, [wanted[nth] for _, nth in by_count], by_count[0][0])


async def count_each(uow: UnitOfWork, wanted: Sequence[Wanted]) -> Sequence[int]:
    """How many companies have each of these words, or how many are enough to tell."""
    row = (await uow.run(_counts(_shape(wanted)), _given(wanted))).one()
    return [int(count) for count in row]


def _given(wanted: Sequence[Wanted]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for nth, one in enumerate(wanted):
        given |= {f"word_{nth}": one.word, f"last_{nth}": one.word + LAST}
        given |= {f"exact_{nth}": list(one.exact), f"hosts_{nth}": list(one.hosts)}
    return given


def _shape(wanted: Sequence[Wanted]) -> Shape:
    return tuple((bool(one.exact), bool(one.hosts)) for one in wanted)


@cache
def _counts(shape: Shape) -> Prepared:
    names = [f"n_{nth}" for nth in range(len(shape))]
    counts = [
        f"({_COUNT.format(_starting(nth, of), FEW)}) AS n_{nth}" for nth, of in enumerate(shape)
    ]
    return _prepared(f"SELECT {', '.join(counts)}", len(shape), *names)


@cache
def _all_of_few(shape: Shape) -> Prepared:
    return _prepared(_ALL_OF_FEW.format(**_parts(shape)), len(shape), "company_id")


@cache
def _own(shape: Shape) -> Prepared:
    return _prepared(_OWN.format(**_parts(shape)), len(shape), "company_id")


@cache
def _named_so(shape: Shape) -> Prepared:
    return _prepared(_NAMED_SO.format(**_parts(shape)), len(shape), "company_id", "exactly")


@cache
def _some(shape: Shape) -> Prepared:
    return _prepared(_SOME.format(**_parts(shape)), len(shape), "name_key", "company_id")


@cache
def _going_on(shape: Shape) -> Prepared:
    return _prepared(_GOING_ON.format(**_parts(shape)), len(shape), "kind", "company_id")


def _starting(nth: int, of: tuple[bool, bool]) -> str:
    return " UNION ALL ".join(_each(nth, of, _RANGE, _EXACT, _HOSTS))


def _each(nth: int, of: tuple[bool, bool], *ways: str) -> Sequence[str]:
    """The ways to answer to a word, without those that nothing is given for."""
    given = zip((True, *of), ways, strict=True)
    return [way.format(nth) for is_given, way in given if is_given]


def _parts(shape: Shape) -> Mapping[str, str]:
    each = [
        f"({' OR '.join(_each(nth, of, _IN_RANGE, _IS_EXACT, _IS_HOST))})"
        for nth, of in enumerate(shape)
    ]
    return {
        "starting": _starting(0, shape[0]),
        "all": " AND ".join(each),
        "rest": " AND ".join(each[1:]) or "true",
        "known": _KNOWN,
        "use": _USE,
    }


def _prepared(statement: str, count: int, *columns: str) -> Prepared:
    types = {f"{name}_{nth}": of for name, of in _NUMBERED.items() for nth in range(count)}
    asked, types = text(statement), {"uais": ARRAY(Text), **types}
    said = [bindparam(name, type_=of) for name, of in types.items() if f":{name}" in statement]
    return Prepared(asked.bindparams(*said).columns(*map(column, columns)))
