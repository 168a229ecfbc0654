"""Who signs the agreements of a lycée: read by those who tick, decided by the head or the DDFPT."""

from typing import Annotated

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.agreements.labels import SIGNERS
from services.internships.agreements.model.agreement_record import ALWAYS_SIGN
from services.internships.base.page import draw
from services.internships.permissions import DECIDE_SIGNERS, PERMISSIONS, SEE_PFMP
from services.internships.signatures.commands.decide_signers import decide_signers
from services.internships.signatures.forms import SignersForm
from services.internships.signatures.store import SignaturePolicies

router = Router()
HERE = "/pfmp/signataires"


@router.page(HERE, action=SEE_PFMP)
async def signers(request: Request, uow: RequestUnitOfWork) -> Response:
    """Who signs, in each lycée shown."""
    return await _signers(request, uow, Typed.blank(SignersForm))


async def _signers(
    request: Request, uow: RequestUnitOfWork, typed: Refused[SignersForm]
) -> Response:
    lycees = {uai for uai, _ in writable(request, PERMISSIONS, DECIDE_SIGNERS)}
    policies = {uai: await SignaturePolicies(uow).of(uai) for uai in sorted(uow.scope.uais)}
    forms = {
        uai: typed
        if typed.value("uai") == uai
        else Typed.blank(
            SignersForm,
            uai=uai,
            version=policy.version,
            signers=[one.value for one in policy.signers],
        )
        for uai, policy in policies.items()
    }
    return draw(
        request,
        "internships/signatures/signers.html",
        policies=policies,
        typed=typed,
        forms_of=forms,
        deciding=lycees,
        names=SIGNERS,
        optional=[(one.value, name) for one, name in SIGNERS.items() if one not in ALWAYS_SIGN],
    )


@router.form(HERE, action=DECIDE_SIGNERS, redisplay=_signers)
async def decide(
    uow: RequestUnitOfWork, typed: Annotated[Typed[SignersForm], form_of(SignersForm)]
) -> Response:
    """Decide who signs what is issued from now on."""
    form = typed.model
    await decide_signers(uow, uai=form.uai, version=form.version, signers=form.signers, now=uow.now)
    return see_other(HERE, notice="Signataires enregistrés, pour les conventions émises désormais.")
