"""What an ODT kept for others may be made of: text and pictures of its own, nothing that runs or is fetched."""

import io
import zipfile
import zlib
from collections.abc import Mapping

from services.chassis.documents.package import (
    EMBEDDED,
    LINKED,
    PARTS_MAX,
    UNPACKED_BYTES_MAX,
    UNPACKED_TOO_BIG,
    DocumentFileRefused,
    parse,
    parser_of,
)
from services.chassis.documents.package_rules import CLICKED, is_elsewhere

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
        "layout-cache",
    }
)
_FOLDERS = ("pictures/", "thumbnails/", "fonts/")
_XLINK = "http://www.w3.org/1999/xlink href"
_SCRIPTS = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"
_RUNS = frozenset({"script", "event-listener", "event"})
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
        raise _refused(NOT_ODT) from broken
    for name, part in parts.items():
        _judge(name.lower(), part)


def _unpacked(archive: zipfile.ZipFile) -> Mapping[str, bytes]:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if len(names) != len(entries) or len(entries) > PARTS_MAX:
        raise _refused(DAMAGED)
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES_MAX:
        raise _refused(UNPACKED_TOO_BIG)
    if not {"mimetype", "content.xml"} <= names:
        raise _refused(NOT_ODT)
    return {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}


def _judge(name: str, part: bytes) -> None:
    if name == "mimetype":
        if part.strip() != MIMETYPE:
            raise _refused(NOT_ODT)
    elif name.startswith(("basic/", "scripts/", "dialogs/")):
        raise _refused(MACROS)
    elif name.endswith((".xml", ".rdf")) and name in _FILES:
        _judge_elements(part)
    elif name.startswith("configurations2/"):
        if part.strip():  # menus and keys of one's own: they call macros
            raise _refused(MACROS)
    elif name not in _FILES and (not name.startswith(_FOLDERS) or name.endswith(".xml")):
        raise _refused(EMBEDDED)


def _judge_elements(part: bytes) -> None:
    parser = parser_of(part)

    def start(name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if tag in _RUNS and (space == _SCRIPTS or tag != "event"):
            raise _refused(MACROS)
        if tag in _HOLDS:
            raise _refused(EMBEDDED)
        target = attributes.get(_XLINK, "").strip()
        clicked = tag == "a" and (target.lower().startswith(CLICKED) or target.startswith("#"))
        if tag in _FETCHES or (is_elsewhere(target) and not clicked):
            raise _refused(LINKED)

    parser.StartElementHandler = start
    parse(parser, part)


def _refused(why: str) -> DocumentFileRefused:
    return DocumentFileRefused(why, field="file")
