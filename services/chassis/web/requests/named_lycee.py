"""The lycée that a form is sent for: the field `uai` of it."""

from fastapi import Request

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid, LyceeNotYours
from services.chassis.unit_of_work.unit_of_work import Scope
from services.chassis.web.requests.bodies import is_form
from services.chassis.web.requests.request_context import context_of


async def named_lycee(request: Request) -> Uai | None:
    """The lycée a form says it is for; None when it says none, or several. Raises LyceeNotYours."""
    if not is_form(request):
        return None
    given = [text for text in (await request.form()).getlist("uai") if text]
    scope = context_of(request).scope
    uais = {_own_lycee(text, scope) for text in given if isinstance(text, str)}
    return uais.pop() if len(uais) == 1 else None


def _own_lycee(text: str, scope: Scope) -> Uai:
    try:
        uai = Uai(text)
    except ValueError as error:
        raise Invalid(str(error), field="uai") from None
    if uai not in scope.uais:
        raise LyceeNotYours
    return uai
