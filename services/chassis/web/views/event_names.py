"""What facts are called on pages, in French, from the subject they travel under."""

from contracts.event import REGISTRY
from contracts.subjects import Subject, SubjectInvalid


def fact_name(subject: str) -> str:
    """Its name in French; the words of the subject for a fact this program does not know."""
    try:
        read = Subject.parse(subject)
    except SubjectInvalid:
        return subject
    event = REGISTRY.get(f"fr.passerelle.{read.service}.{read.event}.v{read.version}")
    name = event.french() if event is not None else read.event.replace("_", " ")
    shown = f"{name[:1].upper()}{name[1:]}"
    return shown if read.version == 1 else f"{shown}, version\u00a0{read.version}"
