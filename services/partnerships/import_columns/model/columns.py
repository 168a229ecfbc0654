"""Which column of a list is what: headings as people spell them, in any order, under any title."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count

from services.partnerships.base.text import plain
from services.partnerships.import_columns.model.fields import HEADINGS, SEVERAL, WORDS
from services.partnerships.import_columns.model.rejects import LINE, REASON
from services.partnerships.import_pupils.model.groups import Group
from services.partnerships.import_pupils.model.pupils import (
    is_somebody_s_name,
    names_beside_contacts,
    of_pupils,
)

_NAMED = {Group.COMPANY: "name", Group.PERSON: "contact"}
KNOWN, EXACT, WITHIN, CLOSE = 4, 3, 2, 1
CLOSE_RATIO = 0.85
_CUT_LETTERS_MIN = 3
_PARTS = re.compile(r"[()\[\]/+&,;:|\n]|\bet\b|\bou\b| - | – ", re.IGNORECASE)
_HOLDS_OTHERS = ("name", "contact", "address", "commune", "phone", "mail", "function")
"""What another thing is read in, the first that a heading names."""
HEADING_CHARACTERS_MAX = 60
"""A longer cell is a sentence, not a heading."""
OURS = frozenset(map(plain, (REASON, LINE)))
"""Columns that giving rejected lines back adds to a file."""
_OUR_LIST, _OF_OUR_LIST = (
    "connue de votre lycee",
    frozenset({"activite", "site", "autres lycees qui la connaissent", "ferme depuis"}),
)
"""A column that tells the list of companies that went out, and those of it the registry says by itself."""


@dataclass(frozen=True)
class Heading:
    """The row of headings: the column of each field that was recognised."""

    columns: Mapping[str, int]
    score: int
    sure: frozenset[int] = field(default=frozenset())
    """Columns whose heading leaves no doubt, those to be left aside included."""
    weak: frozenset[int] = field(default=frozenset())
    """Columns whose heading only resembles one: what they hold tells better."""
    pupils: frozenset[int] = field(default=frozenset())
    """Columns of pupils, or that may be: what they hold is not kept unless somebody says a field."""
    people: frozenset[int] = field(default=frozenset())
    """Columns headed as remarks whose cells are people: nothing is proposed for them."""


def heading_of(
    cells: Sequence[str],
    keys: Sequence[str] = (),
    known: Mapping[str, str | None] | None = None,
    groups: Sequence[Group | None] = (),
    *,
    titled: bool = False,
) -> Heading:
    """Read a row as headings; `known` says what somebody said some of their keys are, `groups`
    whom each is about where another row above says so, `titled` that a title names pupils.

    Each column is one field at most, and each field the column that resembles it most. Beside a
    column of pupils, what a remark or a last contact is about is always asked.
    """
    said = {i: (known or {})[key] for i, key in enumerate(keys) if key in (known or {})}
    companies = {index for index, name in said.items() if name}
    pupils = pupils_among(cells, groups) - companies
    unread = unread_among(cells, groups, titled=titled) - companies
    guesses = [(KNOWN, name, index) for index, name in said.items() if name]
    told = _with_several_things(cells, list(_grouped(cells, groups)))
    guesses += [guess for guess in told if guess[2] not in unread | said.keys()]
    if unread:
        guesses = [guess for guess in guesses if guess[1] not in SEVERAL]
    columns: dict[str, int] = {}
    weak: set[int] = set()
    score = KNOWN * sum(name is None for name in said.values())
    sure = {index for index, name in said.items() if name is None} | pupils
    sure |= _ours(cells)
    for strength, name, index in sorted(guesses, key=lambda guess: (-guess[0], guess[2])):
        key = field_key(name, cells[index], columns)
        if key not in columns and index not in columns.values():
            columns[key] = index
            score += strength
            if strength >= EXACT:
                sure.add(index)
            if strength == CLOSE:
                weak.add(index)
    if not unread:
        _names_of_people(cells, columns, said)
    return Heading(columns, score, frozenset(sure), frozenset(weak), unread)


def _ours(cells: Sequence[str]) -> frozenset[int]:
    """The columns that Passerelle added to what it gave: they tell it nothing."""
    words = [plain(cell) for cell in cells]
    every = OURS | _OF_OUR_LIST | {_OUR_LIST} if _OUR_LIST in words else OURS
    return frozenset(at for at, word in enumerate(words) if word in every)


def pupils_among(cells: Sequence[str], groups: Sequence[Group | None]) -> frozenset[int]:
    """The columns of pupils, by their own heading or by that of their group."""
    under = frozenset(at for at, group in enumerate(groups) if group is Group.PUPIL)
    return of_pupils(cells) | under


def unread_among(
    cells: Sequence[str], groups: Sequence[Group | None], *, titled: bool = False
) -> frozenset[int]:
    """The same with « Nom » and « Prénom », which may be theirs where no group says whose."""
    pupils = pupils_among(cells, groups)
    theirs = pupils or titled or names_beside_contacts(cells)
    return pupils | _names(cells) if theirs and not any(groups) else pupils


def _grouped(
    cells: Sequence[str], groups: Sequence[Group | None]
) -> Iterator[tuple[int, str, int]]:
    """The guesses, with what the name of a group says of « Nom » and of a second phone."""
    found = list(_guesses(cells))
    for at, group in enumerate(groups):
        if group in _NAMED and plain(cells[at]) in ("nom", "noms"):
            found.append((EXACT, _NAMED[group], at))
    phones = {at for strength, name, at in found if name == "phone" and strength == EXACT}
    people = {at for at in phones if at < len(groups) and groups[at] is Group.PERSON}
    for strength, name, at in found:
        of_somebody = name == "phone" and at in people and phones - people
        yield strength, "mobile" if of_somebody else name, at


def _with_several_things(
    cells: Sequence[str], guesses: Sequence[tuple[int, str, int]]
) -> Iterator[tuple[int, str, int]]:
    """The guesses, where a heading names two things (« Contact (fonction) ») with the one whose cells
    the other is taken out of: it is asked about, unless another column is that one for sure.
    """
    for index, cell in enumerate(cells):
        fields = _things_in(cell)
        first = next((name for name in _HOLDS_OTHERS if name in fields), None)
        sure = {(name, at) for strength, name, at in guesses if strength == EXACT}
        alone = first and not any(name == first and at != index for name, at in sure)
        if len(fields) < 2 or not alone or (first, index) in sure:
            yield from (guess for guess in guesses if guess[2] == index)
        elif first:
            yield WITHIN, first, index
            yield from ((CLOSE, name, index) for name in fields if name != first)


def _things_in(heading: str) -> Sequence[str]:
    """The fields that the parts of a heading name, one after another."""
    parts = (" ".join(map(_singular, plain(one).split())) for one in _PARTS.split(heading))
    found = (next((n for n, all_ in HEADINGS.items() if one in all_), None) for one in parts if one)
    return list(dict.fromkeys(name for name in found if name))


def keyed(columns: Iterable[tuple[str, str, int]]) -> dict[str, int]:
    """Columns, as (field, heading, index), by what each is kept by: see `field_key`."""
    found: dict[str, int] = {}
    for name, heading, index in columns:
        found[field_key(name, heading, found)] = index
    return found


def field_key(name: str, heading: str, taken: Container[str] = ()) -> str:
    """What a column is kept by: its field, with its heading where several may be the same."""
    if name not in SEVERAL:
        return name
    key = f"{name}:{' '.join(heading.split())}"
    return next(one for n in count(1) if (one := key if n == 1 else f"{key} {n}") not in taken)


def parted_field(key: str) -> tuple[str, str]:
    """The field and the heading of `field_key`."""
    name, _, heading = key.partition(":")
    return name, heading


def _guesses(cells: Sequence[str]) -> Iterator[tuple[int, str, int]]:
    ours = _ours(cells)
    for index, cell in enumerate(cells):
        words = " ".join(map(_singular, plain(cell).split()))
        if not words or len(words) > HEADING_CHARACTERS_MAX or index in ours:
            continue
        for name, accepted in HEADINGS.items():
            if words in accepted:
                yield EXACT, name, index
        if within := _first_said(words):
            yield WITHIN, within, index
        for name, accepted in HEADINGS.items():
            if any(_close(words, one) for one in accepted):
                yield CLOSE, name, index
        yield from ((CLOSE, name, index) for name in _cut_short(words))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") else word


def _close(words: str, accepted: str) -> bool:
    """Whether one is the other with a typing mistake; short words differ by one letter too soon."""
    shorter = min(len(words), len(accepted))
    # No more letters can be the same: the many cells that are no heading are seen at a glance.
    if shorter < 5 or 2 * shorter < CLOSE_RATIO * (len(words) + len(accepted)):
        return False
    matcher = SequenceMatcher(None, words, accepted)
    return matcher.quick_ratio() >= CLOSE_RATIO and matcher.ratio() >= CLOSE_RATIO


def _first_said(words: str) -> str | None:
    """The field of the first word of a heading that is one's (« Tuteur en entreprise »: the tutor)."""
    padded = f" {words} "
    places = {
        name: min((at for word in inside if (at := padded.find(f" {word} ")) >= 0), default=None)
        for name, inside in WORDS.items()
    }
    found = {name: at for name, at in places.items() if at is not None}
    if {"postcode", "commune"} <= found.keys():
        return "commune"  # « Code postal / Ville »: both are read in its cells
    return min(found, key=lambda name: found[name], default=None)


def _cut_short(words: str) -> Sequence[str]:
    """The field whose heading this is with words cut short (« Raison soc. »); none where several are."""
    found = [name for name, accepted in HEADINGS.items() if any(_cuts(words, a) for a in accepted)]
    return found if len(found) == 1 else ()


def _cuts(words: str, accepted: str) -> bool:
    pairs = list(zip(words.split(), accepted.split(), strict=False))
    if len(words.split()) != len(accepted.split()) or words == accepted:
        return False
    return all(
        short == whole
        or (
            len(short) >= _CUT_LETTERS_MIN
            and len(whole) - len(short) >= 2
            and whole.startswith(short)
        )
        for short, whole in pairs
    )


def _names(cells: Sequence[str]) -> frozenset[int]:
    """« Nom » and « Prénom », of pupils or of contacts where a column of pupils is beside them."""
    return frozenset(at for at, cell in enumerate(cells) if is_somebody_s_name(cell))


def _names_of_people(
    cells: Sequence[str], columns: dict[str, int], said: Mapping[int, str | None]
) -> None:
    """« Nom » alone is a person's beside « Prénom », else the company's when nothing else is."""
    bare = next((i for i, cell in enumerate(cells) if plain(cell) in ("nom", "noms")), None)
    if bare is None or bare in columns.values() or bare in said:
        return
    if "first_name" in columns and "contact" not in columns:
        columns["contact"] = bare
    elif "name" not in columns:
        columns["name"] = bare
