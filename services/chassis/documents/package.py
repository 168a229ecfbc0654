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

from services.chassis.errors import Invalid

FILE_BYTES_MAX = 3_000_000
UNPACKED_BYTES_MAX = 40_000_000
PART_BYTES_MAX = 15_000_000
PARTS_MAX = 1_000
BODY = "word/document.xml"
TYPES = "[Content_Types].xml"
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
ENTITIES = "Ce document déclare des entités XML, ce que Word ne fait jamais\u202f: recopiez son texte dans un document neuf."

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_MACRO_PARTS = ("vbaproject", "vbadata", "macros")
_EMBEDDED_PARTS = ("word/embeddings/", "word/activex/", "word/afchunk")
_EMBEDDED_RELATIONS = ("/oleobject", "/package", "/control", "/afchunk", "/activexcontrolbinary")
_LINK_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_TEXT_PART = re.compile(
    r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments|settings|styles)\.xml"
)


class DocumentFileRefused(Invalid):
    """The document as a whole cannot be taken; nothing was recorded."""

    code = "document-file-refused"
    title = "Ce document n’a pas pu être pris"


def parts_of(content: bytes) -> dict[str, bytes]:
    """Every part of a DOCX by its name, in its order. Raises DocumentFileRefused."""
    if not content:
        raise _refused(EMPTY)
    if len(content) > FILE_BYTES_MAX:
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

    parser.StartDoctypeDeclHandler = doctype
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
    if b"macroenabled" in parts[TYPES].lower():
        raise _refused(MACROS)
    if any(name.startswith(_EMBEDDED_PARTS) for name in names):
        raise _refused(EMBEDDED)
    for name, part in parts.items():
        if name.endswith(".rels"):
            _refuse_links(part)
        elif name.endswith(".xml"):
            parse(parser_of(part), part)


def _refuse_links(part: bytes) -> None:
    """What a document is made of is in it; links one clicks may lead elsewhere."""
    parser = parser_of(part)

    def start(name: str, attributes: dict[str, str]) -> None:
        if name != f"{RELATIONS} Relationship":
            return
        kind = attributes.get("Type", "").lower()
        if kind.endswith("/vbaproject"):
            raise _refused(MACROS)
        if kind.endswith(_EMBEDDED_RELATIONS):
            raise _refused(EMBEDDED)
        target = attributes.get("Target", "").strip().lower()
        clicked = kind.endswith("/hyperlink") and target.startswith(_LINK_SCHEMES)
        if attributes.get("TargetMode", "").lower() == "external" and not clicked:
            raise _refused(LINKED)

    parser.StartElementHandler = start
    parse(parser, part)


def _refused(why: str) -> DocumentFileRefused:
    return DocumentFileRefused(why, field="file")
