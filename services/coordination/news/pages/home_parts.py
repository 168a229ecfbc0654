"""The parts of the home page this service draws, in one request."""

from services.chassis.web.home_parts import HomePart, add_home_fragment
from services.chassis.web.router import Router
from services.coordination.news.pages.news import NEWS_READ, latest, latest_given
from services.coordination.news.pages.proposals import WAITING_READ, waiting
from services.coordination.permissions import PUBLISH_NEWS, SEE_NETWORK

router = Router()
add_home_fragment(
    router,
    "/actualites/fragments",
    (
        HomePart("a-publier", PUBLISH_NEWS, waiting, WAITING_READ),
        HomePart("dernieres", SEE_NETWORK, latest, NEWS_READ),
    ),
    action=SEE_NETWORK,
    given=lambda _request, _uow: latest_given(),
)
