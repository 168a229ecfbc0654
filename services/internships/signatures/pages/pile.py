"""The agreements of a class for a period: prepared, issued and ticked at once."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response

from contracts.internships.agreements import AgreementStanding, Signer
from services.chassis.base.errors import Invalid, NotFound
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import plural
from services.internships.agreements.labels import (
    AGREEMENTS,
    CHANNELS,
    MISSING,
    REFUSALS,
    SIGNERS,
    sentence,
)
from services.internships.agreements.model.agreement_record import DoneAtOnce
from services.internships.agreements.model.agreement_states import OUT, AgreementDayInTheFuture
from services.internships.base.access_notes import note_pupils
from services.internships.base.choices import choices
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.coverage.queries.periods import read_period
from services.internships.participations.labels import STANDINGS
from services.internships.permissions import MANAGE_AGREEMENTS, PERMISSIONS, SEE_PFMP
from services.internships.signatures.commands.issue_agreements import issue_agreements
from services.internships.signatures.commands.prepare_agreements import prepare_agreements
from services.internships.signatures.commands.record_signatures import HowSigned, record_signatures
from services.internships.signatures.commands.undo_agreement_act import undo_agreement_act
from services.internships.signatures.forms import (
    IssueForm,
    PreparationForm,
    SignaturesForm,
    UndoneClickForm,
)
from services.internships.signatures.queries import (
    AWAITS_HEAD,
    AgreementLine,
    ClassAgreements,
    read_agreements_of_period,
)

router = Router()
HERE = "/pfmp/periodes/{period_id}/conventions"
NONE = "sans"
"""In the place of a standing: pupils whose host agreed and who have no agreement yet."""


class NotASigner(Invalid):
    """What was sent names nobody who signs."""

    code = "not-a-signer"
    title = "Une case cochée n’est pas celle d’un signataire\u202f: rechargez la page"


@router.page(HERE, action=SEE_PFMP)
async def agreements(request: Request, period_id: UUID, uow: RequestUnitOfWork) -> Response:
    """The agreements of one class, to be prepared, issued, ticked."""
    blank = Typed.blank(SignaturesForm, on=local_date(uow.now), channel="paper")
    return await _agreements(request, uow, blank, period_id)


async def _agreements(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], period_id: UUID
) -> Response:
    card, today = await read_period(uow, period_id), local_date(uow.now)
    found = await read_agreements_of_period(uow, period_id)
    asked = request.query_params.get("classe") or typed.value("class_id")
    chosen = next((one for one in found if str(one.id) == asked), found[0] if found else None)
    standing = request.query_params.get("etat", "")
    await note_pupils(uow, [card.period.uai], period_id=period_id)
    lycees = {uai for uai, _ in writable(request, PERMISSIONS, MANAGE_AGREEMENTS)}
    issuing = typed if typed.form is IssueForm else Typed.blank(IssueForm, issued_on=today)
    signing = typed
    if typed.form is IssueForm:
        signing = Typed.blank(SignaturesForm, on=today, channel="paper")
    return draw(
        request,
        "internships/signatures/pile.html",
        of=card.period.uai,
        card=card,
        here=HERE.format(period_id=period_id),
        classes=found,
        chosen=chosen,
        lines=_filtered(chosen, standing, today),
        standing=standing,
        filters=_filters(),
        may_sign=card.period.uai in lycees,
        issuing=issuing,
        signing=signing,
        today=today,
        pupil_standings=STANDINGS,
        **_labels(),
    )


def _labels() -> dict[str, Any]:
    return {
        "standings": AGREEMENTS,
        "signers": SIGNERS,
        "channels": choices(CHANNELS),
        "refusals": REFUSALS,
        "missing": MISSING,
    }


def _filters() -> list[tuple[str, str]]:
    shown = (one for one in AgreementStanding if one not in ("amended", "cancelled"))
    return [
        (NONE, "Pas encore préparée"),
        *((one.value, AGREEMENTS[one][0]) for one in shown),
        (AWAITS_HEAD, "À signer par la direction"),
    ]


def _filtered(chosen: ClassAgreements | None, standing: str, today: date) -> list[AgreementLine]:
    if chosen is None:
        return []
    if not standing:
        return list(chosen.lines)
    if standing == AWAITS_HEAD:
        return [line for line in chosen.lines if _awaits_head(line, today)]
    return [
        line
        for line in chosen.lines
        if (line.agreement.standing if line.agreement else NONE if line.is_covered else "")
        == standing
    ]


def _awaits_head(line: AgreementLine, today: date) -> bool:
    one = line.agreement
    return one is not None and one.standing in OUT and Signer.HEAD in one.awaited(today)


@router.form(f"{HERE}/preparation", action=MANAGE_AGREEMENTS, redisplay=_agreements)
async def prepare(
    period_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PreparationForm], form_of(PreparationForm)],
) -> Response:
    """Prepare those of the class that lack."""
    class_id = typed.model.class_id
    done = await prepare_agreements(uow, period_id=period_id, class_id=class_id, now=uow.now)
    first = f"{plural(done.changed, 'convention préparée', 'conventions préparées')}."
    return _back(period_id, class_id, first, done)


@router.form(f"{HERE}/emission", action=MANAGE_AGREEMENTS, redisplay=_agreements)
async def issue(
    period_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[IssueForm], form_of(IssueForm)],
) -> Response:
    """Issue those of the class that are prepared."""
    form = typed.model
    found = await read_agreements_of_period(uow, period_id)
    own = [one for one in found if one.id == form.class_id]
    if not own:
        raise NotFound
    try:
        done = await issue_agreements(
            uow, agreement_ids=own[0].prepared, on=form.issued_on, now=uow.now
        )
    except AgreementDayInTheFuture:
        raise AgreementDayInTheFuture(field="issued_on") from None
    first = f"{plural(done.changed, 'convention émise', 'conventions émises')}."
    return _back(period_id, form.class_id, first, done)


@router.form(f"{HERE}/signatures", action=MANAGE_AGREEMENTS, redisplay=_agreements)
async def sign(
    period_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[SignaturesForm], form_of(SignaturesForm)],
) -> Response:
    """Tick the signatures of a pile, in one go."""
    form = typed.model
    done = await record_signatures(
        uow,
        ticks=_ticks(form),
        how=HowSigned(form.on, form.channel, form.delegated),
        now=uow.now,
    )
    first = f"{plural(done.changed, 'signature notée', 'signatures notées')}."
    return _back(period_id, form.class_id, first, done)


def _ticks(form: SignaturesForm) -> dict[UUID, tuple[Signer, ...] | None]:
    try:
        return form.signed()
    except ValueError:
        raise NotASigner(field="ticks") from None


@router.form("/pfmp/conventions/{click_id}/annulation", action=MANAGE_AGREEMENTS)
async def undo(
    click_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[UndoneClickForm], form_of(UndoneClickForm)],
) -> Response:
    """Take one click back."""
    form = typed.model
    done = await undo_agreement_act(uow, act_id=click_id, now=uow.now)
    first = f"Annulé pour {plural(done.changed, 'convention')}."
    return see_other(_of(form.period_id, form.class_id), notice=sentence(first, done))


def _back(period_id: UUID, class_id: UUID, first: str, done: DoneAtOnce) -> Response:
    fields = {"period_id": str(period_id), "class_id": str(class_id)}
    undo = Undo(f"/pfmp/conventions/{done.act}/annulation", fields) if done.changed else None
    return see_other(_of(period_id, class_id), notice=sentence(first, done), undo=undo)


def _of(period_id: UUID, class_id: UUID) -> str:
    return f"{HERE.format(period_id=period_id)}?{urlencode({'classe': str(class_id)})}"
