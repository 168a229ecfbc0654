"""What is refused before anybody looks at it: a name given twice, a field nobody asked for,
characters nobody types.
"""

import json
from collections.abc import Iterable
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request

from contracts.strays import has_stray, without_strays
from services.chassis.base.errors import Invalid, NotFound
from services.chassis.web.views.forms import (
    CONTROL_FIELDS,
    STRAY,
    FormModel,
    FormRefused,
    Typed,
    takes_several,
    typed_values,
    unfit,
)
from services.chassis.web.views.messages import ONE_VALUE, UNEXPECTED


class GivenTwice(Invalid):
    """Two programs on the way may each believe another one of the two values."""

    code = "given-twice"
    title = "La même information est donnée deux fois"


class NotJson(Invalid):
    """A command is JSON, of a depth somebody meant."""

    code = "not-json"
    title = "Le corps de la demande n’est pas du JSON"


def refuse_strange_address(request: Request) -> None:
    """Raises NotFound or Invalid for an address nobody types: a parameter twice, stray characters."""
    if any(unfit(str(value)) for value in request.path_params.values()):
        raise NotFound
    given = request.query_params.multi_items()
    _expect_once(name for name, _ in given)
    for name, value in given:
        if why := unfit(name) or unfit(value):
            raise Invalid(why)


def refuse_unasked(data: FormData, form: type[FormModel] | None) -> None:
    """Raises FormRefused for a field the form has not, or has once and was given twice.

    Also where no handler looks: whoever adds `role=admin` is told, whatever the form.
    """
    errors = {}
    for name in data:
        asked = form is not None and form.asks_for(name)
        if not asked and name not in CONTROL_FIELDS:
            errors[name] = UNEXPECTED
        elif len(data.getlist(name)) > 1 and not (form and takes_several(form, name)):
            errors[name] = ONE_VALUE
    if errors:
        raise FormRefused(_other_errors(data, form) | errors)


def _other_errors(data: FormData, form: type[FormModel] | None) -> dict[str, str]:
    """What is wrong besides: the page that shows the form again looks at it."""
    if form is None:
        return {}
    try:
        Typed(form, typed_values(form, data)).model  # noqa: B018 reading it is checking it
    except FormRefused as refused:
        return refused.errors
    return {}


def read_json(body: bytes) -> Any:
    """What a command says. Raises NotJson, GivenTwice, FormRefused."""
    try:
        said = json.loads(body, object_pairs_hook=_pairs)
    except (ValueError, RecursionError):
        raise NotJson from None
    _refuse_strays(said)
    return said


def _refuse_strays(said: Any) -> None:
    """Raises FormRefused for a text, at any depth, that hides something: the model may not look."""
    fields = said if isinstance(said, dict) else {"": said}
    errors = {name: STRAY for name, value in fields.items() if _hides(name, value)}
    if errors:
        raise FormRefused({without_strays(name): why for name, why in errors.items()})


def _hides(*parts: Any) -> bool:
    waiting = list(parts)
    while waiting:  # not by recursion: its depth is the sender's
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, str) and has_stray(part):
            return True
    return False


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    _expect_once(name for name, _ in pairs)
    return dict(pairs)


def _expect_once(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise GivenTwice
        seen.add(name)
