"""One document of several copies of the same text, each on its own pages numbered from one.

Only where nothing of a copy can change another one: lists that Word numbers by itself would go on
from copy to copy, a header is shared by all, notes have numbers. Such texts stay apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.chassis.documents.elements import parse, parser_of
from services.chassis.documents.merge_fields import fields_of_part
from services.chassis.documents.package import (
    BODY,
    UNPACKED_BYTES_MAX,
    WORD,
    WORD_STRICT,
    text_parts,
)

_KEEPS_APART = frozenset(
    [
        "numPr",
        "footnoteReference",
        "endnoteReference",
        "commentReference",
        "sdt",
        "ins",
        "del",
        "altChunk",
    ]
)
_AFTER_NUMBERING = frozenset(
    [
        "cols",
        "formProt",
        "vAlign",
        "noEndnote",
        "titlePg",
        "textDirection",
        "bidi",
        "rtlGutter",
        "docGrid",
        "printerSettings",
        "sectPrChange",
    ]
)
_STYLES = "word/styles.xml"
_PAGES_OF_ALL = b"NUMPAGES"


@dataclass
class _Shape:
    """A body while it is read: where it is cut, in bytes, and what keeps it apart."""

    begins: int = -1
    ends: int = -1
    section: int = -1
    numbering: int = -1
    """Where pages are said to be numbered from one, in the section of the whole body."""
    numbered: bool = False
    sections: int = 0
    apart: bool = False
    path: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        self.apart |= name in _KEEPS_APART
        if self.path == ["document", "body"]:
            self.begins = at if self.begins < 0 else self.begins
            self.section = at if name == "sectPr" else -1
        if name == "sectPr":
            self.sections += 1
        elif self.path == ["document", "body", "sectPr"]:
            self._of_section(name, attributes, at)
        self.path.append(name)

    def _of_section(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        if name == "pgNumType":
            self.numbered = any(key.endswith(" start") for key in attributes)
            self.apart |= not self.numbered
        elif name == "type":
            self.apart = True
        elif name in _AFTER_NUMBERING and self.numbering < 0:
            self.numbering = at

    def end(self, name: str, at: int) -> None:
        self.path.pop()
        if self.path == ["document", "body"] and name == "sectPr" and self.numbering < 0:
            self.numbering = at
        elif self.path == ["document"] and name == "body":
            self.ends = at


def joined(parts: Mapping[str, bytes], bodies: Sequence[bytes]) -> bytes | None:
    """The body of one document with all of these, filled from one text; None where it is not safe."""
    if len(bodies) == 1:
        return bodies[0]
    if not _is_safe(parts) or sum(map(len, bodies)) > UNPACKED_BYTES_MAX // 2:
        return None
    copies = []
    shape = _shape(bodies[0])
    for body in bodies:
        shape = _shape(body)
        copies.append((body[shape.begins : shape.section], _restarting(body, shape)))
    opening = bodies[0][: _shape(bodies[0]).begins]
    between = [text + _in_a_paragraph(section) for text, section in copies[:-1]]
    return b"".join([opening, *between, *copies[-1], bodies[-1][shape.ends :]])


def _shape(body: bytes) -> _Shape:
    shape, parser = _Shape(), parser_of(body)

    def start(name: str, attributes: dict[str, str]) -> None:
        shape.start(_local(name), attributes, parser.CurrentByteIndex)

    def end(name: str) -> None:
        shape.end(_local(name), parser.CurrentByteIndex)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parse(parser, body)
    return shape


def _is_safe(parts: Mapping[str, bytes]) -> bool:
    shape = _shape(parts[BODY])
    others = [parts[name] for name in text_parts(parts) if name != BODY]
    return (
        not shape.apart
        and shape.section >= 0
        and shape.sections == 1
        and b":body" in parts[BODY]
        and not any(fields_of_part(part) or _PAGES_OF_ALL in part for part in others)
        and b":numPr" not in parts.get(_STYLES, b"")
        and _PAGES_OF_ALL not in parts[BODY]
    )


def _restarting(body: bytes, shape: _Shape) -> bytes:
    """The section of a copy, its pages numbered from one."""
    section = body[shape.section : shape.ends]
    if shape.numbered:
        return section
    prefix = _prefix(section)
    at = shape.numbering - shape.section
    from_one = b"<" + prefix + b"pgNumType " + prefix + b'start="1"/>'
    return section[:at] + from_one + section[at:]


def _in_a_paragraph(section: bytes) -> bytes:
    """The end of a copy: in Word, a section ends in the mark of its last paragraph."""
    prefix = _prefix(section)
    opening, closing = b"<" + prefix + b"p><" + prefix + b"pPr>", b"</" + prefix + b"pPr></"
    return opening + section.rstrip() + closing + prefix + b"p>"


def _prefix(section: bytes) -> bytes:
    return section[1 : section.index(b"sectPr")]


def _local(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return local if namespace in {WORD, WORD_STRICT} else name
