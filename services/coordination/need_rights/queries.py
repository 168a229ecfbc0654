"""What is kept of a person in the needs of companies."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from contracts.words import plain
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.need_links.store import Precision, Precisions
from services.coordination.needs.model.assignment import Assignment
from services.coordination.needs.model.need import Need
from services.coordination.needs.store.needs import Assignments, need_of
from services.coordination.needs.tables import need_assignments, need_precisions, needs

FOUND_MAX = 50
WORDS_MAX = 5
NUMBER_LENGTH = 9
"""The digits of a French number after what stands for the country, or for a call inside it."""
_WITHIN_A_NUMBER = r"(?<=[0-9])[\s\u00a0\u202f.()/-]+(?=[0-9(])|[()]"
"""What is typed between the digits of one number."""
_ACCENTED = "àâäáãçéèêëîïíìôöóòõûüúùÿñœæ’'-.@_+"
_BARE = "aaaaaceeeeiiiiooooouuuuynoa        "
"""As `contracts.words.plain` does, near enough: each sign is another one, so that a database can."""


@dataclass(frozen=True)
class KeptNeed:
    """A need that names somebody, with all that is kept of it."""

    need: Need
    assignments: Sequence[Assignment]
    precisions: Sequence[Precision]


async def find_needs_naming(uow: UnitOfWork, typed: str) -> Sequence[KeptNeed]:
    """The needs in which all these words stand: in who told it, what is asked, added or answered.

    The newest first, `FOUND_MAX` at most.
    """
    words = plain(typed).split()[:WORDS_MAX]
    if not words:
        return []
    named = and_(*(_names(word) for word in words))
    if sum(sign.isdigit() for sign in typed) >= NUMBER_LENGTH:
        named = or_(named, _reached_by(typed))
    statement = (
        select(needs)
        .where(needs.c.erased_at.is_(None), named)
        .order_by(needs.c.sent_at.desc(), needs.c.need_id)
        .limit(FOUND_MAX)
    )
    rows = (await uow.execute(statement)).all()
    return [await _kept(uow, need_of(row)) for row in rows]


async def find_needs_of(
    uow: UnitOfWork, *, mail: str | None, phone: str | None, many: int = FOUND_MAX
) -> Sequence[Need]:
    """The needs in which a mail address stands, or this phone, however it was typed.

    The newest first, so many at most.
    """
    named = [_reached_by(phone)] if phone else []
    if mail:
        named.append(_anywhere(lambda column: _holds_address(column, mail)))
    if not named:
        return []
    statement = (
        select(needs)
        .where(needs.c.erased_at.is_(None), or_(*named))
        .order_by(needs.c.sent_at.desc(), needs.c.need_id)
        .limit(many)
    )
    return [need_of(row) for row in await uow.execute(statement)]


def _reached_by(phone: str) -> ColumnElement[bool]:
    digits = "".join(sign for sign in phone if sign.isdigit())[-NUMBER_LENGTH:]
    return _anywhere(lambda column: _digits(column).like(f"%{digits}%"))


def _digits(column: ColumnElement[str]) -> ColumnElement[str]:
    return func.regexp_replace(column, _WITHIN_A_NUMBER, "", "g")


def _holds_address(column: ColumnElement[str], mail: str) -> ColumnElement[bool]:
    """Whether the whole address stands there, and not as a piece of a longer one."""
    whole = rf"(?<![\w.+-]){re.escape(mail.strip())}(?![\w-]|\.\w)"
    return column.regexp_match(whole, flags="i")


async def _kept(uow: UnitOfWork, need: Need) -> KeptNeed:
    return KeptNeed(need, await Assignments(uow).of(need.id), await Precisions(uow).of(need.id))


def _names(word: str) -> ColumnElement[bool]:
    return _anywhere(lambda column: _has(column, word))


def _anywhere(holds: Callable[[ColumnElement[str]], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whether it stands in who told it, in what is asked, added or answered."""
    own = (
        *(needs.c.requester_name, needs.c.requester_mail, needs.c.requester_phone),
        *(needs.c.company, needs.c.text, needs.c.formation, needs.c.answer),
    )
    answered = select(need_assignments.c.need_id).where(
        need_assignments.c.need_id == needs.c.need_id, holds(need_assignments.c.answer)
    )
    added = select(need_precisions.c.need_id).where(
        need_precisions.c.need_id == needs.c.need_id, holds(need_precisions.c.text)
    )
    return or_(*(holds(column) for column in own), answered.exists(), added.exists())


def _has(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    # `plain` leaves letters and digits alone: nothing in the word is a pattern.
    return func.translate(func.lower(column), _ACCENTED, _BARE).like(f"%{word}%")
