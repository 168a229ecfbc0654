"""What is inside a DOCX, and what is refused before anything of it is read.

A text somebody brings is opened by others later, on their own machines: nothing in it may run,
compute, or be fetched from elsewhere. What is refused is named, with what to do in Word.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from services.chassis.documents.elements import (
    parse,
    parser_of,
    refuse_active_elements,
    refuse_active_picture,
)
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
    links_of,
    resolved,
)
from services.chassis.documents.refusals import (
    DAMAGED,
    EMBEDDED,
    EMPTY,
    LINKED,
    MACROS,
    NOT_WORD,
    TOO_BIG,
    UNKNOWN,
    UNPACKED_TOO_BIG,
    link_to_file,
    refused,
)

FILE_BYTES_MAX = 3_000_000
UNPACKED_BYTES_MAX = 40_000_000
PART_BYTES_MAX = 15_000_000
PARTS_MAX = 1_000
BODY = "word/document.xml"
TYPES = "[Content_Types].xml"
PACKAGE_RELATIONS = "_rels/.rels"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

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
_NUMBERED_BODY = re.compile(r"word/document\d{1,3}\.xml")
_TEXT_PART = re.compile(
    r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments|settings|styles)\.xml"
)


def parts_of(content: bytes, bytes_max: int = FILE_BYTES_MAX) -> dict[str, bytes]:
    """Every part of a DOCX by its name, in its order. Raises DocumentFileRefused."""
    if not content:
        raise refused(EMPTY)
    if len(content) > bytes_max:
        raise refused(TOO_BIG)
    if content.startswith(_OLD_OR_LOCKED) or not content.startswith(b"PK"):
        raise refused(NOT_WORD)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _with_body_named(dict(_unpacked(archive)))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError) as broken:
        raise refused(DAMAGED) from broken
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


def _unpacked(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The directory of the archive says how large each part is: a bomb is refused unopened."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > PARTS_MAX or len({name.lower() for name in names}) != len(names):
        raise refused(DAMAGED)
    sizes = [entry.file_size for entry in entries]
    if sum(sizes) > UNPACKED_BYTES_MAX or max(sizes, default=0) > PART_BYTES_MAX:
        raise refused(UNPACKED_TOO_BIG)
    if TYPES not in names:
        raise refused(NOT_WORD)
    for entry in entries:
        if not entry.is_dir():
            yield entry.filename, archive.read(entry)


def _with_body_named(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with the body under its usual name; Word in a browser gives it a number.

    What is judged afterwards is the package that was renamed, the one that is read and kept.
    """
    bodies = [name for name in parts if _NUMBERED_BODY.fullmatch(name)]
    if BODY in parts:
        return parts
    if len(bodies) != 1:
        raise refused(NOT_WORD)
    old, old_links = bodies[0], links_of(bodies[0])
    names = {old: BODY, old_links: links_of(BODY)}
    if links_of(BODY) in parts:
        raise refused(DAMAGED)
    says = (TYPES, PACKAGE_RELATIONS)
    return {
        names.get(name, name): part.replace(old.encode(), BODY.encode()) if name in says else part
        for name, part in parts.items()
    }


def _refuse_the_dangerous(parts: Mapping[str, bytes]) -> None:
    names = [name.lower() for name in parts]
    if any(word in name for name in names for word in _MACRO_PARTS):
        raise refused(MACROS)
    if any(name.startswith(_EMBEDDED_PARTS) for name in names):
        raise refused(EMBEDDED)
    types = _types_in(parts[TYPES])
    if any("macroenabled" in one for one in types.all()):
        raise refused(MACROS)
    for name, part in parts.items():
        if name != TYPES:
            _judge(name, part, types, _clicked_by(parts, name))
    _refuse_another_body(parts, types)


def _clicked_by(parts: Mapping[str, bytes], name: str) -> frozenset[str]:
    """The ids of the links that a part leads outside with."""
    links = links_of(name).lower()
    return frozenset(
        one.id
        for other, part in parts.items()
        if other.lower() == links
        for one in _relationships_in(part)
        if one.kind == "hyperlink" and one.leads_outside
    )


def _judge(name: str, part: bytes, types: ContentTypes, clicked: frozenset[str]) -> None:
    """Refuse a part whose type is none we know, or that holds what its type has not."""
    kind, ends = types.of(name), ending(name)
    if ends == "rels" or kind == RELATIONSHIPS:
        if ends != "rels" or kind != RELATIONSHIPS:
            raise refused(DAMAGED)
        for one in _relationships_in(part):
            _judge_relationship(one)
    elif kind in XML_TYPES and ends in ("xml", "vml"):
        refuse_active_elements(part, clicked)
    elif (kind or "").startswith("image/") and ends in IMAGES:
        refuse_active_picture(part, ends == "svg" or str(kind).startswith("image/svg"))
    elif not (kind in FONT_TYPES or (kind == PRINTER_TYPE and ends == "bin")):
        raise refused(UNKNOWN.format(name.rpartition("/")[2][:40]))


def _judge_relationship(one: Relationship) -> None:
    """What a document is made of is in it; links one clicks may lead elsewhere."""
    if one.kind == "vbaproject":
        raise refused(MACROS)
    if one.kind in _EMBEDDED_RELATIONS:
        raise refused(EMBEDDED)
    if one.kind == "hyperlink" and one.leads_to_a_file:
        raise refused(link_to_file(one.target))
    if one.kind in _FETCHED_RELATIONS or (one.leads_outside and not one.is_clicked):
        raise refused(LINKED)
    if one.kind not in LEADS_TO:
        raise refused(UNKNOWN.format(one.kind[:40]))


def _refuse_another_body(parts: Mapping[str, bytes], types: ContentTypes) -> None:
    """The text that was read must be the one Word opens."""
    bodies = [
        resolved("", one.target)
        for one in _relationships_in(parts.get(PACKAGE_RELATIONS, b"<none/>"))
        if one.kind == "officedocument"
    ]
    if bodies != [BODY] or types.of(BODY) != MAIN:
        raise refused(DAMAGED)


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
            raise refused(DAMAGED)
        said = by_ending if tag == "Default" else by_part
        of = attributes[str(key)].strip().lower()
        if of in said:
            raise refused(DAMAGED)
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
            raise refused(DAMAGED)
        kind = attributes.get("Type", "").strip().rstrip("/").rpartition("/")[2].lower()
        found.append(
            Relationship(
                kind, attributes.get("Target", "").strip(), mode, attributes.get("Id", "").strip()
            )
        )

    parser.StartElementHandler = start
    parse(parser, part)
    return found
