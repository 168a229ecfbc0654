"""One line of an imported list: which column is what, what each cell says, why a line is refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from contracts.identifiers import CommuneCode, Naf, Siren, Siret
from contracts.partnerships import Diffusion, LegalForm
from services.partnerships.domain.company import (
    ADDRESS_CHARACTERS_MAX,
    NAME_CHARACTERS_MAX,
    CompanyDetails,
    SiteDetails,
)
from services.partnerships.domain.contact import ContactDetails
from services.partnerships.domain.legal_forms import diffusion_of, legal_form_of
from services.partnerships.domain.text import place_key, plain, squeezed

V = TypeVar("V")

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("raison sociale", "entreprise", "nom de l entreprise", "denomination", "societe"),
    "siret": ("siret", "numero siret", "n siret"),
    "siren": ("siren", "numero siren", "n siren"),
    "naf": ("naf", "ape", "code naf", "code ape", "naf ape", "code naf ape", "activite naf"),
    "address": ("adresse", "rue", "adresse postale", "adresse 1"),
    "postcode": ("code postal", "cp"),
    "commune": ("commune", "ville", "localite"),
    "commune_code": ("code commune", "code insee", "insee", "code commune insee"),
    "legal_form": ("forme juridique", "statut juridique", "forme"),
    "diffusion": ("diffusion", "statut de diffusion", "diffusible"),
    "contact": ("contact nom", "nom du contact", "contact", "nom contact", "interlocuteur"),
    "function": ("fonction", "contact fonction", "fonction du contact", "poste"),
    "mail": ("mail", "courriel", "e mail", "email", "adresse mail", "contact mail"),
    "phone": ("telephone", "tel", "numero de telephone", "contact telephone", "portable"),
}
MAIL_CHARACTERS_MAX = 254


@dataclass(frozen=True)
class ImportRow:
    """A line that can be used, as it is read; `line` is the row a spreadsheet shows."""

    line: int
    company: CompanyDetails
    site: SiteDetails
    contact: ContactDetails | None

    def to_json(self) -> dict[str, Any]:
        """What is kept between the preview and the import."""
        contact = asdict(self.contact) if self.contact else None
        return {"company": asdict(self.company), "site": asdict(self.site), "contact": contact}

    @classmethod
    def from_json(cls, line: int, kept: Mapping[str, Any]) -> "ImportRow":
        """The reverse of `to_json`."""
        company, site, contact = kept["company"], kept["site"], kept["contact"]
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
            ContactDetails(**contact) if contact else None,
        )


@dataclass(frozen=True)
class RefusedRow:
    """A line that is left out, and why."""

    line: int
    name: str
    reason: str


@dataclass(frozen=True)
class Reader:
    """What reading a line needs and the domain does not know: communes by name, phone numbers."""

    communes: Mapping[str, CommuneCode]
    phone: Callable[[str], str]


def columns_of(cells: Sequence[str]) -> dict[str, int] | None:
    """Where each known heading is, in any order; None when there is no company name among them."""
    words = [plain(cell) for cell in cells]
    found = {
        name: next((i for i, word in enumerate(words) if word in accepted), None)
        for name, accepted in HEADINGS.items()
    }
    columns = {name: index for name, index in found.items() if index is not None}
    return columns if "name" in columns else None


def read_row(
    line: int, cells: Sequence[str], columns: Mapping[str, int], reader: Reader
) -> ImportRow | RefusedRow:
    """Read one line; every fault of it is told at once."""
    texts = {
        name: squeezed(cells[index]) if index < len(cells) else None
        for name, index in columns.items()
    }
    return _Reading(line, texts, reader).row()


@dataclass
class _Reading:
    line: int
    texts: Mapping[str, str | None]
    reader: Reader
    faults: list[str] = field(default_factory=list)

    def row(self) -> ImportRow | RefusedRow:
        company, site, contact = self._company(), self._site(), self._contact()
        if site.siret and company.siren and site.siret.siren != company.siren:
            self.faults.append("Le SIRET et le SIREN ne vont pas ensemble.")
        if self.faults:
            return RefusedRow(self.line, company.name, " ".join(self.faults))
        return ImportRow(self.line, company, site, contact)

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
            phone=None if self.texts.get("contact") else self._phone(),
        )

    def _contact(self) -> ContactDetails | None:
        if not self.texts.get("contact"):
            return None
        mail = self._short("mail", "Le mail", MAIL_CHARACTERS_MAX)
        if mail and not is_mail(mail):
            self.faults.append("L’adresse mail n’est pas valable.")
        return ContactDetails(
            name=self._short("contact", "Le nom du contact", NAME_CHARACTERS_MAX) or "",
            function=self._short("function", "La fonction", NAME_CHARACTERS_MAX),
            mail=mail,
            phone=self._phone(),
        )

    def _commune(self) -> tuple[CommuneCode | None, str | None]:
        code = self._value("commune_code", CommuneCode, lambda text: _digits(text, 5))
        name = self._short("commune", "La commune", NAME_CHARACTERS_MAX)
        known = code or (self.reader.communes.get(place_key(name)) if name else None)
        return known, None if known else name

    def _postcode(self) -> str | None:
        text = self.texts.get("postcode")
        if text is None:
            return None
        code = _digits(text, 5)
        if not (len(code) == 5 and code.isdigit()):
            self.faults.append("Le code postal doit compter 5 chiffres.")
        return code

    def _phone(self) -> str | None:
        return self._value("phone", self.reader.phone)

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
            return make(mend(text))
        except ValueError as refused:
            self.faults.append(str(refused))
            return None


def is_mail(text: str) -> bool:
    """Whether a text looks like a mail address; only writing to it would say more."""
    local, at, domain = text.partition("@")
    parts = domain.split(".")
    plain_enough = not any(c.isspace() or c in ",;<>()\"'" for c in text)
    return bool(local and at and len(parts) > 1 and all(parts)) and plain_enough


def _digits(text: str, length: int) -> str:
    """A number as it should be: a spreadsheet drops leading zeros, people put spaces."""
    compact = "".join(text.split()).replace(".", "").replace("-", "")
    return compact.zfill(length) if compact.isdigit() and len(compact) == length - 1 else compact


def _typed(kind: Callable[[str], V], text: str | None) -> V | None:
    return kind(text) if text else None
