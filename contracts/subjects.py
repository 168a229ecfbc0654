"""Subjects of the bus: `<audience>.<dept>.<uai>.<service>.<event>.v<n>`."""

import re
from dataclasses import dataclass
from functools import lru_cache

from contracts.event import AUDIENCES, Audience, Event
from contracts.identifiers import DepartmentCode, Uai

_TOKEN = re.compile(r"[a-z][a-z0-9_]*")
_VERSION = re.compile(r"v[1-9][0-9]*")


class SubjectInvalid(ValueError):
    """Not a subject of ours; the message says which part is wrong."""


@dataclass(frozen=True)
class Subject:
    """The parts of a subject. The server authenticated it: it says who speaks for which lycée."""

    audience: Audience
    department: DepartmentCode
    uai: Uai
    service: str
    event: str
    version: int

    @staticmethod
    def parse(text: str) -> "Subject":
        """Raises SubjectInvalid when a part is missing or malformed."""
        return _parsed(text)

    def __str__(self) -> str:
        return (
            f"{self.audience}.{self.department}.{self.uai}."
            f"{self.service}.{self.event}.v{self.version}"
        )

    @property
    def event_type(self) -> str:
        """The CloudEvents type the subject announces."""
        return f"fr.passerelle.{self.service}.{self.event}.v{self.version}"


@lru_cache(maxsize=16_384)
def _parsed(text: str) -> Subject:
    parts = text.split(".")
    if len(parts) != 6:
        raise SubjectInvalid(f"{text!r}: a subject has six parts")
    audience = next((known for known in AUDIENCES if known == parts[0]), None)
    if audience is None:
        raise SubjectInvalid(f"{text!r}: unknown audience {parts[0]!r}")
    for token in parts[3:5]:
        if not _TOKEN.fullmatch(token):
            raise SubjectInvalid(f"{text!r}: malformed part {token!r}")
    if not _VERSION.fullmatch(parts[5]):
        raise SubjectInvalid(f"{text!r}: malformed version {parts[5]!r}")
    try:
        department, uai = DepartmentCode(parts[1]), Uai(parts[2])
    except ValueError as error:
        raise SubjectInvalid(f"{text!r}: {error}") from None
    if (department, uai) != (parts[1], parts[2]):
        raise SubjectInvalid(f"{text!r}: identifiers are not in their normal form")
    return Subject(audience, department, uai, parts[3], parts[4], int(parts[5][1:]))


@lru_cache(maxsize=16_384)
def subject(audience: Audience, dept: str, uai: Uai, event_type: type[Event]) -> str:
    """Where an event of a lycée is published.

    Raises:
        SubjectInvalid: the event is not for this audience.
    """
    if audience != event_type.audience():
        raise SubjectInvalid(
            f"{event_type.__name__} is for {event_type.audience()}, not {audience}"
        )
    return str(
        Subject(
            audience=audience,
            department=DepartmentCode(dept),
            uai=Uai(uai),
            service=event_type.service(),
            event=event_type.token(),
            version=event_type.version(),
        )
    )


def filter_subject(event_type: type[Event], dept: str, any_version: bool = True) -> str:
    """What a consumer of an event filters on, for all lycées of a department.

    Any version by default: a consumer parks a version it does not know, it never misses it.
    """
    version = "*" if any_version else f"v{event_type.version()}"
    audience, token = event_type.audience(), event_type.token()
    return f"{audience}.{DepartmentCode(dept)}.*.{event_type.service()}.{token}.{version}"


def publish_filter(audience: Audience, dept: str, service: str, uai: Uai | None = None) -> str:
    """Everything a service may publish to one audience, for all lycées of a department or one."""
    return f"{audience}.{DepartmentCode(dept)}.{uai or '*'}.{service}.*.*"
