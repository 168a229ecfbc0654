"""What the department sees of the lycée: its head opens and closes each family of facts."""

from typing import Annotated, Any

from fastapi import Request, Response

from contracts.identifiers import Uai
from contracts.publication import FactFamily, PublicationStep, stepped
from services.chassis.base.errors import NotFound
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import Undo, see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.chassis.web.views.french import date_fr
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.comments.store import Comments
from services.internships.permissions import DECIDE_PUBLICATION
from services.internships.publications.commands import change_publication
from services.internships.publications.forms import PublicationForm
from services.internships.publications.model import Publication
from services.internships.publications.queries import families_of, families_of_lycees, state_of

router = Router()
HERE = "/pfmp/publication/{uai}"
FAMILY = HERE + "/familles/{family}"


@router.page(HERE, action=DECIDE_PUBLICATION)
async def settings(request: Request, uai: Uai, uow: RequestUnitOfWork) -> Response:
    """Every family with its state, and the comments."""
    return draw(request, "internships/desk/publication.html", **await _settings(uow, uai))


@router.fragment(HERE + "/reglages", action=DECIDE_PUBLICATION)
async def settings_fragment(request: Request, uai: Uai, uow: RequestUnitOfWork) -> Response:
    """The settings of publication, under what the department sees."""
    return draw(request, "internships/desk/publication_fragment.html", **await _settings(uow, uai))


@router.fragment("/pfmp/fragments/publication", action=DECIDE_PUBLICATION)
async def published(request: Request, uow: RequestUnitOfWork) -> Response:
    """Which families of facts the department reads today, which it does not, and what is planned."""
    families = await families_of_lycees(uow, sorted(uow.scope.uais))
    return draw(request, "internships/desk/published_fragment.html", families=families)


async def _settings(uow: UnitOfWork, uai: Uai) -> dict[str, Any]:
    lycee = uow.writing_for(uai)
    return {
        "uai": lycee,
        "families": await families_of(uow, lycee),
        "comments": await Comments(uow).of(lycee),
    }


@router.page(FAMILY, action=DECIDE_PUBLICATION)
async def family_page(
    request: Request, uai: Uai, family: FactFamily, uow: RequestUnitOfWork
) -> Response:
    """Open or close one family."""
    state = await state_of(uow, uow.writing_for(uai), family)
    typed = Typed.blank(
        PublicationForm,
        version=state.version,
        open="false" if state.open else "true",
        from_on=local_date(uow.now),
    )
    return await _family(request, uow, typed, uai, family)


async def _family(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], uai: Uai, family: FactFamily
) -> Response:
    lycee = uow.writing_for(Uai(uai))
    try:
        asked = FactFamily(family)
    except ValueError:
        raise NotFound from None
    state = await state_of(uow, lycee, asked)
    return draw(
        request, "internships/desk/publication_family.html", typed=typed, uai=lycee, state=state
    )


@router.form(FAMILY, action=DECIDE_PUBLICATION, redisplay=_family)
async def decide(
    uai: Uai,
    family: FactFamily,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[PublicationForm], form_of(PublicationForm)],
) -> Response:
    """Open or close the family from a day on."""
    form = typed.model
    before = await state_of(uow, uow.writing_for(uai), family)
    publication = await change_publication(
        uow,
        uai=uai,
        family=family,
        opened=form.open,
        from_on=form.from_on,
        version=form.version,
        now=uow.now,
    )
    verb = "publié" if form.open else "non publié"
    notice = f"{family.label}\u00a0: {verb} à partir du {date_fr(form.from_on, weekday=False)}."
    undo = _undo(publication, form) if before.planned == () else None
    return see_other(f"/departement/lycees/{uai}", notice=notice, undo=undo)


def _undo(publication: Publication, form: PublicationForm) -> Undo | None:
    """What puts the steps back as they were: nothing is offered when that is not exact."""
    back = PublicationStep(from_on=form.from_on, open=not form.open)
    steps = stepped(publication.family, publication.steps, back)
    if any(step.from_on >= form.from_on for step in steps):
        return None
    fields = {
        "version": str(publication.version),
        "open": str(back.open).lower(),
        "from_on": back.from_on.isoformat(),
    }
    return Undo(FAMILY.format(uai=publication.uai, family=publication.family), fields)
