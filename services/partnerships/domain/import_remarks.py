"""What a line says besides who a company is: remarks, and the day somebody was last in touch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from contracts.partnerships import InteractionKind
from services.partnerships.domain.company_note import headed, in_notes
from services.partnerships.domain.import_cells import cell_text, said
from services.partnerships.domain.import_columns import parted_field
from services.partnerships.domain.import_days import day_in
from services.partnerships.domain.import_fields import LAST_CONTACT, REMARK
from services.partnerships.domain.text import plain

_KINDS: Mapping[InteractionKind, tuple[str, ...]] = {
    InteractionKind.VISIT: ("visite",),
    InteractionKind.MEETING: ("rdv", "rendez vous", "rencontre"),
    InteractionKind.MAIL: ("mail", "courriel", "mel"),
}
"""How one was in touch, by words of the heading; a call where it says nothing else."""


@dataclass(frozen=True)
class PastExchange:
    """An exchange of before the import; `told` is how the list says it."""

    kind: InteractionKind
    on: date
    note: str | None
    told: str

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "PastExchange":
        """The reverse of `to_json`."""
        kind, on = InteractionKind(kept["kind"]), date.fromisoformat(kept["on"])
        return cls(kind, on, kept["note"], kept["told"])

    def to_json(self) -> dict[str, Any]:
        """What is kept of it until the line is recorded."""
        return {**vars(self), "on": self.on.isoformat()}


@dataclass(frozen=True)
class Besides:
    """The notes and the exchanges a line makes."""

    notes: tuple[str, ...] = ()
    exchanges: tuple[PastExchange, ...] = field(default=())

    def by(self, today: date) -> "Besides":
        """The same as of a day: what is to come is no exchange, and stays as a note."""
        past = tuple(one for one in self.exchanges if one.on <= today)
        to_come = [one.told for one in self.exchanges if one.on > today]
        return replace(self, notes=(*self.notes, *to_come), exchanges=past) if to_come else self

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> "Besides":
        """The reverse of `to_json`."""
        kept = kept or {"notes": (), "exchanges": ()}
        return cls(tuple(kept["notes"]), tuple(map(PastExchange.from_json, kept["exchanges"])))

    def to_json(self) -> dict[str, Any]:
        """What is kept of it until the line is recorded."""
        return {"notes": self.notes, "exchanges": [one.to_json() for one in self.exchanges]}


NOTHING_BESIDES = Besides()


def read_besides(raw: Mapping[str, str], more: Sequence[str] = ()) -> Besides:
    """Read the columns of remarks and of last contacts; `more` are notes of other columns."""
    notes: list[str] = []
    exchanges: list[PastExchange] = []
    for key, cell in raw.items():
        name, heading = parted_field(key)
        text = "\n".join(filter(None, map(str.strip, said(cell).splitlines())))
        if name not in (REMARK, LAST_CONTACT) or not cell_text(cell):
            continue
        exchange = _exchange(heading, text) if name == LAST_CONTACT else None
        if exchange:
            exchanges.append(exchange)
        else:
            notes += in_notes(headed(heading, text))
    notes += [piece for text in more for piece in in_notes(text)]
    return Besides(tuple(dict.fromkeys(notes)), tuple(exchanges))


def _exchange(heading: str, text: str) -> PastExchange | None:
    day, beside = day_in(text)
    if day is None or len(list(in_notes(headed(heading, text)))) > 1:
        return None
    return PastExchange(_kind(heading), day, beside or None, headed(heading, text))


def _kind(heading: str) -> InteractionKind:
    words = f" {plain(heading)} "
    return next(_said(words), InteractionKind.CALL)


def _said(words: str) -> Iterator[InteractionKind]:
    for kind, names in _KINDS.items():
        if any(f" {name} " in words for name in names):
            yield kind
