"""The cells of one line as they are taken one by one: what no field takes is kept as a note, and named."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from contracts.identifiers import CommuneCode
from services.partnerships.company_notes.model import headed
from services.partnerships.import_cells.model.cells import number_text
from services.partnerships.import_cells.model.civility import addressed
from services.partnerships.import_cells.model.numbers import zeros_back
from services.partnerships.import_cells.model.persons import Person, people_named
from services.partnerships.import_rows.model.remarks import Way, ways

V = TypeVar("V")


@dataclass(frozen=True)
class Reader:
    """What reading a line needs and the domain does not know: communes by name, phone numbers."""

    communes: Mapping[str, CommuneCode]
    phone: Callable[[str], str]
    names_alone: bool = True
    """Whether the list has many lines of one name: then such a line needs no question."""


_WAYS = frozenset({"Adresse mail", "Numéro de téléphone"})
_FAULT = re.compile(r" (?:non|trop|étranger)\b")
"""Where what is wrong begins, in what is said of a value: before it stands what the value is."""


@dataclass
class LineCells:
    """What was read of a line so far, and what is wrong with it."""

    line: int
    raw: Mapping[str, str]
    texts: Mapping[str, str | None]
    reader: Reader
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    """What no field of a card holds, and a note does."""
    ways: list[Way] = field(default_factory=list)
    """Mails and phones of this kind."""

    def people(self) -> list[Person]:
        """Whoever the line names; a civility, a first name and a function go with the only one."""
        people = people_named(self.raw.get("contact", ""))
        if len(people) != 1:
            return people
        (one,) = people
        name = " ".join(filter(None, (self.texts.get("first_name"), one.name)))
        return [replace(one, name=addressed(name, self.texts.get("civility")))]

    def short(self, name: str, what: str, most: int) -> str | None:
        text = self.texts.get(name)
        if text and (len(text) > most or not text.isprintable()):
            self.leave(what, text, feminine=True)
            return None
        return text or None

    def value(
        self, name: str, make: Callable[[str], V], what: str, digits: int | None = None
    ) -> V | None:
        text = self.texts.get(name)
        if not text:
            return None
        try:
            whole = number_text(text)
            return make(zeros_back(whole, digits) if digits else whole)
        except ValueError:
            self.leave(what, text)
            return None

    def note(self, found: Iterable[str], what: str) -> None:
        """Keep as notes what there is more of than a card holds."""
        self.more += [headed(what, one) for one in found]

    def leave(self, what: str, written: str, *, feminine: bool = False) -> None:
        """Name what no field of the card takes; what was written stays as a note."""
        told = f"{what}, {'gardée' if feminine else 'gardé'} en note"
        if told not in self.remarks:
            self.remarks.append(told)
        thing = _FAULT.split(what)[0]
        heading = f"{thing[:1].upper()}{thing[1:]}"
        if heading in _WAYS:
            self.ways += ways(heading, [written], [one.name for one in self.people()])
        else:
            self.note([written], heading)
