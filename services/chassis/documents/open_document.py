"""What an ODT kept for others may be made of: text and pictures of its own, nothing that runs or is fetched."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from urllib.parse import unquote

from services.chassis.documents.elements import parse, parser_of, refuse_active_picture
from services.chassis.documents.package import PARTS_MAX, UNPACKED_BYTES_MAX
from services.chassis.documents.package_rules import (
    CLICKED,
    IMAGES,
    ending,
    is_elsewhere,
    names_a_file,
)
from services.chassis.documents.refusals import (
    EMBEDDED,
    LINKED,
    UNPACKED_TOO_BIG,
    link_to_file,
    refused,
)

MIMETYPE = b"application/vnd.oasis.opendocument.text"
NOT_ODT = (
    "Ce fichier n’est pas un texte ODT\u202f: dans LibreOffice ou Word, enregistrez-le au format ODT ou DOCX,"
    " sans mot de passe."
)
MACROS = "Ce document contient des macros\u202f: enregistrez-en une copie sans macros."
DAMAGED = "Ce document est abîmé\u202f: ouvrez-le, enregistrez-en une copie, puis recommencez."

_FILES = frozenset(
    {
        "mimetype",
        "content.xml",
        "styles.xml",
        "meta.xml",
        "settings.xml",
        "manifest.rdf",
        "meta-inf/manifest.xml",
        "meta-inf/documentsignatures.xml",
        "layout-cache",
    }
)
_FOLDERS = ("pictures/", "thumbnails/", "fonts/", "media/")
"""`media/` is where Word puts the pictures of an ODT."""
_PICTURES = IMAGES | {"svm"}
_FONTS = frozenset({"ttf", "otf", "ttc", "woff", "woff2"})
_XLINK = "http://www.w3.org/1999/xlink href"
_XFORMS = "http://www.w3.org/2002/xforms"
_TEMPLATE = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0 template"
_SCRIPTS = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"
_RUNS = frozenset({"script", "execute-macro", "event-listener", "event"})
_HOLDS = frozenset({"object", "object-ole", "plugin", "applet", "floating-frame"})
_FETCHES = frozenset(
    {"section-source", "dde-source", "dde-connection-decl", "dde-connection", "table-source"}
)


def refuse_dangerous_odt(content: bytes) -> None:
    """Raises DocumentFileRefused, with what to do, in French."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError) as broken:
        raise refused(NOT_ODT) from broken
    for name, part in parts.items():
        _judge(name.lower(), part)


def _unpacked(archive: zipfile.ZipFile) -> Mapping[str, bytes]:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if len(names) != len(entries) or len(entries) > PARTS_MAX:
        raise refused(DAMAGED)
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES_MAX:
        raise refused(UNPACKED_TOO_BIG)
    if not {"mimetype", "content.xml"} <= names:
        raise refused(NOT_ODT)
    return {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}


def _judge(name: str, part: bytes) -> None:
    if name == "mimetype":
        if part.strip() != MIMETYPE:
            raise refused(NOT_ODT)
    elif name.startswith(("basic/", "scripts/", "dialogs/")):
        raise refused(MACROS)
    elif name.endswith((".xml", ".rdf")) and name in _FILES:
        _judge_elements(part)
    elif name.startswith("configurations2/"):
        if part.strip():  # menus and keys of one's own: they call macros
            _refuse_more_than_a_root(name, part)
    elif name.startswith(_FOLDERS) and ending(name) in _PICTURES:
        refuse_active_picture(part, ending(name) == "svg")
    elif name not in _FILES and (not name.startswith(_FOLDERS) or ending(name) not in _FONTS):
        raise refused(EMBEDDED)


def _refuse_more_than_a_root(name: str, part: bytes) -> None:
    """LibreOffice writes lists of keys and menus that are empty; `id` is what one calls itself."""
    if not name.endswith(".xml"):
        raise refused(MACROS)
    parser, seen = parser_of(part), set[str]()

    def start(element: str, attributes: dict[str, str]) -> None:
        if seen or any(key.rpartition(" ")[2] != "id" for key in attributes):
            raise refused(MACROS)
        seen.add(element)

    parser.StartElementHandler = start
    parse(parser, part)


def _judge_elements(part: bytes) -> None:
    parser = parser_of(part)

    def start(name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if tag in _RUNS and (space == _SCRIPTS or tag != "event"):
            raise refused(MACROS)
        if tag in _HOLDS:
            raise refused(EMBEDDED)
        if tag in _FETCHES or space == _XFORMS:
            raise refused(LINKED)
        if name != _TEMPLATE:  # where the text began; nobody goes and looks
            _judge_address(attributes.get(_XLINK, "").strip(), tag == "a")

    parser.StartElementHandler = start
    parse(parser, part)


def _judge_address(written: str, is_link: bool) -> None:
    """What is shown comes from the text itself; a link one clicks may lead to a page."""
    target = unquote(written).strip()
    if is_link and written.lower().startswith((*CLICKED, "#")):
        return
    if is_elsewhere(target):
        raise refused(link_to_file(written) if is_link and names_a_file(target) else LINKED)
    if not is_link and (target.startswith("/") or ".." in target.split("/")):
        raise refused(LINKED)
