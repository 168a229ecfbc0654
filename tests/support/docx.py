"""Word documents as people write them, and as they are read once printed."""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:cols w:space="708"/></w:sectPr>'


def paragraph(*runs: str) -> str:
    """A paragraph whose text Word cut into these runs."""
    cut = "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p>{cut}</w:p>"


def part(tag: str, *content: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {NAMESPACES}>{"".join(content)}</w:{tag}>'
    )


def relations(*entries: tuple[str, str, bool]) -> str:
    """Relationships: the kind, what it leads to, whether that is outside."""
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if outside else "/>")
        for n, (kind, target, outside) in enumerate(entries)
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{lines}</Relationships>"
    )


def docx(
    *content: str, section: str = SECTION, others: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A document of these paragraphs; `others` are more parts, by name."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("officeDocument", "word/document.xml", False)),
        "word/document.xml": part("document", "<w:body>", *content, section, "</w:body>"),
    }
    return zipped({**parts, **(others or {})})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def read_part(document: bytes, name: str = "word/document.xml") -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return ET.fromstring(archive.read(name))


def words(document: bytes, name: str = "word/document.xml") -> list[str]:
    """The paragraphs of a document as they are read; nothing of an empty one."""
    root = read_part(document, name)
    found = ["".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in root.iter(f"{WORD}p")]
    return [text for text in found if text]


def files_in(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def has_field(document: bytes) -> bool:
    return any(re.search(r"\{\{|\}\}", text) for text in words(document))
