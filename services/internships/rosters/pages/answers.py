"""What the form of a preview of a class list says."""

from collections.abc import Sequence
from uuid import UUID

from contracts.identifiers import Mef
from services.chassis.base.parse_input import whole_number
from services.internships.formations.model.mef_catalogue import CATALOGUE
from services.internships.roster_files.model.file import LeftAside, RosterRow, RosterUnreadable
from services.internships.rosters.forms import RosterForm
from services.internships.rosters.model.review import Review
from services.internships.rosters.model.roster import Decision


def pairs_of(values: Sequence[str]) -> list[tuple[str, str]]:
    """`<key>:<value>` fields as pairs; others are left out."""
    return [(key, value) for key, colon, value in (v.partition(":") for v in values) if colon]


def asides_of(values: Sequence[str]) -> tuple[LeftAside, ...]:
    """`<column>:<cells>:<heading>` fields; others are left out."""
    parts = (value.split(":", 2) for value in values)
    return tuple(
        LeftAside(where, cells, index)
        for first, second, where in (one for one in parts if len(one) == 3)
        if (index := whole_number(first)) is not None and (cells := whole_number(second))
    )


def formations_of(following: Sequence[str]) -> dict[str, UUID | Mef]:
    """Each class’s formation: one that is open, by its id, or one of the catalogue, by its code.

    Raises RosterUnreadable: somebody changed the fields.
    """
    try:
        return {key: _formation(chosen) for key, chosen in pairs_of(following) if chosen}
    except ValueError as broken:
        raise RosterUnreadable from broken


def _formation(chosen: str) -> UUID | Mef:
    if not chosen.isdigit():
        return UUID(chosen)
    mef = Mef(chosen)
    if mef not in CATALOGUE:
        raise RosterUnreadable
    return mef


def decisions_of(deciding: Sequence[str]) -> dict[int, Decision]:
    """The answer about each line to check. Raises RosterUnreadable: somebody changed the fields."""
    try:
        return {int(line): Decision(decision) for line, decision in pairs_of(deciding)}
    except ValueError as broken:
        raise RosterUnreadable from broken


def with_hidden(
    decisions: dict[int, Decision], rows: Sequence[RosterRow], *, unseen: bool
) -> dict[int, Decision]:
    """The answers, with the one given for all the rows that the workbook hides (`unseen`)."""
    every = {row.line: Decision.OTHER for row in rows if row.hidden} if unseen else {}
    return decisions | {
        line: said
        for line, said in every.items()
        if decisions.get(line, Decision.ASIDE) is Decision.ASIDE
    }


def renames_of(renaming: Sequence[str]) -> dict[str, str]:
    """The recorded class that each new class is."""
    return {new: old for new, old in pairs_of(renaming) if old}


def review_of(form: RosterForm) -> Review:
    """All that was confirmed. Raises RosterUnreadable: somebody changed the fields."""
    try:
        return Review(
            renames=renames_of(form.renaming),
            leaving={UUID(pupil): int(version) for pupil, version in pairs_of(form.leaving)},
            on=form.on,
            correcting=form.correcting,
            returning={UUID(pupil): int(version) for pupil, version in pairs_of(form.returning)},
            asked={int(line) for line in form.asked.split(",") if line},
        )
    except ValueError as broken:
        raise RosterUnreadable from broken
