"""Words planted where people are named, and a scanner that knows them in any dress.

A mark is the beginning of every token of one kind of person: to find it is to find any of them.
"""

from __future__ import annotations

import base64
import html
import io
import json
import quopri
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from html.entities import codepoint2name
from urllib.parse import quote

PUPIL, CONTACT, ARTISAN = "Zzcanarï", "Zzcontàct", "Zzartisàn"
PHONE = "0536497"
BORN = "1951-07-13"
MARKS = {
    "pupil": (PUPIL, BORN, "13/07/1951"),
    "contact": (CONTACT, PHONE),
    "artisan": (ARTISAN,),
}
PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
UNPACKED_MAX = 4_000_000


def spelled(mark: str) -> set[str]:
    """The same word composed, decomposed, without accents, in each case; a phone with spaces."""
    if mark.isdigit():
        pairs = re.sub(r"(\d\d)(?=\d)", r"\1 ", mark)
        return {mark, pairs, pairs.replace(" ", "."), "+33" + mark[1:], "+33 " + pairs[1:]}
    bare = "".join(c for c in unicodedata.normalize("NFD", mark) if not unicodedata.combining(c))
    forms = {unicodedata.normalize("NFC", mark), unicodedata.normalize("NFD", mark), bare}
    return {f for form in forms for f in (form, form.lower(), form.upper())}


def dressed(word: str) -> Iterator[bytes]:
    """The bytes a word becomes when somebody encodes it."""
    raw = word.encode()
    yield raw
    yield word.encode("latin-1", "ignore") if word.isascii() or len(word) < 10 else raw
    for name in ("utf-16-le", "utf-16-be"):
        yield word.encode(name)
    yield from in_base64(raw)
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    for text in (quote(word), quote(word).lower(), quote(quote(word))):
        yield text.encode()
    yield quopri.encodestring(raw).strip()
    as_json = json.dumps(word)[1:-1]
    yield as_json.encode()
    yield re.sub(r"\\u([0-9a-f]{4})", lambda m: "\\u" + m[1].upper(), as_json).encode()
    for reference in ("&#{0};", "&#x{0:x};", "&#x{0:X};"):
        yield "".join(c if c.isascii() else reference.format(ord(c)) for c in word).encode()
    named = (c if c.isascii() else f"&{codepoint2name.get(ord(c), '')};" for c in word)
    yield "".join(named).encode()
    yield html.escape(word).encode()


def in_base64(raw: bytes) -> Iterator[bytes]:
    """What stays of it in Base64 whatever comes before and after: one text for each offset."""
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + raw).rstrip(b"=")
        first = (0, 2, 3)[offset]
        last = len(encoded) - (1 if (offset + len(raw)) % 3 else 0)
        yield encoded[first:last]


PATTERNS = {
    kind: sorted(
        {d for mark in marks for word in spelled(mark) for d in dressed(word) if len(d) > 5}
    )
    for kind, marks in MARKS.items()
}


def unpacked(content: bytes) -> Iterator[bytes]:
    """The content, and whatever is compressed in it."""
    yield content
    for found in PACKED.finditer(content):
        engine = zlib.decompressobj(wbits=47)
        try:
            inside = engine.decompress(content[found.start() :], UNPACKED_MAX)
        except zlib.error:
            continue
        yield inside
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield packed.read(name)


def seen_in(content: bytes, kinds: tuple[str, ...] = tuple(MARKS)) -> set[str]:
    """The kinds of people named in these bytes."""
    folded = re.sub(rb"=\r?\n|\r?\n[ \t]", b"", content)  # lines that mails and headers fold
    found = set()
    for piece in {*unpacked(content), folded}:
        found |= {kind for kind in kinds if any(p in piece for p in PATTERNS[kind])}
    return found
