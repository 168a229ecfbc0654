"""The parts of the home page this service draws, in one request."""

from services.chassis.web.home_parts import HomePart, add_home_fragment
from services.chassis.web.routing import Router
from services.internships.pages.awaited import awaited_first, marked
from services.internships.pages.progress import hosts_on_a_map, progress
from services.internships.pages.today import first_steps, searching, today
from services.internships.pages.watching import watched_today
from services.internships.permissions import (
    MANAGE_APPROACHES,
    MANAGE_PERIODS,
    SEE_MARKED,
    SEE_PFMP,
)

router = Router()
add_home_fragment(
    router,
    "/pfmp/fragments",
    (
        HomePart("premiers-pas", MANAGE_PERIODS, first_steps),
        HomePart("sans-lieu", SEE_PFMP, searching),
        HomePart("reponses-attendues", MANAGE_APPROACHES, awaited_first),
        HomePart("refus-signales", SEE_MARKED, marked),
        HomePart("aujourdhui", SEE_PFMP, today),
        HomePart("suivi", SEE_PFMP, watched_today),
        HomePart("avancement", SEE_PFMP, progress),
        HomePart("carte", SEE_PFMP, hosts_on_a_map),
    ),
    action=SEE_PFMP,
)
