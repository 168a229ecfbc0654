"""What each cell of a line says: what is mended, left out and named, asked, or refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from contracts.identifiers import CommuneCode, Naf
from contracts.strays import without_strays
from services.partnerships.base.lengths import (
    ADDRESS_CHARACTERS_MAX,
    NAME_CHARACTERS_MAX,
    PERSON_CHARACTERS_MAX,
)
from services.partnerships.base.mail_address import MAIL_CHARACTERS_MAX, is_mail
from services.partnerships.base.text import place_key, plain, squeezed
from services.partnerships.companies.model.company import CompanyDetails, SiteDetails
from services.partnerships.companies.model.legal_forms import diffusion_of, legal_form_of
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.import_cells.model.address import (
    drawn_from,
    is_abroad,
    parted_commune,
    town_in_name,
)
from services.partnerships.import_cells.model.cells import (
    cell_text,
    is_no_name,
    mails_in,
    name_text,
    number_text,
    phones_in,
)
from services.partnerships.import_cells.model.mails import parted_mails
from services.partnerships.import_cells.model.moved_ways import OWN_MAIL, OWN_PHONE, moved_ways
from services.partnerships.import_cells.model.numbers import numbers_of, zeros_back
from services.partnerships.import_cells.model.persons import people_named, with_functions
from services.partnerships.import_cells.model.unlikely_names import is_unlikely_name
from services.partnerships.import_cells.model.ways_within import Within, ways_within
from services.partnerships.import_columns.model.fields import FIELDS
from services.partnerships.import_rows.model.answers import Doubt
from services.partnerships.import_rows.model.asides import no_company, told
from services.partnerships.import_rows.model.cells import LineCells, Reader
from services.partnerships.import_rows.model.remarks import read_besides, ways
from services.partnerships.import_rows.model.rest import OF_PEOPLE, rest_of
from services.partnerships.import_rows.model.row import ImportRow, Origin, RefusedRow

V = TypeVar("V")

ALONE = "Rien d’autre qu’un nom\u202f: est-ce une entreprise, ou le titre d’une partie de la liste\u202f?"
NO_NAME = "«\u00a0{}\u00a0» ne dit pas quelle entreprise\u202f: en est-ce une\u202f? Sinon, corrigez la ligne."
NAMELESS_BUT = "«\u00a0{}\u00a0» ne dit pas quelle entreprise\u202f: corrigez la ligne."
KEPT_MAIL = "adresse mail qui peut être celle d’une personne, gardée en note"
TOWN_IN_NAME = "commune lue dans le nom"
_SEVERAL = re.compile(r"(?:(?<!\s)\s++)?+[/;,&]\s*+|(?<!\s)\s++(?:et|ou)\s++", re.IGNORECASE)


def read_row(line: int, origin: Origin, reader: Reader) -> ImportRow | RefusedRow:
    """Read one line. What it can do without is left out and named; every other fault is told at once."""
    raw, remarks = moved_ways(origin.texts())
    texts = {name: cell_text(cell) for name, cell in raw.items()}
    texts["name"] = name_text(raw.get("name", ""))
    name = texts.get("name") or ""
    why = no_company(raw, texts, origin)
    if why:
        return _refused(line, without_strays(name), why, origin)
    _part_postcode(texts)
    town = None if origin.typed or _placed(texts, reader) else town_in_name(name, reader.communes)
    if town:
        texts["name"], texts["commune"] = town
        remarks = [*remarks, TOWN_IN_NAME]
    read = _Reading(line, raw, texts, reader, remarks=remarks).row()
    if isinstance(read, RefusedRow):
        return _refused(line, read.name, read.reason, origin)
    named = read.company.name
    if not origin.typed and (is_no_name(named) or is_unlikely_name(named)):
        return replace(read, doubt=Doubt.NAME, asked=NO_NAME.format(named), origin=origin)
    if not origin.typed and told(origin) == 1 and not reader.names_alone:
        read = replace(read, doubt=Doubt.ALONE, asked=ALONE)
    return replace(read, origin=origin)


def _part_postcode(texts: dict[str, str | None]) -> None:
    """A column of postcodes that says the commune too (« 82400 / Valence d’Agen »)."""
    postcode, name = parted_commune(texts.get("postcode") or "")
    if postcode and not texts.get("commune"):
        texts["postcode"], texts["commune"] = postcode, name


def _placed(texts: Mapping[str, str | None], reader: Reader) -> bool:
    """Whether the line says by itself in which commune the company is."""
    told = texts.get("commune") or texts.get("commune_code")
    return bool(told or drawn_from(texts.get("address") or "", reader.communes).commune)


def _refused(line: int, name: str, why: str, origin: Origin) -> RefusedRow:
    return RefusedRow(line, name, why, tuple(origin.row()), origin.columns, origin.typed)


@dataclass
class _Reading(LineCells):
    """The line once its numbers, its company, its place and its people are told apart."""

    def row(self) -> ImportRow | RefusedRow:
        numbers = numbers_of(self.texts.get("siret"), self.texts.get("siren"))
        self.remarks += numbers.remarks
        company = replace(self._company(), siren=numbers.siren)
        site, contacts = replace(self._site(), siret=numbers.siret), self._contacts()
        if self.faults:
            also = [f"{one[:1].upper()}{one[1:]}." for one in self.remarks]
            faults = [*self.faults, *numbers.faults, *also]
            return RefusedRow(self.line, company.name, " ".join(faults))
        for name in ("siret", "siren") if numbers.faults else ():
            self.note(filter(None, (self.texts.get(name),)), FIELDS[name])
        doubt, asked = Doubt.NUMBER if numbers.faults else None, " ".join(numbers.faults)
        people = [text for one in contacts for text in (one.name, one.function, one.mail)]
        kept = (*people, site.mail, *self.more, *(way.written for way in self.ways))
        for name, text in rest_of(self.raw, company, site, kept):
            if name in OF_PEOPLE:
                self.ways += ways(FIELDS[name], [text], [one.name for one in contacts])
            else:
                self.note([text], FIELDS[name])
        besides = read_besides(self.raw, self.more, self.ways)
        told = tuple(self.remarks)
        return ImportRow(self.line, company, site, contacts, told, besides, doubt, asked)

    def _company(self) -> CompanyDetails:
        name = self.texts.get("name") or ""
        if not plain(name):
            self.faults.append(self._nameless())
        if len(name) > NAME_CHARACTERS_MAX or not name.isprintable():
            self.faults.append(
                f"La raison sociale doit tenir en {NAME_CHARACTERS_MAX} caractères lisibles."
            )
        return CompanyDetails(
            name=name[:NAME_CHARACTERS_MAX],
            legal_form=legal_form_of(self.texts.get("legal_form")),
            diffusion=diffusion_of(self.texts.get("diffusion")),
            naf=self.value("naf", Naf, "code NAF non valable"),
        )

    def _nameless(self) -> str:
        written = squeezed(without_strays(self.raw.get("name", "")))
        return NAMELESS_BUT.format(written) if written else "La raison sociale manque."

    def _site(self) -> SiteDetails:
        address, drawn, name = self._address()
        commune, locality = self._commune(name)
        return SiteDetails(
            address=address,
            postcode=self._postcode(drawn),
            commune=commune,
            locality=locality,
            phone=self._own_phone(),
            mail=self._own_mail(),
        )

    def _own_mail(self) -> str | None:
        """The company's mail, which every lycée sees; somebody's stays with the lycée, as a note."""
        named = mails_in(self.raw.get(OWN_MAIL, ""))
        mails = named if self.people() else [*named, *self._mails()]
        shared, theirs = parted_mails(mails, self.texts.get("name") or "")
        if theirs:
            self.remarks.append(KEPT_MAIL)
        self.ways += ways("Adresse mail", theirs)
        self.ways += ways("Autre mail", shared[1:])
        return next(iter(shared), None)

    def _own_phone(self) -> str | None:
        """The phone of a line without anybody's name; else the first of two, a person having one."""
        people, phones = self.people(), self._phones()
        if own := self._named_phones():
            self.ways += ways("Autre téléphone", own[1:])
            return own[0]
        if not people or (len(people) == 1 and len(phones) == 2):
            return next(iter(phones), None)
        return None

    def _contacts(self) -> tuple[ContactDetails, ...]:
        """One contact for each name; mails and phones go to the names in the same order."""
        people, mails, phones = self.people(), self._mails(), self._phones()
        if not people:
            self.ways += ways("Autre téléphone", phones if self._named_phones() else phones[1:])
            return ()
        if len(people) == 1 and len(phones) == 2 and not self._named_phones():
            phones = phones[-1:]  # of a line and of a pocket, the one that reaches the person
        if len(people) > 1:
            self.remarks.append(f"{len(people)} contacts dans une même case")
        people = with_functions(people, self._function())
        several = len(people) > 1
        theirs = [self._numbers(one.phones) if several else [] for one in people]
        own_mails = self._each("mail", mails, [one.mails if several else () for one in people])
        own_phones = self._each("téléphone", phones, theirs)
        return tuple(
            ContactDetails(
                name=one.name[:PERSON_CHARACTERS_MAX],
                function=one.function[:NAME_CHARACTERS_MAX] if one.function else None,
                mail=own_mails[place],
                phone=own_phones[place],
            )
            for place, one in enumerate(people)
        )

    def _function(self) -> str | None:
        return self.short("function", "fonction trop longue", NAME_CHARACTERS_MAX)

    def _each(
        self, what: str, found: Sequence[str], own: Sequence[Sequence[str]]
    ) -> list[str | None]:
        """What each person has: what stands beside the name, else the next one of the column."""
        rest = [one for one in found if not any(one in theirs for theirs in own)]
        given: list[str | None] = []
        names = [one.name for one in self.people()]
        for name, theirs in zip(names, own, strict=True):
            given.append(theirs[0] if theirs else rest.pop(0) if rest else None)
            self.ways += ways(f"Autre {what}", theirs[1:], [name])
        self.ways += ways(f"Autre {what}", rest, names)
        return given

    def _mails(self) -> list[str]:
        """Those of their column; the one beside the name of the only person goes first."""
        found = mails_in(self.raw.get("mail", ""))
        mails = [one for one in found if is_mail(one) and len(one) <= MAIL_CHARACTERS_MAX]
        if self.texts.get("mail") and (len(mails) < len(found) or not found):
            left = [one for one in found if one not in mails] or [self.texts["mail"] or ""]
            self.leave("adresse mail non valable", "\n".join(left), feminine=True)
        return list(dict.fromkeys([*filter(is_mail, self._beside_one().mails), *mails]))

    def _phones(self) -> list[str]:
        """Numbers of the line, then of the pocket, then beside the name of the only person."""
        columns = [text for one in ("phone", "mobile") for text in phones_in(self.raw.get(one, ""))]
        return self._numbers([*columns, *self._beside_one().phones])

    def _named_phones(self) -> list[str]:
        """Those written with the name of the company."""
        return self._numbers(phones_in(self.raw.get(OWN_PHONE, "")))

    def _beside_one(self) -> Within:
        """What a cell of contacts says besides the one person it names, or besides nobody."""
        cell = self.raw.get("contact", "")
        return ways_within(cell) if len(people_named(cell)) < 2 else Within("", (), ())

    def _numbers(self, written: Sequence[str]) -> list[str]:
        found: list[str] = []
        for text in written:
            try:
                found.append(self.reader.phone(number_text(text)))
            except ValueError:
                self.leave("numéro de téléphone non valable", text)
        return list(dict.fromkeys(found))

    def _address(self) -> tuple[str | None, str | None, str | None]:
        """The address, a postcode written with it or with the commune, and the name of the commune."""
        address = self._written_address()
        written = self.short("commune", "commune trop longue", NAME_CHARACTERS_MAX)
        if written:
            postcode, name = parted_commune(written)
            return address, postcode, name
        if not address or self.texts.get("commune_code"):
            return address, None, None
        drawn = drawn_from(address, self.reader.communes)
        if drawn.commune:
            self.remarks.append("commune lue dans l’adresse")
        return drawn.address, drawn.postcode, drawn.commune

    def _written_address(self) -> str | None:
        """The address with its complement, each alone where they are too long together."""
        first = self.short("address", "adresse trop longue", ADDRESS_CHARACTERS_MAX)
        more = self.short("address_more", "complément d’adresse trop long", ADDRESS_CHARACTERS_MAX)
        if first and more and len(first) + len(more) + 2 > ADDRESS_CHARACTERS_MAX:
            self.leave("complément d’adresse trop long", more)
            return first
        return ", ".join(filter(None, (first, more))) or None

    def _commune(self, name: str | None) -> tuple[CommuneCode | None, str | None]:
        country = self.texts.get("country")
        if name and is_abroad(country):
            return None, f"{name} ({country})"[:NAME_CHARACTERS_MAX]
        code = self.value("commune_code", CommuneCode, "code INSEE non valable", 5)
        known = code or (self.reader.communes.get(place_key(name)) if name else None)
        if name and code and self.reader.communes.get(place_key(name)) != code:
            self.note([name], FIELDS["commune"])
        if name and known is None and len(_SEVERAL.split(name)) > 1:
            self.remarks.append(
                "plusieurs communes dans une même case\u202f: à préciser sur la fiche"
            )
        return known, None if known else name

    def _postcode(self, drawn: str | None) -> str | None:
        text = self.texts.get("postcode")
        if text is None:
            return drawn
        code = zeros_back(text.upper().removeprefix("F-"), 5)
        if len(code) == 5 and code.isdigit() and not is_abroad(self.texts.get("country")):
            if sum(map(str.isdigit, text)) < 5:
                self.remarks.append("zéro remis devant le code postal\u202f: vérifiez-le")
            self.note([drawn] if drawn not in (None, code) else (), FIELDS["postcode"])
            return code
        self.leave("code postal étranger ou de moins de 5 chiffres", text)
        return drawn
