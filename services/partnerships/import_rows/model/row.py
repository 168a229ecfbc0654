"""One line of an imported list: what it says, what is asked about it, or why it is left out."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from contracts.identifiers import CommuneCode, Naf, Siren, Siret
from contracts.partnerships.companies import Diffusion, LegalForm
from services.partnerships.base.text import plain
from services.partnerships.companies.model.company import Company, CompanyDetails, SiteDetails
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.import_cells.model.civility import is_function, is_service
from services.partnerships.import_rows.model.answers import (
    OF_BELOW,
    OF_ONE_COMPANY,
    OF_PEOPLE,
    Answer,
    Below,
    Doubt,
)
from services.partnerships.import_rows.model.remarks import NOTHING_BESIDES, Besides

V = TypeVar("V")

SITE_OBJECTED = "mail ou téléphone laissé de côté\u202f: la personne s’est opposée à être contactée"
OBJECTED = "contact laissé de côté\u202f: la personne s’est opposée à être contactée"
HIDDEN = "Ligne masquée dans votre classeur (par un filtre, ou repliée)\u00a0: l’importer\u202f?"
HIDDEN_TOO = "Cette ligne est masquée dans votre classeur."


@dataclass(frozen=True)
class Alike:
    """The company a line was asked about: what was answered holds for that one alone.

    A number if it has one, else its name and its place, as for two lines about one company: what
    is a line of the list when somebody answers is a card of the registry when later lines are read.
    """

    name: str
    place: str
    siren: str | None = None

    @classmethod
    def of(cls, company: Company, place: str) -> "Alike":
        """What tells a company of that place."""
        return cls(plain(company.details.name), place, company.details.siren)

    def is_one(self, other: "Alike") -> bool:
        """Whether both are the same company; a number may have been completed since."""
        sirens = {self.siren, other.siren} - {None}
        return (self.name, self.place) == (other.name, other.place) and len(sirens) < 2


@dataclass(frozen=True)
class Origin:
    """The line as the file has it, and what somebody typed instead of some of its cells."""

    cells: tuple[str, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    """The column of each field: a second table of a sheet has others than the first."""
    typed: Mapping[str, str] = field(default_factory=dict)

    def texts(self) -> dict[str, str]:
        """What each field says."""
        told = {n: self.cells[at] for n, at in self.columns.items() if at < len(self.cells)}
        return told | dict(self.typed)

    def row(self) -> list[str]:
        """The line as it would be in the file, with what was typed."""
        width = max(
            (len(self.cells), *(self.columns[n] + 1 for n in self.typed if n in self.columns))
        )
        row = [*self.cells, *[""] * (width - len(self.cells))]
        for name, text in self.typed.items():
            if name in self.columns:
                row[self.columns[name]] = text
        return row

    def to_json(self) -> dict[str, Any]:
        """What is kept of it until the line is recorded."""
        return {"cells": self.row(), "at": dict(self.columns), "typed": dict(self.typed)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Origin":
        """The reverse of `to_json`."""
        return cls(tuple(kept["cells"]), kept.get("at", {}), kept.get("typed", {}))


@dataclass(frozen=True)
class ImportRow:
    """A line that can be used, as it is read; `line` is the row a spreadsheet shows."""

    line: int
    company: CompanyDetails
    site: SiteDetails
    contacts: tuple[ContactDetails, ...] = ()
    remarks: tuple[str, ...] = ()
    """What was mended or left out of the line, in French."""
    besides: Besides = NOTHING_BESIDES
    """Notes and exchanges of before."""
    doubt: Doubt | None = None
    asked: str = ""
    """What is asked about it, in French."""
    answers: frozenset[Answer] = frozenset()
    alike: Alike | None = None
    """The company it was asked about."""
    origin: Origin = field(default_factory=Origin)
    below: Below | None = None
    """The line of the company it gives another contact of, where it has none."""

    @property
    def siren(self) -> Siren | None:
        """The number of the company, said by itself or by its site."""
        return self.company.siren or (self.site.siret.siren if self.site.siret else None)

    def unseen(self) -> "ImportRow":
        """The row, said to be hidden in its spreadsheet: asked about, or said with what is asked."""
        asked = f"{self.asked} {HIDDEN_TOO}" if self.doubt else HIDDEN
        return replace(self, doubt=self.doubt or Doubt.HIDDEN, asked=asked)

    @property
    def waits(self) -> bool:
        """Whether what is asked about it has no answer yet."""
        return self.doubt is not None and Answer.CREATE not in self.answers

    @property
    def mononyms(self) -> Sequence[str]:
        """The contacts named in a single word, as long as nobody said or typed who they are."""
        told = self.answers & OF_PEOPLE or "contact" in self.origin.typed
        return () if told else [one.name for one in self.contacts if is_mononym(one.name)]

    @property
    def question(self) -> Doubt:
        """The question asked about the row, when there is one."""
        if self.doubt and self.waits:
            return self.doubt
        if self.below is None:
            return Doubt.ALIKE
        if self.below.joins(self.answers):
            return Doubt.WAITING
        return Doubt.APART if Answer.APART in self.answers else Doubt.BELOW

    @property
    def optional(self) -> Doubt | None:
        """What is asked about it though it is recorded without an answer."""
        if self.mononyms:
            return Doubt.PERSON
        guessed = self.below and not self.answers & OF_BELOW
        return Doubt.BELOW if guessed else None

    def said_of(self, company: Alike) -> frozenset[Answer]:
        """What was answered, less what was said of another company than this one."""
        if self.alike and self.alike.is_one(company):
            return self.answers
        return self.answers - OF_ONE_COMPANY

    def asked_of(self, company: Alike) -> "ImportRow":
        """The row, asked whether it is this company; what was said of another one is forgotten."""
        return replace(self, answers=self.said_of(company), alike=company)

    @property
    def people(self) -> Sequence[ContactDetails]:
        """Whoever a mail or a phone of the line may be of: its contacts, and people it does not name."""
        written = [way.written for way in self.besides.ways]
        if not self.contacts:
            written += [way for way in (self.site.mail, self.site.phone) if way]
        return [*self.contacts, *map(_nameless, written)]

    def without(self, objected: Container[ContactDetails]) -> "ImportRow":
        """The row, less who objected (opposition) to being contacted, which is said.

        Their other mails and phones go with them, also where nothing tells whose of two they are.
        """
        said = [one for one in self.people if one in objected]
        if not said:
            return self
        contacts = tuple(one for one in self.contacts if one not in objected)
        gone = len(contacts) < len(self.contacts)
        ways = [w for w in self.besides.ways if not gone and _nameless(w.written) not in objected]
        besides = replace(self.besides, ways=tuple(ways))
        told = OBJECTED if gone else SITE_OBJECTED
        remarks = (*self.remarks, told)
        site = self.site if self.contacts else self._site_without(objected)
        return replace(self, site=site, contacts=contacts, besides=besides, remarks=remarks)

    def _site_without(self, objected: Container[ContactDetails]) -> SiteDetails:
        mail, phone = self.site.mail, self.site.phone
        return replace(
            self.site,
            mail=None if mail and _nameless(mail) in objected else mail,
            phone=None if phone and _nameless(phone) in objected else phone,
        )

    def as_of(self, today: date, kept_since: date) -> "ImportRow":
        """The row as of a day: nobody was in touch on one that is to come.

        Texts of exchanges before `kept_since` are not kept, and become notes.
        """
        besides = self.besides.by(today, kept_since)
        return self if besides is self.besides else replace(self, besides=besides)

    def to_json(self) -> dict[str, Any]:
        """What is kept between the preview and the import."""
        # Not `asdict`: it copies each value deeply, and so checks each SIRET again.
        return {
            "company": {**vars(self.company)},
            "site": {**vars(self.site)},
            "contacts": [{**vars(contact)} for contact in self.contacts],
            "remarks": list(self.remarks),
            "besides": self.besides.to_json(),
            "doubt": self.doubt,
            "asked": self.asked,
            "answers": sorted(self.answers),
            "question": self.question,
            "optional": self.optional,
            "below": {**vars(self.below)} if self.below else None,
            "alike": {**vars(self.alike)} if self.alike else None,
            **self.origin.to_json(),
        }

    @classmethod
    def from_json(cls, line: int, kept: Mapping[str, Any]) -> "ImportRow":
        """The reverse of `to_json`; a line kept by an earlier release has no origin."""
        company, site = kept["company"], kept["site"]
        return cls(
            line,
            CompanyDetails(
                name=company["name"],
                siren=_typed(Siren, company["siren"]),
                legal_form=LegalForm(company["legal_form"]),
                diffusion=Diffusion(company["diffusion"]),
                naf=_typed(Naf, company["naf"]),
            ),
            SiteDetails(
                **{
                    **site,
                    "siret": _typed(Siret, site["siret"]),
                    "commune": _typed(CommuneCode, site["commune"]),
                    "naf": _typed(Naf, site["naf"]),
                }
            ),
            tuple(ContactDetails(**contact) for contact in kept["contacts"]),
            tuple(kept["remarks"]),
            Besides.from_json(kept.get("besides")),
            _typed(Doubt, kept.get("doubt")),
            kept.get("asked", ""),
            frozenset(map(Answer, kept.get("answers", ()))),
            Alike(**kept["alike"]) if kept.get("alike") else None,
            Origin.from_json({"cells": (), **kept}),
            Below.from_json(kept.get("below")),
        )


@dataclass(frozen=True)
class RefusedRow:
    """A line that is left out, and why."""

    line: int
    name: str
    reason: str
    cells: tuple[str, ...] = ()
    """The line as it is in the file, to be corrected and imported again."""
    columns: Mapping[str, int] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> Origin:
        """Where it comes from, to be corrected in place."""
        return Origin(self.cells, self.columns, self.typed)


def _nameless(way: str) -> ContactDetails:
    """Somebody of whom a mail or a phone is all that is known."""
    return ContactDetails("", mail=way) if "@" in way else ContactDetails("", phone=way)


def is_mononym(name: str) -> bool:
    """Whether a name is a single word, of a service (« Service comptabilité ») or of a function."""
    return len(name.split()) == 1 or is_service(name) or is_function(name)


def _typed(kind: Callable[[str], V], text: str | None) -> V | None:
    return kind(text) if text else None
