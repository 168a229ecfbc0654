"""The parts of the home page this service draws, in one request."""

from services.chassis.web.asked import strict_router
from services.chassis.web.home_parts import HomePart, add_home_fragment
from services.supervision.pages.department import essentials_fragment
from services.supervision.pages.lycees import freshness_fragment
from services.supervision.permissions import SEE_DEPARTMENT

router = strict_router()
add_home_fragment(
    router,
    "/departement/fragments",
    (
        HomePart("essentiel", SEE_DEPARTMENT, essentials_fragment),
        HomePart("fraicheur", SEE_DEPARTMENT, freshness_fragment),
    ),
    action=SEE_DEPARTMENT,
)
