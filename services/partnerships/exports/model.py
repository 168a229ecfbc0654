"""Which columns of the list of companies a lycée takes to another program (modèle d'export)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid, StaleVersion

COLUMNS_MAX = 16
NAME_CHARACTERS_MAX = 60
HEADING_CHARACTERS_MAX = 60


class ExportField(StrEnum):
    """What a column holds: of a site, its company, or whoever the lycée writes to there."""

    NAME = "name"
    SITE_NAME = "site_name"
    SIREN = "siren"
    SIRET = "siret"
    NAF = "naf"
    ACTIVITY = "activity"
    LEGAL_FORM = "legal_form"
    ADDRESS = "address"
    POSTCODE = "postcode"
    COMMUNE = "commune"
    INSEE = "insee"
    PHONE = "phone"
    LAST_EXCHANGE = "last_exchange"
    CONTACT = "contact"
    CONTACT_FUNCTION = "contact_function"
    CONTACT_MAIL = "contact_mail"
    CONTACT_PHONE = "contact_phone"
    NOTES = "notes"
    EMPTY = "empty"


OF_PEOPLE = frozenset(
    {
        ExportField.CONTACT,
        ExportField.CONTACT_FUNCTION,
        ExportField.CONTACT_MAIL,
        ExportField.CONTACT_PHONE,
    }
)
FIELDS: Mapping[ExportField, str] = {
    ExportField.NAME: "Raison sociale",
    ExportField.SITE_NAME: "Nom de l’établissement",
    ExportField.SIREN: "SIREN",
    ExportField.SIRET: "SIRET",
    ExportField.NAF: "Code NAF",
    ExportField.ACTIVITY: "Activité",
    ExportField.LEGAL_FORM: "Forme juridique",
    ExportField.ADDRESS: "Adresse",
    ExportField.POSTCODE: "Code postal",
    ExportField.COMMUNE: "Commune",
    ExportField.INSEE: "Code INSEE",
    ExportField.PHONE: "Téléphone",
    ExportField.LAST_EXCHANGE: "Dernier échange",
    ExportField.CONTACT: "Contact",
    ExportField.CONTACT_FUNCTION: "Fonction du contact",
    ExportField.CONTACT_MAIL: "Mail du contact",
    ExportField.CONTACT_PHONE: "Téléphone du contact",
    ExportField.NOTES: "Notes",
    ExportField.EMPTY: "Colonne vide",
}
"""What people read; the heading of a column that is given none."""


class FileKind(StrEnum):
    """What is taken away."""

    XLSX = "xlsx"
    TEXT = "text"


class Separator(StrEnum):
    """What stands between two cells of a text."""

    SEMICOLON = "semicolon"
    COMMA = "comma"
    TAB = "tab"

    @property
    def sign(self) -> str:
        """The separator as it is written."""
        return {"semicolon": ";", "comma": ",", "tab": "\t"}[self.value]


class Encoding(StrEnum):
    """How the letters of a text are written."""

    UTF_8_SIG = "utf-8-sig"
    UTF_8 = "utf-8"
    CP1252 = "cp1252"


class MappingWithoutColumns(Invalid):
    """A file has something in it."""

    code = "mapping-without-columns"
    title = "Choisissez au moins une colonne."


@dataclass(frozen=True)
class MappedColumn:
    """One column, under the heading the other program knows."""

    field: ExportField
    heading: str = ""

    @property
    def title(self) -> str:
        """What stands above it."""
        return self.heading or ("" if self.field is ExportField.EMPTY else FIELDS[self.field])


@dataclass(frozen=True, kw_only=True)
class MappingContent:
    """What a mapping says."""

    name: str
    columns: Sequence[MappedColumn]
    kind: FileKind = FileKind.XLSX
    separator: Separator = Separator.SEMICOLON
    encoding: Encoding = Encoding.UTF_8_SIG

    def check(self) -> None:
        """Raises MappingWithoutColumns."""
        if not self.columns:
            raise MappingWithoutColumns(field="holds")

    @property
    def has_notes(self) -> bool:
        """Whether it takes what the lycée keeps of companies in its own words."""
        return any(column.field is ExportField.NOTES for column in self.columns)

    @property
    def names_people(self) -> bool:
        """Whether contacts are in it: whoever takes it away is noted."""
        return any(column.field in OF_PEOPLE for column in self.columns)


PRONOTE = MappingContent(
    name="Pronote",
    columns=(
        MappedColumn(ExportField.NAME),
        MappedColumn(ExportField.SIRET),
        MappedColumn(ExportField.NAF, "Code APE"),
        MappedColumn(ExportField.ACTIVITY),
        MappedColumn(ExportField.ADDRESS),
        MappedColumn(ExportField.POSTCODE),
        MappedColumn(ExportField.COMMUNE, "Ville"),
        MappedColumn(ExportField.PHONE),
        MappedColumn(ExportField.CONTACT, "Interlocuteur"),
        MappedColumn(ExportField.CONTACT_FUNCTION, "Fonction"),
        MappedColumn(ExportField.CONTACT_MAIL, "E-mail"),
    ),
    kind=FileKind.TEXT,
    encoding=Encoding.CP1252,
)
"""A start: Pronote asks, column by column, what each of a text file is."""


@dataclass
class ExportMapping:
    """A mapping of one lycée: all of its bureau use and change it."""

    id: UUID
    uai: Uai
    content: MappingContent
    version: int = 1

    def change(self, version: int, content: MappingContent) -> None:
        """Raises StaleVersion, MappingWithoutColumns."""
        if version != self.version:
            held = {"name": self.content.name, "version": self.version}
            raise StaleVersion(current=held)
        content.check()
        self.content = content
        self.version += 1
