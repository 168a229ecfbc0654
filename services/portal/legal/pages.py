"""What the law asks of a site, in its footer: open to all, signed in or not."""

from fastapi import Request, Response

from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.web.answers.query_route import recognise, runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import Router

router = Router()


@router.page("/accessibilite", action=PUBLIC)
async def accessibility(request: Request) -> Response:
    """The statement the RGAA asks for (déclaration d’accessibilité)."""
    return await _page(request, "accessibility")


@router.page("/mentions-legales", action=PUBLIC)
async def notices(request: Request) -> Response:
    """Who publishes, who hosts (mentions légales)."""
    return await _page(request, "notices")


@router.page("/donnees-personnelles", action=PUBLIC)
async def personal_data(request: Request) -> Response:
    """What is kept of whom, one's rights, and the cookies (données personnelles)."""
    return await _page(request, "personal_data")


@router.page("/plan-du-site", action=PUBLIC)
async def site_map(request: Request) -> Response:
    """The second way to pages beside the menu, which the RGAA asks for (plan du site)."""
    return await _page(request, "site_map")


async def _page(request: Request, name: str) -> Response:
    await recognise(request)  # whoever is signed in keeps the menu
    return render(
        request,
        f"portal/legal/{name}.html",
        settings=runtime_of(request).settings,
    )
