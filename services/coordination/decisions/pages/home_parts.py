"""The part of the home page about decisions."""

from services.chassis.web.home_parts import HomePart, add_home_fragment
from services.chassis.web.router import Router
from services.coordination.decisions.pages.decisions import AT_HOME_READ, at_home
from services.coordination.decisions.queries import AT_HOME
from services.coordination.permissions import CARRY_OUT_DECISIONS

router = Router()
add_home_fragment(
    router,
    "/comites/fragments",
    (HomePart("decisions", CARRY_OUT_DECISIONS, at_home, AT_HOME_READ),),
    action=CARRY_OUT_DECISIONS,
    given=lambda _request, _uow: {"decisions_max": AT_HOME},
)
