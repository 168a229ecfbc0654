"""The people a journey named: are they found anywhere but where their lycée keeps them?

The names are those in the tables of who owns them, once the journey is over: whatever people typed,
imported or received is looked for, without a list kept by hand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import asyncpg
import pytest

from deploy.services import SERVICES
from services.chassis.base.settings import Settings
from tests.security.canaries import dressed
from tests.security.named_tables import OWNED, as_bytes, tables_of

PEOPLE_MAX = 40
"""As many of each kind are looked for: each in thirty dresses, in megabytes."""
LETTERS_MIN = 7
"""A shorter word alone may well be a part of another."""
PUBLIC = (
    ("partnerships", "SELECT concat_ws(' ', name) FROM companies"),
    ("partnerships", "SELECT concat_ws(' ', name, address, commune, locality) FROM sites"),
    ("portal", "SELECT concat_ws(' ', name, commune) FROM lycees"),
    ("portal", "SELECT display_name FROM accounts"),
)
NAMED = (
    ("internships", "SELECT uai, last_name, first_name FROM pupils WHERE last_name IS NOT NULL"),
    ("partnerships", "SELECT uai, name, mail, phone FROM contacts"),
)
OUTSIDE = {"demo_mails"}
"""What left for a mailbox: it is for who receives it."""
CLUSTERS = {"postgres", "pg"}
"""Folders of PostgreSQL, whose tables are read as tables."""

printed: list[str] = []
"""What the tests of this process printed and logged; see tests/conftest.py."""


@dataclass(frozen=True)
class Word:
    """A word that names somebody, the lycées that may hold it, and the bytes it becomes."""

    text: str
    owners: frozenset[str]
    patterns: tuple[bytes, ...]

    @cached_property
    def firsts(self) -> frozenset[bytes]:
        """The first letters of each of them."""
        return frozenset(pattern[:LETTERS_MIN] for pattern in self.patterns)


def patterns_of(text: str) -> tuple[bytes, ...]:
    plain = unicodedata.normalize("NFC", text)
    apart = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    cases = (str.lower, str.upper, str.title, str)
    found = {case(form).encode() for form in (plain, apart, bare) for case in cases}
    found |= {dress for case in cases for dress in dressed(case(plain))} | {quote(bare).encode()}
    return tuple(sorted(pattern for pattern in found if len(pattern) >= LETTERS_MIN))


def words_in(values: Iterable[str | None], public: str) -> set[str]:
    """The long words and the whole names that nothing public contains."""
    known = [value.strip() for value in values if value and value.strip()]
    whole = {" ".join(known[:2]), " ".join(reversed(known[:2])), *known}
    words = {word for value in known for word in value.split()} | whole
    return {w for w in words if len(w) >= LETTERS_MIN and w.casefold() not in public}


@dataclass(frozen=True)
class Kept:
    """The databases, files and prints of one installation."""

    settings: Settings
    folder: Path

    async def connect(self, service: str) -> asyncpg.Connection:
        assert self.settings.database_url is not None
        server = self.settings.database_url.get_secret_value().rpartition("/")[0]
        return await asyncpg.connect(f"{server}/{self.settings.database_name(service)}")

    async def ask(self, service: str, query: str) -> list[asyncpg.Record]:
        """The rows; none where the service never ran."""
        try:
            superuser = await self.connect(service)
        except asyncpg.InvalidCatalogNameError:
            return []
        try:
            return list(await superuser.fetch(query))
        finally:
            await superuser.close()

    async def words(self) -> list[Word]:
        """What names people here."""
        rows = [row for service, query in PUBLIC for row in await self.ask(service, query)]
        public = " ".join(str(row[0]) for row in rows).casefold()
        owners: dict[str, set[str]] = {}
        for service, query in NAMED:
            rows = await self.ask(service, query)
            for row in rows[:: len(rows) // PEOPLE_MAX + 1]:
                for word in words_in(list(row.values())[1:], public):
                    owners.setdefault(word, set()).add(row["uai"])
        return [Word(text, frozenset(uais), patterns_of(text)) for text, uais in owners.items()]

    async def out_of_place(self, told: str) -> dict[str, set[str]]:
        """The words found in each place where there should be none."""
        words = await self.words()
        if not words:
            return {}
        found = {"printed": seen(told.encode(), words)}
        for path in self.folder.rglob("*"):
            if path.is_file() and not CLUSTERS & set(path.relative_to(self.folder).parts):
                found[str(path.relative_to(self.folder))] = seen(path.read_bytes(), words)
        for service in SERVICES:
            found |= await self._in_tables(service.name, words)
        return {place: some for place, some in found.items() if some}

    async def _in_tables(self, service: str, words: list[Word]) -> dict[str, set[str]]:
        try:
            superuser = await self.connect(service)
        except asyncpg.InvalidCatalogNameError:
            return {}
        found: dict[str, set[str]] = {}
        for table in set(await tables_of(superuser)) - OUTSIDE:
            owned = table in OWNED.get(service, {})
            by_lycee: dict[str, list[bytes]] = {}
            for row in await superuser.fetch(f'SELECT * FROM "{table}"'):
                by_lycee.setdefault(str(row.get("uai")) if owned else "", []).append(as_bytes(row))
            for uai, rows in by_lycee.items():
                others = [word for word in words if uai not in word.owners]
                found.setdefault(f"{service}.{table}", set()).update(seen(b"\n".join(rows), others))
        await superuser.close()
        return found


def seen(content: bytes, words: Collection[Word]) -> set[str]:
    """The words that are in it. Each pattern is looked for only where its first letters are found:
    going through megabytes for each of thousands took longer than what was tested.
    """
    wanted = {first for word in words for first in word.firsts}
    slices = (content[at : at + LETTERS_MIN] for at in range(len(content)))
    there = {first for first in slices if first in wanted}
    likely = [word for word in words if not word.firsts.isdisjoint(there)]
    return {word.text for word in likely if any(p in content for p in word.patterns)}


@asynccontextmanager
async def no_name_gets_out(
    settings: Settings, folder: Path, told: Callable[[], str] | None = None
) -> AsyncIterator[None]:
    """Fail at the end of the context if somebody is named in a file, a stream, a table that is not
    their lycée's, or what was printed (`told()` adds what other processes printed).
    """
    since = len(printed)
    yield
    text = "\n".join(printed[since:]) + (told() if told else "")
    found = await Kept(settings, folder).out_of_place(text)
    if found:
        pytest.fail(f"Somebody is named where nobody should be: {found}")
