"""The page of a lycée’s profile: what is asked once, for every agreement and mail."""

from typing import Annotated, Any

from fastapi import Request, Response

from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.requests.lycee_choice import writable
from services.chassis.web.router import RequestUnitOfWork, Router, file_read
from services.chassis.web.views.forms import Typed, form_of
from services.portal.lycee_profile.commands import put_logo, save_profile
from services.portal.lycee_profile.forms import LogoForm, NoLogoForm, ProfileForm
from services.portal.lycee_profile.model import LOGO_BYTES_MAX, Logo, logo_of
from services.portal.lycee_profile.store import LyceeProfiles
from services.portal.lycee_profile.trial import try_logo
from services.portal.lycees.store import Lycees
from services.portal.permissions import KEEP_PROFILE, PERMISSIONS

router = Router()
HERE = "/fiche-du-lycee"
LOGO = f"{HERE}/logo"


@router.page(HERE, action=KEEP_PROFILE)
async def profiles(request: Request, uow: RequestUnitOfWork) -> Response:
    """What each lycée shown says of itself."""
    return await _profiles(request, uow, Typed.blank(ProfileForm))


async def _profiles(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    names = await Lycees(uow).names()
    mine = [uai for uai, _ in writable(request, PERMISSIONS, KEEP_PROFILE) if uai in uow.scope.uais]
    known = {uai: await LyceeProfiles(uow).of(uai) for uai in mine}
    # A form that was refused is shown for its lycée; the only one needs not be said.
    at = typed.value("uai") or (mine[0] if len(mine) == 1 else "")
    return render(
        request,
        "portal/lycee_profile/lycee_profile.html",
        known=known,
        names=names,
        logos={uai: await LyceeProfiles(uow).logo(uai) for uai in mine},
        typed=typed,
        at=at,
        profile_forms={
            uai: typed
            if typed.form is ProfileForm and typed.values and at == uai
            else Typed.blank(ProfileForm, uai=uai, **vars(profile))
            for uai, profile in known.items()
        },
        logo_forms={
            uai: typed if typed.form is LogoForm and at == uai else Typed.blank(LogoForm, uai=uai)
            for uai in known
        },
        kilobytes=LOGO_BYTES_MAX // 1000,
    )


@router.form(HERE, action=KEEP_PROFILE, redisplay=_profiles)
async def save(
    uow: RequestUnitOfWork, typed: Annotated[Typed[ProfileForm], form_of(ProfileForm)]
) -> Response:
    """Record what a lycée says of itself."""
    form = typed.model
    await save_profile(uow, uai=form.uai, profile=form.profile)
    return see_other(HERE, notice="Fiche du lycée enregistrée.")


async def _logo_brought(typed: Annotated[Typed[LogoForm], form_of(LogoForm)]) -> Logo:
    """The picture, once it was seen to fit on a page. Raises FormRefused, LogoRefused."""
    logo = logo_of(await typed.model.file.read(LOGO_BYTES_MAX + 1))
    await try_logo(logo)
    return logo


@router.form(LOGO, action=KEEP_PROFILE, redisplay=_profiles, reads=_logo_brought)
async def bring_logo(
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[LogoForm], form_of(LogoForm)],
    logo: Annotated[Logo, file_read()],
) -> Response:
    """Put a picture at the head of the agreements."""
    await put_logo(uow, uai=typed.model.uai, logo=logo)
    return see_other(HERE, notice="Logo enregistré.")


@router.form(f"{LOGO}/retrait", action=KEEP_PROFILE)
async def remove_logo(
    uow: RequestUnitOfWork, typed: Annotated[Typed[NoLogoForm], form_of(NoLogoForm)]
) -> Response:
    """Print agreements without a picture."""
    await put_logo(uow, uai=typed.model.uai, logo=None)
    return see_other(HERE, notice="Logo retiré.")
