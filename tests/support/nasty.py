"""One value nobody means, in one place of a request that is otherwise as it should be.

Every place a route takes something from: its path, its query, headers, cookies, each field of its
form or command, and the body as a whole. Which values are tried where is left to a seeded chance.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote, quote_from_bytes
from uuid import UUID

from services.chassis.web.answers.offline_forms import ACCOUNT_HEADER
from services.chassis.web.answers.rendering import NOTICE_COOKIE
from services.chassis.web.requests.lycee_choice import COOKIE as LYCEE_COOKIE
from services.chassis.web.requests.lycee_choice import HEADER as LYCEE_HEADER
from services.chassis.web.requests.private_search import COOKIE as SOUGHT_COOKIE
from services.portal.sign_in.pages.codes import MAIL_COOKIE
from tests.support.routes import Route

TEXTS = (
    *("", " ", "bad", "é", "[", "]", "%", "\\", "\x00", "a\x00b", "a\x1bb", "a\x85b", "\r\nX: y"),
    *("\u202e", "\u2066", "\u200b", "\ufeff", "\ufffe", "\ud800", "\U0010ffff", "İ", "ß"),
    *("-1", "0", "1e309", "NaN", "Infinity", "1_0", "٣", "²", "9" * 19, "9" * 40, "9" * 5_000),
    *("0000-0001", "----/----", "0000/0000", "2026/2026", "9999-9999", "2026/2027", "2026-2027"),
    *("0001-01-01", "9999-12-31", "2026-02-30", "0000-00-00", "2026-11-28T25:61", "2026-W53"),
    *("[" * 2_000, "{" * 2_000, "a" * 11_000, "e" + "\u0301" * 400, "\U0001f600" * 60, "a " * 230),
    *("http://[", "//[", "javascript:alert(1)", "/..", "../../etc/passwd", "' OR 1=1--", "a.b.c"),
    *("{{7*7}}%s{0}", "<script>alert(1)</script>", "0829001N", "0829001A", "0829001n", "true"),
    *("00000000-0000-0000-0000-000000000000", "{12345678-1234-5678-1234-567812345678}"),
    *("urn:uuid:12345678-1234-5678-1234-567812345678", "12345678", "g" * 36, "null", "a,b", ";"),
)
BYTES = (b"\xff", b"\xed\xa0\x80", b"\xc3\x28", b"\xe9", b"a\x00", b"=?utf-8?b?w6k=?=")
"""What is no UTF-8."""
BODIES = (
    *(b"", b"[" * 2_000, b"[" * 500 + b"]" * 500, b'{"a":' * 900 + b"1" + b"}" * 900, b"null"),
    *(b"9" * 5_000, b'{"command_id": ' + b"9" * 5_000 + b"}", b"NaN", b"[]", b'""', b"{", b"\xff"),
    *(b'{"command_id": NaN}', b'{"\\ud800": 1}', b'{"\\u0000": 1}', b"\xff\xfe{\x00}\x00"),
    *(b"%", b"=", b"&&&", b"%00=%00", b"command_id=%ff", b"a=" * 2_000, b"a[]=1;b"),
    *(b"--x\r\n", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'),
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a\x00b.xlsx"\r\n\r\n1\r\n--x--\r\n',
    '--x\r\nContent-Disposition: form-data; name="file"; filename="\u202ea"\r\n\r\n1\r\n--x--\r\n'.encode(),
)
KINDS = (
    *("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"),
    *("multipart/form-data", "multipart/form-data; boundary=é", "text/plain", "[", ""),
    *("application/json; charset=utf-16", "application/x-www-form-urlencoded; charset=cp37"),
)
OTHERWISE: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    2**63,
    2**80,
    [],
    {},
    [[]],
    {"a": None},
    ["\x00"],
    [None],
)
"""What JSON has besides texts."""
HEADERS = (
    *("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cookie", "Forwarded"),
    *("Host", "If-None-Match", "If-Modified-Since", "HX-Request", "HX-Target", "HX-Current-URL"),
    *("Last-Event-ID", "Origin", "Range", "Referer", "Sec-Fetch-Site", "User-Agent", "Traceparent"),
    *("X-Correlation-Id", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip"),
    *(LYCEE_HEADER, ACCOUNT_HEADER, "Content-Length", "Content-Type"),
)
COOKIES = ("passerelle", LYCEE_COOKIE, SOUGHT_COOKIE, NOTICE_COOKIE, MAIL_COOKIE)
EVERYWHERE = ("after", "lycee", "next")
"""What may be asked of any address."""


@dataclass(frozen=True)
class Place:
    """Where a value goes: `path`, `query`, `header`, `cookie`, `field` or `body`, and its name."""

    kind: str
    name: str = ""


@dataclass(frozen=True)
class Nasty:
    """One request, and what is wrong with it."""

    place: Place
    value: object
    address: str
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""

    def __str__(self) -> str:
        return f"{self.place.kind} {self.place.name} = {self.value!r:.80}"


@dataclass(frozen=True)
class Usual:
    """What a request of a route holds besides: values of its path, its fields, and a session."""

    known: Mapping[str, str]
    fields: Mapping[str, Any]
    read_by_hand: frozenset[str]
    cookie: str | None


def places_of(route: Route, usual: Usual) -> list[Place]:
    """Everywhere a route takes something from."""
    asked = route.in_query | route.may_query | usual.read_by_hand | set(EVERYWHERE)
    places = [Place("path", name) for name in sorted(route.in_path)]
    places += [Place("query", name) for name in sorted(asked)]
    places += [Place("header", name) for name in HEADERS]
    places += [Place("cookie", name) for name in COOKIES]
    if route.declared.writes:
        fields = {*route.in_body, *usual.fields, "command_id", "uai"}
        places += [Place("field", name) for name in sorted(fields)]
        places.append(Place("body"))
    return places


def nasty_requests(route: Route, usual: Usual, chance: Random, many: int) -> Iterator[Nasty]:
    """That many requests; no kind of place is left out because another one has more names."""
    places = places_of(route, usual)
    kinds = sorted({place.kind for place in places})
    for _ in range(many):
        kind = chance.choice(kinds)
        place = chance.choice([place for place in places if place.kind == kind])
        values = values_for(place, json_too=route.declared.kind == "command")
        yield nasty(route, usual, place, chance.choice(values), chance)


def values_for(place: Place, *, json_too: bool) -> Sequence[object]:
    """Whatever can be put there."""
    if place.kind == "body":
        return BODIES
    if place.kind == "field" and json_too:
        return [*TEXTS, *OTHERWISE]
    if place.name == "Content-Type":
        return [*KINDS, *TEXTS]
    return [*TEXTS, *BYTES]


def nasty(route: Route, usual: Usual, place: Place, value: object, chance: Random) -> Nasty:
    """The request with this value at this place."""
    headers = {"Host": b"127.0.0.1:8000", "Sec-Fetch-Site": b"same-origin"}
    cookies = {"passerelle": usual.cookie.encode()} if usual.cookie else {}
    if place.kind == "cookie":
        cookies[place.name] = _bytes(value)
    if cookies:
        headers["Cookie"] = b"; ".join(name.encode() + b"=" + v for name, v in cookies.items())
    address = _address(route, usual, place, value)
    body = b""
    if route.declared.writes:
        body, headers["Content-Type"] = _body(route, usual, place, value, chance)
        headers["Content-Length"] = str(len(body)).encode()
    if place.kind == "header":
        if place.name == "Origin":  # believed where a browser does not say where from
            del headers["Sec-Fetch-Site"]
        headers[place.name] = _bytes(value)
    return Nasty(place, value, address, [(n.lower().encode(), v) for n, v in headers.items()], body)


def _address(route: Route, usual: Usual, place: Place, value: object) -> str:
    path = route.path
    for name in route.in_path:
        there = place == Place("path", name)
        said = quote_from_bytes(_bytes(value), safe="") if there else quote(usual.known[name])
        path = path.replace(f"{{{name}:path}}", said).replace(f"{{{name}}}", said)
    asked = {name: quote(usual.known[name]) for name in sorted(route.in_query)}
    if place.kind == "query":
        asked[place.name] = quote_from_bytes(_bytes(value), safe="")
    query = "&".join(f"{name}={said}" for name, said in asked.items())
    return f"{path}?{query}" if query else path


def _body(
    route: Route, usual: Usual, place: Place, value: object, chance: Random
) -> tuple[bytes, bytes]:
    if place.kind == "body":
        assert isinstance(value, bytes)
        return value, b"multipart/form-data; boundary=x" if value[:3] == b"--x" else _usual(route)
    fields: dict[str, Any] = {**usual.fields, "command_id": str(UUID(int=chance.getrandbits(128)))}
    if place.kind == "field":
        fields[place.name] = value
    if route.declared.kind == "command":
        return json.dumps(fields).encode(), _usual(route)
    pairs = [
        (name, one)
        for name, said in fields.items()
        for one in (said if isinstance(said, list) else [said])
    ]
    said = "&".join(f"{quote(name)}={quote_from_bytes(_bytes(one))}" for name, one in pairs)
    return said.encode(), _usual(route)


def _usual(route: Route) -> bytes:
    return (
        b"application/json"
        if route.declared.kind == "command"
        else b"application/x-www-form-urlencoded"
    )


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def plausible(schema: Mapping[str, Any], known: str | None = None) -> Any:
    """A value a schema of JSON allows; `known` where it is one text."""
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return plausible(schema[several][0], known)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type")
    if kind == "array":
        return [plausible(schema.get("items", {}))]
    if kind == "object":
        of = schema.get("properties", {})
        return {name: plausible(of[name]) for name in schema.get("required", ()) if name in of}
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    if kind == "boolean":
        return True
    return known or _TEXTS.get(schema.get("format", ""), "Texte"[: schema.get("maxLength")])


_TEXTS = {
    "date": "2026-11-28",
    "date-time": "2026-11-28T10:00:00Z",
    "time": "10:00",
    "uuid": "12345678-1234-4678-9234-567812345678",
    "email": "h.delbosc@quercy.example",
}
