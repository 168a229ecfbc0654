"""Elements of the parts of a text while they are read: what is refused among them."""

from xml.parsers import expat

from services.chassis.documents.active_elements import link_used_otherwise, wrong_in
from services.chassis.documents.refusals import ACTIVE_PICTURE, DAMAGED, ENTITIES, refused
from services.chassis.documents.svg_pictures import (
    is_packed,
    is_written,
    wrong_in_style,
    wrong_in_svg,
)

_ENCODINGS = ("utf-8", "us-ascii")


def parser_of(part: bytes) -> expat.XMLParserType:
    """A parser that refuses entities; names come as « namespace name ». Raises DocumentFileRefused."""
    if not part.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise refused(DAMAGED)  # not UTF-8, which is all Word and LibreOffice write
    parser = expat.ParserCreate("utf-8", " ")

    def doctype(*_: object) -> None:
        raise refused(ENTITIES)

    def declaration(_version: str, encoding: str | None, _alone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise refused(DAMAGED)  # read otherwise by Word than here

    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    return parser


def parse(parser: expat.XMLParserType, part: bytes) -> None:
    """Raises DocumentFileRefused."""
    try:
        parser.Parse(part, True)
    except expat.ExpatError as broken:
        raise refused(DAMAGED) from broken


def refuse_active_picture(part: bytes, is_drawing: bool) -> None:
    """Refuse a picture made of elements in which something runs, or is fetched. Raises DocumentFileRefused.

    A drawing under the name of another picture is judged too: readers look at what it begins with.
    """
    if is_packed(part):
        raise refused(ACTIVE_PICTURE)
    if not is_drawing and not is_written(part):
        return
    parser = parser_of(part)
    parser.StartElementHandler = lambda name, attributes: _refuse_if(wrong_in_svg(name, attributes))
    parser.CharacterDataHandler = lambda text: _refuse_if(wrong_in_style(text))
    parser.ProcessingInstructionHandler = lambda *_: _refuse_if(ACTIVE_PICTURE)
    parser.buffer_text = True
    parse(parser, part)


def refuse_active_elements(part: bytes, clicked: frozenset[str]) -> None:
    """Refuse what runs or is fetched; `clicked` are the ids of links. Raises DocumentFileRefused."""
    parser = parser_of(part)

    def start(name: str, attributes: dict[str, str]) -> None:
        _refuse_if(wrong_in(name, attributes) or link_used_otherwise(name, attributes, clicked))

    parser.StartElementHandler = start
    parse(parser, part)


def _refuse_if(why: str | None) -> None:
    if why is not None:
        raise refused(why)
