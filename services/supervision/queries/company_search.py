"""Cards whose name, trade and communes have what was typed, or nearly, once nothing has it exactly."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, and_, func, literal, or_, select

from contracts.words import place_key
from services.chassis.reference.nomenclatures import activities_with_word, commune_name
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.domain.acquaintance import Sought
from services.supervision.storage.company_tables import companies, company_merges

ALIKE = 0.4
"""Trigrams a word of four letters has in common with itself, one letter mistyped."""
LETTERS_MIN = 4
"""Of a shorter word, one letter mistyped leaves nothing to recognise."""
PLACE_ALIKE = 0.8
C, M = companies.c, company_merges.c


async def places_named(uow: UnitOfWork) -> Mapping[str, str]:
    """The communes some card is in, by INSEE code, with their name as searches compare it."""
    found = await uow.execute(select(func.unnest(C.communes).label("code")).distinct())
    named = ((row.code, commune_name(row.code)) for row in found)
    return {code: place_key(name) for code, name in named if name}


def cards_with(sought: Sought, places: Mapping[str, str], *, nearly: bool = False) -> Select[Any]:
    """The ids of the cards; `nearly`: with words like those, one letter mistyped."""
    statement = select(C.company_id)
    if sought.siret:
        former = select(M.company_id).where(M.merged, _among(M.former_keys, [sought.siret]))
        return statement.where(or_(_among(C.site_keys, [sought.siret]), C.company_id.in_(former)))
    if sought.siren:
        return statement.where(C.siren == sought.siren)
    asked = [_has(word, places, nearly=nearly) for word in sought.words]
    return statement.where(and_(*asked)) if asked else statement


async def words_of_none(
    uow: UnitOfWork, sought: Sought, places: Mapping[str, str]
) -> Sequence[str]:
    """The words that no card has, be it in its name, its trade or its communes."""
    alone = [cards_with(Sought((word,)), places).exists() for word in sought.words]
    row = (await uow.execute(select(*alone))).one()
    return [word for word, there in zip(sought.words, row, strict=True) if not there]


def _has(word: str, places: Mapping[str, str], *, nearly: bool) -> ColumnElement[bool]:
    # Bare words: no letter of them means anything to LIKE.
    named: ColumnElement[bool] = C.name_key.like(f"%{word}%")
    if codes := activities_with_word(word):
        named = or_(named, C.naf.in_(codes))
    there = [code for code, key in places.items() if _is_in(word, key)]
    if nearly and len(word) >= LETTERS_MIN:
        named = or_(named, func.word_similarity(word, C.name_key) >= ALIKE)
        there += [code for code, key in places.items() if _is_nearly_in(word, key)]
    return or_(named, _among(C.communes, sorted(there))) if there else named


def _is_in(word: str, key: str) -> bool:
    word = place_key(word)
    return any(one.startswith(word) for one in key.split())


def _is_nearly_in(word: str, key: str) -> bool:
    return bool(get_close_matches(word, key.split(), n=1, cutoff=PLACE_ALIKE))


def _among(column: Any, values: Sequence[str]) -> ColumnElement[bool]:
    overlaps: ColumnElement[bool] = column.bool_op("&&")(literal(list(values), ARRAY(Text)))
    return overlaps
