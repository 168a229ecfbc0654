"""The envelope of an event: CloudEvents 1.0, binary mode, as NATS headers `ce-*`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote, unquote
from uuid import UUID

from contracts.identifiers import DepartmentCode, SchoolYear, Uai

SPEC_VERSION = "1.0"
CONTENT_TYPE = "application/json"
MESSAGE_ID = "Nats-Msg-Id"

_SOURCE = re.compile(r"/([^/]+)/([^/]+)/([a-z][a-z0-9_]*)")
_TYPE = re.compile(r"fr\.passerelle\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\.v[1-9][0-9]*")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_WHOLE = re.compile(r"[0-9]{1,18}")
# What the CloudEvents protocol bindings leave as it is: visible ASCII but `"` and `%`.
_SAFE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%')
_AS_IT_IS = re.compile(r"[!#$&-~]*")


class EnvelopeInvalid(ValueError):
    """The headers are not a CloudEvent of ours; the message names the header."""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """Who said what when: everything about an event but its facts.

    `sequence` has no hole inside (source, audience); `version` is the aggregate's, from 1.
    """

    id: UUID
    type: str
    source: str
    subject: str
    time: datetime
    sequence: int
    version: int
    correlation_id: UUID
    causation_id: UUID | None
    school_year: SchoolYear
    traceparent: str | None = None

    @property
    def department(self) -> DepartmentCode:
        return DepartmentCode(self.source.split("/")[1])

    @property
    def uai(self) -> Uai:
        return Uai(self.source.split("/")[2])

    @property
    def service(self) -> str:
        return self.source.split("/")[3]

    @property
    def message_id(self) -> str:
        """What JetStream recognises duplicates by; its scope is the whole stream."""
        return f"{self.source}/{self.id}"


@lru_cache(maxsize=16_384)
def source(dept: str, uai: Uai, service: str) -> str:
    """Who speaks: `/82/0820032P/partnerships`."""
    return f"/{DepartmentCode(dept)}/{Uai(uai)}/{service}"


def to_headers(envelope: Envelope) -> dict[str, str]:
    """The NATS headers of an event.

    Raises:
        EnvelopeInvalid: the time has no zone, or the source or type is malformed.
    """
    if envelope.time.tzinfo is None:
        raise EnvelopeInvalid("ce-time: an instant has a time zone")
    _check_names(envelope.source, envelope.type)
    attributes = {
        "specversion": SPEC_VERSION,
        "id": str(envelope.id),
        "type": envelope.type,
        "source": envelope.source,
        "subject": envelope.subject,
        "time": envelope.time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "sequence": str(envelope.sequence),
        "version": str(envelope.version),
        "correlationid": str(envelope.correlation_id),
        "causationid": str(envelope.causation_id) if envelope.causation_id else None,
        "schoolyear": str(envelope.school_year),
        "traceparent": envelope.traceparent,
    }
    headers = {f"ce-{name}": _quoted(text) for name, text in attributes.items() if text}
    return {**headers, "content-type": CONTENT_TYPE, MESSAGE_ID: envelope.message_id}


def _quoted(text: str) -> str:
    """As a header holds it; nearly always as it is."""
    return text if _AS_IT_IS.fullmatch(text) else quote(text, safe=_SAFE)


def from_headers(headers: Mapping[str, str]) -> Envelope:
    """The envelope of a received message; attributes it does not know are ignored.

    Raises:
        EnvelopeInvalid: an attribute is missing or malformed; the consumer parks the message.
    """
    read = _Attributes(headers)
    if read.text("specversion") != SPEC_VERSION:
        raise EnvelopeInvalid("ce-specversion: only 1.0 is known")
    causation = read.optional("causationid")
    envelope = Envelope(
        id=read.uuid("id"),
        type=read.text("type"),
        source=read.text("source"),
        subject=read.text("subject"),
        time=read.instant("time"),
        sequence=read.whole("sequence"),
        version=read.whole("version"),
        correlation_id=read.uuid("correlationid"),
        causation_id=read.uuid("causationid") if causation else None,
        school_year=read.school_year("schoolyear"),
        traceparent=read.traceparent("traceparent"),
    )
    _check_names(envelope.source, envelope.type)
    return envelope


@lru_cache(maxsize=16_384)
def _check_names(source_text: str, type_text: str) -> None:
    match = _SOURCE.fullmatch(source_text)
    if match is None:
        raise EnvelopeInvalid("ce-source: not /<dept>/<uai>/<service>")
    try:
        DepartmentCode(match[1])
        Uai(match[2])
    except ValueError as error:
        raise EnvelopeInvalid(f"ce-source: {error}") from None
    if not _TYPE.fullmatch(type_text):
        raise EnvelopeInvalid("ce-type: not fr.passerelle.<service>.<event>.v<n>")


class _Attributes:
    """Reads `ce-*` headers, whatever the case of their names, and names the one that is wrong."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        # Ours are in lower case already: others' are put so.
        lower = "ce-id" in headers
        self._texts = headers if lower else {key.lower(): text for key, text in headers.items()}

    def optional(self, name: str) -> str | None:
        text = self._texts.get("ce-" + name)
        return (unquote(text) if "%" in text else text) if text else None

    def text(self, name: str) -> str:
        text = self.optional(name)
        if text is None:
            raise EnvelopeInvalid(f"ce-{name}: missing")
        return text

    def uuid(self, name: str) -> UUID:
        try:
            return UUID(self.text(name))
        except EnvelopeInvalid:
            raise
        except ValueError:
            raise EnvelopeInvalid(f"ce-{name}: not a UUID") from None

    def whole(self, name: str) -> int:
        text = self.text(name)
        if not _WHOLE.fullmatch(text):
            raise EnvelopeInvalid(f"ce-{name}: not a whole number")
        return int(text)

    def instant(self, name: str) -> datetime:
        try:
            moment = datetime.fromisoformat(self.text(name))
        except EnvelopeInvalid:
            raise
        except ValueError:
            raise EnvelopeInvalid(f"ce-{name}: not an instant") from None
        if moment.tzinfo is None:
            raise EnvelopeInvalid(f"ce-{name}: an instant has a time zone")
        return moment

    def school_year(self, name: str) -> SchoolYear:
        text = self.text(name)
        try:
            return SchoolYear(text)
        except ValueError as error:
            raise EnvelopeInvalid(f"ce-{name}: {error}") from None

    def traceparent(self, name: str) -> str | None:
        text = self.optional(name)
        if text is not None and not _TRACEPARENT.fullmatch(text):
            raise EnvelopeInvalid(f"ce-{name}: not a W3C traceparent")
        return text
