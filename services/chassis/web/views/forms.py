"""Forms: what was typed is kept whatever happens, and every error is tied to its field."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, Generic, TypeVar, get_args, get_origin

from fastapi import Depends, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, field_validator
from starlette.datastructures import FormData, UploadFile

from contracts.strays import has_stray
from services.chassis.base.errors import Invalid, PasserelleError, StaleVersion
from services.chassis.web.views.messages import message_of

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


def _plausible(day: date) -> date:
    """A slip of the keyboard (0026, 20026) must not become a fact that is told to the network."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(
            f"Indiquez une date entre {FIRST_DAY.year} et {LAST_DAY.year}\u202f: vérifiez l’année."
        )
    return day


Day = Annotated[date, AfterValidator(_plausible)]
"""A day somebody types, within the years an activity may be about."""

TITLES = {"uai": "Lycée"}
"""Fields the chassis reads itself, before any form does."""
INCOMPLETE = "La demande est incomplète\u202f: rechargez la page et recommencez."
"""About a field the page does not show: its reader can mend nothing there."""
CONTROL_FIELDS = frozenset({"command_id"})
"""Fields of the chassis that a form's model does not declare."""

STRAY = "Ce texte contient un caractère invisible\u202f: effacez-le et retapez-le."
STRAY_NAME = "Le nom de ce fichier contient un caractère invisible\u202f: renommez-le."
TEXT_MAX = 10_000
"""Characters of one field; a model may allow less."""

Form = TypeVar("Form", bound="FormModel")
Typing = str | list[str] | UploadFile


class FormModel(BaseModel):
    """Base of the forms: unknown fields are refused, empty ones count as absent."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    @classmethod
    def asks_for(cls, name: str) -> bool:
        """Whether it has a field of this name; one that asks the same of each of several says so itself."""
        return name in cls.model_fields

    @field_validator("*", mode="before")
    @classmethod
    def _as_typed(cls, value: object) -> object:
        """Programs are held to what a page makes of a text, and get the same spelling of it."""
        if isinstance(value, str | list) and (why := unfit(value)):
            raise ValueError(why)
        return _normal(value) if isinstance(value, str) else value


class FormRefused(Invalid):
    """What was typed is not valid; `errors` says why, by field."""

    code = "form-refused"

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__()
        self.errors = dict(errors)


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed while it was being typed."""

    field: str
    typed: str
    current: str


@dataclass(frozen=True)
class Mistake:
    """One line of the summary of errors; `element_id` is where to mend it, if the page shows it."""

    sentence: str
    element_id: str | None


@dataclass(frozen=True)
class Shown:
    """Where a page shows a field, and what it calls it there."""

    id: str
    label: str


@dataclass(frozen=True)
class Typed(Generic[Form]):
    """What a form holds: typed values, or those of the record it was opened on."""

    form: type[Form]
    values: Mapping[str, Typing] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    refusal: str | None = None
    """One sentence about the whole form."""
    current: Mapping[str, Any] | None = None
    """After a stale version: the values the record has now."""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """How the values of a field are shown, by field, where a value is a code."""
    shown: dict[str, Shown] = field(default_factory=dict, compare=False)
    """The fields the page drew so far; the macros fill it, so that no form can forget a name."""

    @classmethod
    def blank(cls, form: type[Form], **values: Any) -> "Typed[Form]":
        """A form not typed yet, holding these values."""
        return cls(form, {k: _shown(v) for k, v in values.items() if v is not None})

    @property
    def model(self) -> Form:
        """The valid form. Raises FormRefused, which shows the form again."""
        strange = {name: why for name, value in self.values.items() if (why := unfit(value))}
        try:
            model = self.form.model_validate(_present(self.values))
        except ValidationError as error:
            raise FormRefused(_errors_by_field(error) | strange) from None
        if strange:
            raise FormRefused(strange)
        return model

    def label(self, name: str) -> str:
        """How a field is called: on the page, else by the title its model gives it, else its name."""
        if name in self.shown:
            return self.shown[name].label
        known = self.form.model_fields.get(name)
        return (known and known.title) or TITLES.get(name, name)

    def draws(self, name: str, element_id: str, label: str) -> str:
        """Note that the page shows this field. Nothing to print."""
        self.shown.setdefault(name, Shown(element_id, label))
        return ""

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong, each with the name of its field and the way to it."""
        unseen = False
        for name, sentence in self.errors.items():
            label = self.label(name)
            if label != name:
                said = f"{label}\u00a0: {_continued(sentence)}"
                yield Mistake(said, self.shown[name].id if name in self.shown else None)
            elif name in self.form.model_fields:
                unseen = True
            else:
                yield Mistake(sentence, None)
        if unseen:
            yield Mistake(INCOMPLETE, None)

    def value(self, name: str) -> str:
        """The text of a field, empty when absent."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    def chosen(self, name: str) -> list[str]:
        """Every value of a field that may have several."""
        value = self.values.get(name, [])
        if isinstance(value, str):
            return [value]
        return value if isinstance(value, list) else []

    def refused(self, error: PasserelleError) -> "Typed[Form]":
        """The form shown again, with what was wrong."""
        if isinstance(error, FormRefused):
            return replace(self, errors=error.errors, refusal=error.title)
        field_ = error.field if isinstance(error, Invalid) else None
        sentence = error.detail or error.title
        if isinstance(error, StaleVersion):
            return self._stale(error, sentence)
        if field_ is not None:
            return replace(self, errors={field_: sentence}, refusal=error.title)
        return replace(self, refusal=sentence)

    def saying(self, sentence: str) -> "Typed[Form]":
        """The form shown again, with one sentence about the whole of it."""
        return replace(self, refusal=sentence)

    def differences(self) -> Iterator[Difference]:
        """The fields whose typed value is not the one somebody else left."""
        for name, value in (self.current or {}).items():
            said = self.labels.get(name, {})
            both = self.chosen(name), value if isinstance(value, list | tuple) else [value]
            typed, now = (", ".join(sorted(said.get(v, v) for v in map(_text, of))) for of in both)
            if isinstance(value, bool):  # a box that is not ticked is not sent
                typed, now = "Oui" if typed else "Non", "Oui" if value else "Non"
            # What the form does not ask was not typed: the page around it shows it.
            if name in self.form.model_fields and name != "version" and typed != now:
                yield Difference(name, typed, now)

    def _stale(self, error: StaleVersion, sentence: str) -> "Typed[Form]":
        # The next sending answers to what is shown now: it carries the version just read.
        version = error.current.get("version")
        values = dict(self.values) | ({"version": str(version)} if version is not None else {})
        return replace(self, values=values, current=error.current, refusal=sentence)


def form_of(form: type[Form]) -> Any:
    """Read a form into the parameter of a handler, annotated with `Annotated[Typed[F], …]`."""

    async def read(request: Request) -> Typed[Form]:
        return Typed(form, typed_values(form, await request.form()))

    return Depends(read)


def typed_values(form: type[FormModel], data: FormData) -> dict[str, Typing]:
    """The fields as typed, normalised (NFC). A field sent twice that may not be is a list."""
    values: dict[str, Typing] = {}
    for name in data:
        if name in CONTROL_FIELDS:
            continue
        several = [v if isinstance(v, UploadFile) else _normal(v) for v in data.getlist(name)]
        if takes_several(form, name) or len(several) > 1:
            values[name] = [v for v in several if isinstance(v, str)]
        else:
            values[name] = several[-1]
    return values


def takes_file(form: type[FormModel]) -> bool:
    """Whether one of its fields is a file."""
    kinds = [info.annotation for info in form.model_fields.values()]
    return any(UploadFile in (kind, *get_args(kind)) for kind in kinds)


def takes_several(form: type[FormModel], name: str) -> bool:
    """Whether a field may have several values."""
    info = form.model_fields.get(name)
    kinds = [info.annotation, *get_args(info.annotation)] if info else []
    return any(get_origin(kind) in (list, tuple, set, frozenset) for kind in kinds)


def several(given: object) -> object:
    """One value that was sent alone is a list of one."""
    return [given] if isinstance(given, str) else given


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


def unfit(value: object) -> str | None:
    """Why a text is refused whatever the field, or None."""
    if isinstance(value, UploadFile):
        return STRAY_NAME if has_stray(value.filename or "") else None
    for text in value if isinstance(value, list) else [value]:
        if not isinstance(text, str):  # a program's list may hold anything: its type refuses it
            continue
        if len(text) > TEXT_MAX:
            return f"Écrivez au plus {TEXT_MAX} caractères."
        if has_stray(text):
            return STRAY
    return None


def _continued(sentence: str) -> str:
    """A sentence after a colon: its capital goes, that of an acronym stays."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


def _present(values: Mapping[str, Typing]) -> dict[str, Any]:
    return {
        name: value
        for name, value in values.items()
        if value not in ("", []) and not (isinstance(value, UploadFile) and not value.filename)
    }


def _errors_by_field(error: ValidationError) -> dict[str, str]:
    found: dict[str, str] = {}
    for problem in error.errors(include_url=False, include_input=False):
        where = str(problem["loc"][0]) if problem["loc"] else ""
        found.setdefault(where, message_of(problem))
    return found


def _shown(value: Any) -> Typing:
    if isinstance(value, list | tuple | set | frozenset):
        return [_text(item) for item in value]
    return _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(getattr(value, "value", value))
