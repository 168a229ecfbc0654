"""Drawings made of elements (SVG): what in them would run, or be fetched from elsewhere."""

import re
from collections.abc import Mapping

from services.chassis.documents.refusals import ACTIVE_PICTURE

_RUN = frozenset({"script", "foreignobject", "iframe", "object", "embed", "handler", "listener"})
_ADDRESSES = frozenset({"href", "src", "base"})
_WITHIN = re.compile(r"#|data:image/(?:png|jpe?g|gif|bmp|webp)[;,]", re.IGNORECASE)
_FETCHED_BY_STYLE = re.compile(r"@import|\\|url\(\s*['\"]?(?!\s*['\"]?#)", re.IGNORECASE)
_PACKED = b"\x1f\x8b"
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


def is_written(part: bytes) -> bool:
    """Whether a picture is made of elements, whatever its name says."""
    return part.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or part.startswith(_OTHER_ENCODINGS)


def is_packed(part: bytes) -> bool:
    """Whether a picture is packed, so that what it is made of is not seen here."""
    return part.startswith(_PACKED)


def wrong_in_svg(name: str, attributes: Mapping[str, str]) -> str | None:
    """Why a drawing with this element is refused, in French; nothing where it is not."""
    if name.rpartition(" ")[2].lower() in _RUN:
        return ACTIVE_PICTURE
    wrong = any(_is_wrong(key.rpartition(" ")[2], value) for key, value in attributes.items())
    return ACTIVE_PICTURE if wrong else None


def wrong_in_style(text: str) -> str | None:
    """Why a drawing with this text, perhaps of a style sheet, is refused."""
    return ACTIVE_PICTURE if _FETCHED_BY_STYLE.search(text) else None


def _is_wrong(tag: str, value: str) -> bool:
    small, value = tag.lower(), value.strip()
    if small in _ADDRESSES:
        return bool(value) and not _WITHIN.match(value)
    if small == "attributename":  # what an animation changes
        return value.lower().rpartition(":")[2] in _ADDRESSES
    return small.startswith("on") or wrong_in_style(value) is not None
