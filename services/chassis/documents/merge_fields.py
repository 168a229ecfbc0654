"""Fields somebody typed in a text, as {{tuteur}}: where they are, and the text once filled.

Word cuts what is typed into pieces as it likes: a field is looked for in a paragraph as it is read,
then written over piece by piece. Nothing else of the document changes by a byte.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from services.chassis.documents.elements import parse, parser_of
from services.chassis.documents.field_codes import MAIL_MERGE, FieldCodes
from services.chassis.documents.package import WORD, WORD_STRICT, text_parts, xml_parts
from services.chassis.documents.refusals import refused

FIELD_CHARACTERS_MAX = 80
FIELDS_MAX = 1_000
_FIELD = re.compile(r"\{\{([^{}]{0,400})\}\}")
_WORDS = re.compile(r"[^\W_](?:[\w \u00a0\u202f’'´\-]{0,78}[\w])?")
_OTHER_LANGUAGE = re.compile(r"\{%|%\}|\{#|#\}|\$\{|<%")
_TAG_NAME = re.compile(rb"<([^\s/>]{1,60})")
_TEXTS = frozenset({f"{WORD} t", f"{WORD_STRICT} t"})
_PARAGRAPHS = frozenset({f"{WORD} p", f"{WORD_STRICT} p"})
_MERGES = frozenset({f"{WORD} mailMerge", f"{WORD_STRICT} mailMerge"})


@dataclass
class _Piece:
    """The text of one `w:t`: where its tag begins, and where its text does and ends."""

    tag: int
    begins: int = -1
    ends: int = -1
    text: str = ""


@dataclass
class _Reading:
    """A part while it is read; paragraphs nest, as in a frame."""

    parser: expat.XMLParserType
    paragraphs: list[list[_Piece]] = field(default_factory=list)
    open: list[list[_Piece]] = field(default_factory=list)
    piece: _Piece | None = None
    codes: FieldCodes = field(default_factory=FieldCodes)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.codes.start(name, attributes)
        if name in _PARAGRAPHS:
            self.open.append([])
        elif name in _TEXTS and self.open:
            self.piece = _Piece(self.parser.CurrentByteIndex)
        elif name in _MERGES:
            raise refused(MAIL_MERGE)

    def data(self, text: str) -> None:
        self.codes.data(text)
        if self.piece is not None:
            if self.piece.begins < 0:
                self.piece.begins = self.parser.CurrentByteIndex
            self.piece.text += text

    def end(self, name: str) -> None:
        self.codes.end(name)
        if name in _TEXTS and self.piece is not None:
            self.piece.ends = self.parser.CurrentByteIndex
            if self.piece.begins >= 0:
                self.open[-1].append(self.piece)
            self.piece = None
        elif name in _PARAGRAPHS and self.open:
            self.paragraphs.append(self.open.pop())
            if not self.open:
                self.codes.loose_over()


def fields_in(parts: Mapping[str, bytes]) -> list[str]:
    """The fields of a document as they were typed, each once. Raises DocumentFileRefused."""
    found: dict[str, None] = {}
    refuse_computed(parts)
    for name in text_parts(parts):
        for pieces in _paragraphs(parts[name]):
            text = "".join(piece.text for piece in pieces)
            _refuse_other_languages(text)
            for match in _FIELD.finditer(text):
                found.setdefault(_typed(match), None)
    if len(found) > FIELDS_MAX:
        raise refused(f"Ce document a plus de {FIELDS_MAX} champs.")
    return list(found)


def refuse_computed(parts: Mapping[str, bytes]) -> None:
    """Refuse what Word would compute, fetch or merge, in whichever part. Raises DocumentFileRefused."""
    for name in xml_parts(parts):
        _paragraphs(parts[name])


def fields_of_part(part: bytes) -> list[str]:
    """Fields of one part."""
    texts = ("".join(piece.text for piece in pieces) for pieces in _paragraphs(part))
    return [_typed(match) for text in texts for match in _FIELD.finditer(text)]


def filled(part: bytes, value_of: Callable[[str], str]) -> bytes:
    """The part with each field as its value; `value_of` is told the field as it was typed."""
    changes = [
        change for pieces in _paragraphs(part) for change in _changes(part, pieces, value_of)
    ]
    whole, at = [], 0
    for begins, ends, written in sorted(changes):
        whole += [part[at:begins], written]
        at = ends
    return b"".join([*whole, part[at:]])


def _typed(match: re.Match[str]) -> str:
    return " ".join(match[1].split())


def _paragraphs(part: bytes) -> list[list[_Piece]]:
    parser = parser_of(part)
    # Positions are those of bytes: the text must come with the tag it is in.
    parser.buffer_text = False
    reading = _Reading(parser)
    parser.StartElementHandler = reading.start
    parser.CharacterDataHandler = reading.data
    parser.EndElementHandler = reading.end
    parse(parser, part)
    reading.codes.over()  # one that never ended, or stands in no paragraph
    return reading.paragraphs


def _changes(
    part: bytes, pieces: Sequence[_Piece], value_of: Callable[[str], str]
) -> Iterator[tuple[int, int, bytes]]:
    """What is written where, of the pieces a field of this paragraph is in."""
    text = "".join(piece.text for piece in pieces)
    matches = list(_FIELD.finditer(text))
    if not matches:
        return
    at = 0
    for piece in pieces:
        begins, at = at, at + len(piece.text)
        touched = [one for one in matches if one.start() < at and one.end() > begins]
        if touched:
            new = _piece_filled(piece.text, begins, touched, value_of)
            yield piece.tag, piece.ends, _opening(part, piece) + escape(new).encode()


def _piece_filled(
    text: str, begins: int, matches: Sequence[re.Match[str]], value_of: Callable[[str], str]
) -> str:
    """A field is written where it begins, and taken away from the pieces it goes on in."""
    whole, at = [], 0
    for one in matches:
        start, end = one.start() - begins, min(one.end() - begins, len(text))
        whole.append(text[at : max(start, 0)])
        if start >= 0:
            whole.append(_on_one_line(value_of(_typed(one))))
        at = end
    return "".join([*whole, text[at:]])


def _on_one_line(value: str) -> str:
    """A value without what breaks a line, or a document."""
    return "".join(" " if unicodedata.category(c)[0] == "C" else c for c in value)


def _opening(part: bytes, piece: _Piece) -> bytes:
    """The tag, so that the spaces at the ends of a piece stay."""
    found = _TAG_NAME.match(part, piece.tag)
    return b"<" + (found[1] if found else b"w:t") + b' xml:space="preserve">'


def _refuse_other_languages(text: str) -> None:
    """A field is a name, nothing more: what asks for a computation is not guessed at."""
    if other := _OTHER_LANGUAGE.search(text):
        raise refused(
            f"Ce document contient «\u00a0{other[0]}\u00a0», qui n’est pas un champ\u202f: Passerelle ne calcule"
            " rien. Écrivez le nom d’un champ, ainsi\u202f: {{tuteur}}."
        )
    for match in _FIELD.finditer(text):
        typed = _typed(match)
        if not _WORDS.fullmatch(typed) or len(typed) > FIELD_CHARACTERS_MAX:
            raise refused(
                f"«\u00a0{match[0][:FIELD_CHARACTERS_MAX]}\u00a0» n’est pas un champ\u202f: entre les accolades, écrivez"
                " seulement un nom, ainsi\u202f: {{tuteur}}."
            )
    rest = _FIELD.sub("", text)
    if "{{" in rest or "}}" in rest:
        near = rest[max(rest.find("{{"), rest.find("}}"), 0) :][:40]
        raise refused(
            f"Un champ n’est pas fermé\u202f: «\u00a0{near}\u00a0». Il a deux accolades de chaque côté, dans un"
            " même paragraphe, ainsi\u202f: {{tuteur}}."
        )
