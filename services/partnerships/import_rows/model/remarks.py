"""What a line says besides who a company is: remarks, and the day somebody was last in touch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from contracts.elision import elided
from contracts.partnerships.companies import InteractionKind
from services.partnerships.base.text import plain
from services.partnerships.company_notes.model import headed, in_notes
from services.partnerships.import_cells.model.cells import remark_text
from services.partnerships.import_cells.model.days import day_in, in_french
from services.partnerships.import_columns.model.columns import parted_field
from services.partnerships.import_columns.model.fields import LAST_CONTACT, REMARK
from services.partnerships.import_rows.model.years import is_count_of_year, told_by_year

_KINDS: Mapping[InteractionKind, tuple[str, ...]] = {
    InteractionKind.VISIT: ("visite",),
    InteractionKind.MEETING: ("rdv", "rendez vous", "rencontre"),
    InteractionKind.MAIL: ("mail", "courriel", "mel"),
    InteractionKind.CALL: ("appel", "appele", "appelee", "telephone", "tel"),
}
"""How one was in touch, by words of the heading; a call where it says nothing else."""


@dataclass(frozen=True)
class PastExchange:
    """An exchange of before the import; `told` is how the list says it."""

    kind: InteractionKind
    on: date
    note: str | None
    told: str
    of_its_kind: bool = True
    """Whether the heading says how; « Dernier contact » does not."""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "PastExchange":
        """The reverse of `to_json`."""
        kind, on = InteractionKind(kept["kind"]), date.fromisoformat(kept["on"])
        return cls(kind, on, kept["note"], kept["told"], kept.get("of_its_kind", True))

    def to_json(self) -> dict[str, Any]:
        """What is kept of it until the line is recorded."""
        return {**vars(self), "on": self.on.isoformat()}


@dataclass(frozen=True)
class Way:
    """A mail or a phone that no field of a card takes: it may be somebody's."""

    what: str
    written: str

    @property
    def told(self) -> str:
        """The note it makes."""
        return headed(self.what, self.written)


def ways(what: str, written: Sequence[str], people: Sequence[str] = ()) -> list[Way]:
    """Ways to reach somebody, each of these with the names of whom it may reach.

    By its name a note is found when somebody is erased or asks what is kept of them.
    """
    whose = f"{what} {elided(' ou '.join(people))}" if people else what
    return [Way(whose, one) for one in written]


@dataclass(frozen=True)
class Besides:
    """The notes and the exchanges a line makes."""

    notes: tuple[str, ...] = ()
    exchanges: tuple[PastExchange, ...] = field(default=())
    ways: tuple[Way, ...] = ()

    @property
    def every_note(self) -> tuple[str, ...]:
        """The notes, those of mails and phones included."""
        more = (piece for way in self.ways for piece in in_notes(way.told))
        return tuple(dict.fromkeys((*self.notes, *more)))

    def by(self, today: date, kept_since: date) -> "Besides":
        """What the line says besides, as of a day: what is to come is no exchange, and stays as a note.

        So do the words of an exchange whose text would be erased for its age.
        """
        past = [one for one in self.exchanges if one.on <= today]
        aged = [one for one in past if one.on < kept_since and one.note]
        noted = [one.told for one in self.exchanges if one.on > today or one in aged]
        if not noted:
            return self
        exchanges = tuple(replace(one, note=None) if one in aged else one for one in past)
        return replace(self, notes=(*self.notes, *noted), exchanges=exchanges)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> "Besides":
        """The reverse of `to_json`."""
        kept = kept or {"notes": (), "exchanges": ()}
        ways = tuple(Way(**way) for way in kept.get("ways", ()))
        exchanges = tuple(map(PastExchange.from_json, kept["exchanges"]))
        return cls(tuple(kept["notes"]), exchanges, ways)

    def to_json(self) -> dict[str, Any]:
        """What is kept of it until the line is recorded."""
        return {
            "notes": self.notes,
            "exchanges": [one.to_json() for one in self.exchanges],
            "ways": [{**vars(way)} for way in self.ways],
        }


NOTHING_BESIDES = Besides()


def read_besides(
    raw: Mapping[str, str], more: Sequence[str] = (), ways: Sequence[Way] = ()
) -> Besides:
    """Read the columns of remarks and of last contacts; `more` are notes of other columns."""
    notes: list[str] = []
    exchanges: list[PastExchange] = []
    years: list[tuple[str, str]] = []
    for key, cell in raw.items():
        name, heading = parted_field(key)
        if name not in (REMARK, LAST_CONTACT):
            continue
        lines = map(in_french, remark_text(cell).splitlines())
        text = "\n".join(filter(None, map(str.strip, lines)))
        if not text:
            continue
        if name == REMARK and is_count_of_year(heading, text):
            years.append((heading, text))
            continue
        exchange = _exchange(heading, text) if name == LAST_CONTACT else None
        if exchange:
            exchanges.append(exchange)
        else:
            notes += in_notes(text, heading)
    notes += in_notes(told_by_year(years)) if years else ()
    notes += [piece for text in more for piece in in_notes(text)]
    return Besides(tuple(dict.fromkeys(notes)), tuple(exchanges), tuple(dict.fromkeys(ways)))


def _exchange(heading: str, text: str) -> PastExchange | None:
    day, beside = day_in(text)
    if day is None or len(list(in_notes(text, heading))) > 1:
        return None
    kind = next(_said(f" {plain(heading)} "), None) or next(_said(f" {plain(beside)} "), None)
    told = headed(heading, text)
    return PastExchange(kind or InteractionKind.CALL, day, beside or None, told, kind is not None)


def _said(words: str) -> Iterator[InteractionKind]:
    for kind, names in _KINDS.items():
        if any(f" {name} " in words for name in names):
            yield kind
