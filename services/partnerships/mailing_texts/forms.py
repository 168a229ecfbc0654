"""What the form of a mail to many companies says of a ready text, and what taking one makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from services.chassis.base.errors import Invalid
from services.chassis.web.views.forms import FormModel, Typed
from services.partnerships.mailing_texts.model import READY, ReadyText

_WRITTEN = ("subject", "body", "purpose")


class Taking(StrEnum):
    """Which button was pressed: take the text that is chosen, in any case, or take that back."""

    ASK = "ask"
    REPLACE = "replace"
    BACK = "back"


class ReadyTextTaken(Invalid):
    """A ready text taken: nothing is drafted yet, the form is shown again with the text."""

    code = "ready-text-taken"
    title = "Relisez le texte avant de continuer."


class ReadyFields(FormModel):
    """The text that is chosen, the button, and what was written before it was taken."""

    ready: ReadyText | None = Field(default=None, title="Texte prêt")
    take: Taking | None = None
    kept_subject: Annotated[str, StringConstraints(max_length=10_000)] = ""
    kept_body: Annotated[str, StringConstraints(max_length=10_000)] = ""
    kept_purpose: Annotated[str, StringConstraints(max_length=40)] = ""

    def expect_written(self) -> None:
        """Raises ReadyTextTaken where a text is to be taken first."""
        if self.take is not None and (self.ready is not None or self.take is Taking.BACK):
            raise ReadyTextTaken


@dataclass(frozen=True)
class Taken:
    """The form after a button: what it holds, and whether it asks, or can be taken back."""

    typed: Typed[Any]
    asks: str = ""
    """The title of the text that would take the place of what is written."""
    gave: bool = False


def taken(typed: Typed[Any]) -> Taken:
    """What a form holds after the button that was pressed; nothing written is lost by it."""
    pressed, chosen = typed.value("take"), typed.value("ready")
    before = {name: typed.value(f"kept_{name}") for name in _WRITTEN}
    if pressed == Taking.BACK:
        return Taken(_with(typed, before, {}))
    if pressed not in tuple(Taking) or chosen not in tuple(ReadyText):
        return Taken(typed, gave=bool(before["subject"] or before["body"]))
    ready, written = READY[ReadyText(chosen)], {name: typed.value(name) for name in _WRITTEN}
    if _is_own(written) and pressed == Taking.ASK:
        return Taken(replace(typed, errors={}, refusal=None), asks=ready.title)
    kept = written if _is_own(written) else before
    said = {"subject": ready.subject, "body": ready.body, "purpose": ready.purpose.value}
    return Taken(_with(typed, said, kept), gave=bool(kept["subject"] or kept["body"]))


def _is_own(written: Mapping[str, str]) -> bool:
    """Whether somebody wrote it: neither empty nor a ready text as it was taken."""
    as_they_are = {("", ""), *((one.subject, one.body) for one in READY.values())}
    bare = (written["subject"].strip(), _lines(written["body"]))
    return bare not in as_they_are


def _lines(text: str) -> str:
    """A text as it was given to the browser, which ends lines otherwise."""
    return text.replace("\r\n", "\n").strip()


def _with(typed: Typed[Any], said: Mapping[str, str], kept: Mapping[str, str]) -> Typed[Any]:
    values = {**typed.values, **said, "ready": "", "take": ""}
    values |= {f"kept_{name}": kept.get(name, "") for name in _WRITTEN}
    return replace(typed, values=values, errors={}, refusal=None)
