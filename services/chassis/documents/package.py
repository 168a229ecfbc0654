"""What is inside a DOCX, and what is refused before anything of it is read.

A text somebody brings is opened by others later, on their own machines: nothing in it may run,
compute, or be fetched from elsewhere. What is refused is named, with what to do in Word.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from services.chassis.documents.package_rules import (
    FONT_TYPES,
    IMAGES,
    LEADS_TO,
    MAIN,
    MODES,
    PRINTER_TYPE,
    RELATIONSHIPS,
    XML_TYPES,
    ContentTypes,
    Relationship,
    ending,
    is_elsewhere,
    resolved,
)
from services.chassis.errors import Invalid

FILE_BYTES_MAX = 3_000_000
UNPACKED_BYTES_MAX = 40_000_000
PART_BYTES_MAX = 15_000_000
PARTS_MAX = 1_000
BODY = "word/document.xml"
TYPES = "[Content_Types].xml"
PACKAGE_RELATIONS = "_rels/.rels"
ENCODINGS = ("utf-8", "us-ascii")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

NOT_WORD = (
    "Ce fichier n’est pas un document Word d’aujourd’hui\u202f: dans Word ou LibreOffice, enregistrez-le"
    " au format DOCX («\u00a0Document Word\u00a0»), sans mot de passe."
)
EMPTY = "Ce fichier est vide."
TOO_BIG = "Ce document dépasse 3\u00a0Mo\u202f: allégez ses images, puis recommencez."
UNPACKED_TOO_BIG = "Ce document est trop volumineux une fois ouvert\u202f: recopiez son texte dans un document neuf."
DAMAGED = (
    "Ce document est abîmé\u202f: ouvrez-le dans Word, enregistrez-en une copie, puis recommencez."
)
MACROS = (
    "Ce document contient des macros\u202f: enregistrez-en une copie au format DOCX, sans macros."
)
EMBEDDED = (
    "Ce document contient un objet incorporé (classeur, contrôle, autre document)\u202f: remplacez-le par"
    " son texte ou par une image."
)
LINKED = (
    "Ce document va chercher un contenu ailleurs (modèle distant, image ou fichier lié)\u202f: rompez les"
    " liaisons (Fichier, Informations, Modifier les liens), puis enregistrez-en une copie."
)
UNKNOWN = (
    "Ce document contient un élément que Passerelle ne sait pas juger ({})\u202f: recopiez son texte dans un"
    " document neuf."
)
ENTITIES = "Ce document déclare des entités XML, ce que Word ne fait jamais\u202f: recopiez son texte dans un document neuf."

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_MACRO_PARTS = ("vbaproject", "vbadata", "macros")
_EMBEDDED_PARTS = ("word/embeddings/", "word/activex/", "word/afchunk")
_EMBEDDED_RELATIONS = ("oleobject", "package", "control", "afchunk", "activexcontrolbinary")
_FETCHED_RELATIONS = (
    "attachedtemplate",
    "frame",
    "subdocument",
    "mailmergesource",
    "recipientdata",
)
_TYPES_SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_VML = "urn:schemas-microsoft-com:vml"
_TEXT_PART = re.compile(
    r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments|settings|styles)\.xml"
)


class DocumentFileRefused(Invalid):
    """The document as a whole cannot be taken; nothing was recorded."""

    code = "document-file-refused"
    title = "Ce document n’a pas pu être pris"


def parts_of(content: bytes, bytes_max: int = FILE_BYTES_MAX) -> dict[str, bytes]:
    """Every part of a DOCX by its name, in its order. Raises DocumentFileRefused."""
    if not content:
        raise _refused(EMPTY)
    if len(content) > bytes_max:
        raise _refused(TOO_BIG)
    if content.startswith(_OLD_OR_LOCKED) or not content.startswith(b"PK"):
        raise _refused(NOT_WORD)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = dict(_unpacked(archive))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError) as broken:
        raise _refused(DAMAGED) from broken
    _refuse_the_dangerous(parts)
    return parts


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A DOCX of these parts, the same bytes each time."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def xml_parts(parts: Mapping[str, bytes]) -> list[str]:
    """The parts that hold elements, whatever they are for."""
    return [name for name in parts if name != TYPES and ending(name) in ("xml", "vml")]


def text_parts(parts: Mapping[str, bytes]) -> list[str]:
    """The parts a reader sees words of: the body, headers, footers, notes."""
    others = ("settings.xml", "styles.xml", "comments.xml")
    return [name for name in parts if _TEXT_PART.fullmatch(name) and not name.endswith(others)]


def parser_of(part: bytes) -> expat.XMLParserType:
    """A parser that refuses entities; names come as « namespace name ». Raises DocumentFileRefused."""
    if not part.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise _refused(DAMAGED)  # not UTF-8, which is all Word and LibreOffice write
    parser = expat.ParserCreate("utf-8", " ")

    def doctype(*_: object) -> None:
        raise _refused(ENTITIES)

    def declaration(_version: str, encoding: str | None, _alone: int) -> None:
        if encoding is not None and encoding.lower() not in ENCODINGS:
            raise _refused(DAMAGED)  # read otherwise by Word than here

    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    return parser


def parse(parser: expat.XMLParserType, part: bytes) -> None:
    """Raises DocumentFileRefused."""
    try:
        parser.Parse(part, True)
    except expat.ExpatError as broken:
        raise _refused(DAMAGED) from broken


def _unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The directory of the archive says how large each part is: a bomb is refused unopened."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > PARTS_MAX or len({name.lower() for name in names}) != len(names):
        raise _refused(DAMAGED)
    sizes = [entry.file_size for entry in entries]
    if sum(sizes) > UNPACKED_BYTES_MAX or max(sizes, default=0) > PART_BYTES_MAX:
        raise _refused(UNPACKED_TOO_BIG)
    if BODY not in names or TYPES not in names:
        raise _refused(NOT_WORD)
    for entry in entries:
        if not entry.is_dir():
            yield entry.filename, archive.read(entry)


def _refuse_the_dangerous(parts: Mapping[str, bytes]) -> None:
    names = [name.lower() for name in parts]
    if any(word in name for name in names for word in _MACRO_PARTS):
        raise _refused(MACROS)
    if any(name.startswith(_EMBEDDED_PARTS) for name in names):
        raise _refused(EMBEDDED)
    types = _types_in(parts[TYPES])
    if any("macroenabled" in one for one in types.all()):
        raise _refused(MACROS)
    for name, part in parts.items():
        if name != TYPES:
            _judge(name, part, types)
    _refuse_another_body(parts, types)


def _judge(name: str, part: bytes, types: ContentTypes) -> None:
    """Refuse a part whose type is none we know, or that holds what its type has not."""
    kind, ends = types.of(name), ending(name)
    if ends == "rels" or kind == RELATIONSHIPS:
        if ends != "rels" or kind != RELATIONSHIPS:
            raise _refused(DAMAGED)
        for one in _relationships_in(part):
            _judge_relationship(one)
    elif kind in XML_TYPES and ends in ("xml", "vml"):
        _refuse_fetched_pictures(part)
    elif not (
        kind in FONT_TYPES
        or (kind == PRINTER_TYPE and ends == "bin")
        or ((kind or "").startswith("image/") and ends in IMAGES)
    ):
        raise _refused(UNKNOWN.format(name.rpartition("/")[2][:40]))


def _judge_relationship(one: Relationship) -> None:
    """What a document is made of is in it; links one clicks may lead elsewhere."""
    if one.kind == "vbaproject":
        raise _refused(MACROS)
    if one.kind in _EMBEDDED_RELATIONS:
        raise _refused(EMBEDDED)
    if one.kind in _FETCHED_RELATIONS or (one.leads_outside and not one.is_clicked):
        raise _refused(LINKED)
    if one.kind not in LEADS_TO:
        raise _refused(UNKNOWN.format(one.kind[:40]))


def _refuse_another_body(parts: Mapping[str, bytes], types: ContentTypes) -> None:
    """The text that was read must be the one Word opens."""
    bodies = [
        resolved("", one.target)
        for one in _relationships_in(parts.get(PACKAGE_RELATIONS, b"<none/>"))
        if one.kind == "officedocument"
    ]
    if bodies != [BODY] or types.of(BODY) != MAIN:
        raise _refused(DAMAGED)


def _types_in(part: bytes) -> ContentTypes:
    by_ending: dict[str, str] = {}
    by_part: dict[str, str] = {}
    parser = parser_of(part)

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TYPES_SPACE} Types":
            return
        space, _, tag = name.rpartition(" ")
        key = {"Default": "Extension", "Override": "PartName"}.get(tag)
        if space != _TYPES_SPACE or attributes.keys() != {key, "ContentType"}:
            raise _refused(DAMAGED)
        said = by_ending if tag == "Default" else by_part
        of = attributes[str(key)].strip().lower()
        if of in said:
            raise _refused(DAMAGED)
        said[of] = attributes["ContentType"].strip().lower()

    parser.StartElementHandler = start
    parse(parser, part)
    return ContentTypes(by_ending, by_part)


def _relationships_in(part: bytes) -> list[Relationship]:
    found: list[Relationship] = []
    parser = parser_of(part)

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == f"{RELATIONS} Relationships":
            return
        mode = attributes.get("TargetMode", "").strip().lower()
        known = {"Id", "Type", "Target", "TargetMode"}
        if (
            name != f"{RELATIONS} Relationship"
            or not attributes.keys() <= known
            or mode not in MODES
        ):
            raise _refused(DAMAGED)
        kind = attributes.get("Type", "").strip().rstrip("/").rpartition("/")[2].lower()
        found.append(Relationship(kind, attributes.get("Target", "").strip(), mode))

    parser.StartElementHandler = start
    parse(parser, part)
    return found


def _refuse_fetched_pictures(part: bytes) -> None:
    """Pictures are reached by relationships; the drawings of old have an address of their own too."""
    parser = parser_of(part)

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.startswith(_VML) and is_elsewhere(attributes.get("src", "").strip()):
            raise _refused(LINKED)

    parser.StartElementHandler = start
    parse(parser, part)


def _refused(why: str) -> DocumentFileRefused:
    return DocumentFileRefused(why, field="file")
