"""One line of an imported list: what each cell says, why a line is refused."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from contracts.identifiers import CommuneCode, Naf, Siren, Siret
from contracts.partnerships import Diffusion, LegalForm
from contracts.strays import has_stray, without_strays
from services.partnerships.domain.company import (
    ADDRESS_CHARACTERS_MAX,
    NAME_CHARACTERS_MAX,
    CompanyDetails,
    SiteDetails,
)
from services.partnerships.domain.contact import PERSON_CHARACTERS_MAX, ContactDetails
from services.partnerships.domain.import_cells import (
    cell_text,
    is_remark,
    is_total,
    mails_in,
    number_text,
    people_in,
    phones_in,
)
from services.partnerships.domain.legal_forms import diffusion_of, legal_form_of
from services.partnerships.domain.text import place_key, plain

V = TypeVar("V")

MAIL_CHARACTERS_MAX = 254
OBJECTED = "contact laissé de côté\u202f: la personne s’est opposée à être contactée"


@dataclass(frozen=True)
class ImportRow:
    """A line that can be used, as it is read; `line` is the row a spreadsheet shows."""

    line: int
    company: CompanyDetails
    site: SiteDetails
    contacts: tuple[ContactDetails, ...] = ()
    remarks: tuple[str, ...] = ()
    """What was left out of the line, in French."""

    @property
    def siren(self) -> Siren | None:
        """The number of the company, said by itself or by its site."""
        return self.company.siren or (self.site.siret.siren if self.site.siret else None)

    def without(self, objected: Container[ContactDetails]) -> "ImportRow":
        """The same, less who objected (opposition) to being contacted, which is said."""
        kept = tuple(one for one in self.contacts if one not in objected)
        if kept == self.contacts:
            return self
        return replace(self, contacts=kept, remarks=(*self.remarks, OBJECTED))

    def to_json(self) -> dict[str, Any]:
        """What is kept between the preview and the import."""
        # Not `asdict`: it copies each value deeply, and so checks each SIRET again.
        return {
            "company": {**vars(self.company)},
            "site": {**vars(self.site)},
            "contacts": [{**vars(contact)} for contact in self.contacts],
            "remarks": list(self.remarks),
        }

    @classmethod
    def from_json(cls, line: int, kept: Mapping[str, Any]) -> "ImportRow":
        """The reverse of `to_json`."""
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
        )


@dataclass(frozen=True)
class RefusedRow:
    """A line that is left out, and why."""

    line: int
    name: str
    reason: str
    cells: tuple[str, ...] = ()
    """The line as it is in the file, to be corrected and imported again."""


STRAY = (
    "Une cellule de cette ligne contient un caractère invisible\u202f: effacez-la et retapez-la."
)


@dataclass(frozen=True)
class Reader:
    """What reading a line needs and the domain does not know: communes by name, phone numbers."""

    communes: Mapping[str, CommuneCode]
    phone: Callable[[str], str]


def read_row(
    line: int, cells: Sequence[str], columns: Mapping[str, int], reader: Reader
) -> ImportRow | RefusedRow:
    """Read one line; every fault of it is told at once."""
    raw = {name: cells[index] for name, index in columns.items() if index < len(cells)}
    texts = {name: cell_text(cell) for name, cell in raw.items()}
    # A spreadsheet may end the lines of a cell with a carriage return.
    if any(has_stray(cell.replace("\r", "")) for cell in raw.values()):
        return RefusedRow(line, without_strays(texts.get("name") or ""), STRAY)
    name, alone = texts.get("name") or "", sum(map(bool, texts.values())) == 1
    if is_total(name) and not texts.get("siret"):
        return RefusedRow(line, name, "Ligne de total, laissée de côté.")
    if is_remark(name) and alone:
        return RefusedRow(line, name, "Remarque sous la liste, laissée de côté.")
    return _Reading(line, raw, texts, reader).row()


@dataclass
class _Reading:
    line: int
    raw: Mapping[str, str]
    texts: Mapping[str, str | None]
    reader: Reader
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def row(self) -> ImportRow | RefusedRow:
        company, site, contacts = self._company(), self._site(), self._contacts()
        if site.siret and company.siren and site.siret.siren != company.siren:
            self.faults.append("Le SIRET et le SIREN ne vont pas ensemble.")
        if self.faults:
            return RefusedRow(self.line, company.name, " ".join(self.faults))
        return ImportRow(self.line, company, site, contacts, tuple(self.remarks))

    def _company(self) -> CompanyDetails:
        name = self.texts.get("name") or ""
        if not plain(name):
            self.faults.append("La raison sociale manque.")
        return CompanyDetails(
            name=self._short("name", "La raison sociale", NAME_CHARACTERS_MAX) or "",
            siren=self._value("siren", Siren, lambda text: _digits(text, 9)),
            legal_form=legal_form_of(self.texts.get("legal_form")),
            diffusion=diffusion_of(self.texts.get("diffusion")),
            naf=self._value("naf", Naf),
        )

    def _site(self) -> SiteDetails:
        commune, locality = self._commune()
        return SiteDetails(
            siret=self._value("siret", Siret, lambda text: _digits(text, 14)),
            address=self._short("address", "L’adresse", ADDRESS_CHARACTERS_MAX),
            postcode=self._postcode(),
            commune=commune,
            locality=locality,
            # The phone of a line without anybody's name is the company's.
            phone=None if self._people() else next(iter(self._phones()), None),
        )

    def _people(self) -> list[str]:
        people = people_in(self.raw.get("contact", ""))
        first_name = self.texts.get("first_name")
        return [f"{first_name} {people[0]}"] if first_name and len(people) == 1 else people

    def _contacts(self) -> tuple[ContactDetails, ...]:
        """One contact for each name; mails and phones go to the names in the same order."""
        people = self._people()
        if not people:
            return ()
        mails, phones = self._mails(), self._phones()
        if len(people) == 1 and len(phones) == 2:
            phones = phones[-1:]  # of a line and of a pocket, the one that reaches the person
        for found, what in ((mails, "adresse mail"), (phones, "numéro de téléphone")):
            if len(found) > len(people):
                self.remarks.append(f"plus d’une {what} par personne\u202f: la première est gardée")
        if len(people) > 1:
            self.remarks.append(f"{len(people)} contacts dans une même case")
        function = self._short("function", "La fonction", NAME_CHARACTERS_MAX)
        return tuple(
            ContactDetails(
                name=name[:PERSON_CHARACTERS_MAX],
                function=function,
                mail=mails[place] if place < len(mails) else None,
                phone=phones[place] if place < len(phones) else None,
            )
            for place, name in enumerate(people)
        )

    def _mails(self) -> list[str]:
        mails = mails_in(self.raw.get("mail", ""))
        if self.texts.get("mail") and not all(map(is_mail, mails or [""])):
            self.faults.append("L’adresse mail n’est pas valable.")
        if any(len(mail) > MAIL_CHARACTERS_MAX for mail in mails):
            self.faults.append(f"Le mail doit tenir en {MAIL_CHARACTERS_MAX} caractères lisibles.")
        return mails

    def _phones(self) -> list[str]:
        """Numbers of the line, then of the pocket."""
        found: list[str] = []
        for column in ("phone", "mobile"):
            for text in phones_in(self.raw.get(column, "")):
                try:
                    found.append(self.reader.phone(number_text(text)))
                except ValueError as refused:
                    self.faults.append(str(refused))
        return list(dict.fromkeys(found))

    def _commune(self) -> tuple[CommuneCode | None, str | None]:
        code = self._value("commune_code", CommuneCode, lambda text: _digits(text, 5))
        name = self._short("commune", "La commune", NAME_CHARACTERS_MAX)
        known = code or (self.reader.communes.get(place_key(name)) if name else None)
        if name and known is None and len(_SEVERAL.split(name)) > 1:
            self.remarks.append(
                "plusieurs communes dans une même case\u202f: à préciser sur la fiche"
            )
        return known, None if known else name

    def _postcode(self) -> str | None:
        text = self.texts.get("postcode")
        if text is None:
            return None
        code = _digits(text.upper().removeprefix("F-"), 5)
        if not (len(code) == 5 and code.isdigit()):
            self.faults.append("Le code postal doit compter 5 chiffres.")
        return code

    def _short(self, name: str, label: str, most: int) -> str | None:
        text = self.texts.get(name)
        if text and (len(text) > most or not text.isprintable()):
            self.faults.append(f"{label} doit tenir en {most} caractères lisibles.")
        return text[:most] if text else None

    def _value(
        self, name: str, make: Callable[[str], V], mend: Callable[[str], str] = lambda text: text
    ) -> V | None:
        text = self.texts.get(name)
        if not text:
            return None
        try:
            return make(mend(number_text(text)))
        except ValueError as refused:
            self.faults.append(str(refused))
            return None


_SEVERAL = re.compile(r"(?:(?<!\s)\s++)?+[/;,&]\s*+|(?<!\s)\s++(?:et|ou)\s++", re.IGNORECASE)


def is_mail(text: str) -> bool:
    """Whether a text looks like a mail address; only writing to it would say more."""
    local, at, domain = text.partition("@")
    parts = domain.split(".")
    plain_enough = not any(c.isspace() or c in ",;<>()\"'" for c in text)
    return bool(local and at and len(parts) > 1 and all(parts)) and plain_enough


def _digits(text: str, length: int) -> str:
    """A number as it should be: a spreadsheet drops leading zeros, people put spaces."""
    compact = "".join(text.split()).replace(".", "").replace("-", "")
    lost = length - len(compact)
    # A SIREN may begin with several zeros; its key tells a number that was cut short.
    mended = compact.isdigit() and 0 < lost <= (1 if length == 5 else 3)
    return compact.zfill(length) if mended else compact


def _typed(kind: Callable[[str], V], text: str | None) -> V | None:
    return kind(text) if text else None
