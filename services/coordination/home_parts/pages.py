"""The parts of the home page this service draws, in one request."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.home_parts import HomePart, add_home_fragment
from services.chassis.web.router import Router
from services.coordination.account_cards.pages import parts as accounts
from services.coordination.account_cards.queries import OF_A_BUREAU as ACCOUNTS_OF_A_BUREAU
from services.coordination.account_cards.queries import OF_THE_SUPERVISOR as ACCOUNTS_TO_DECIDE
from services.coordination.account_plans.queries import DUE_LINES
from services.coordination.campaigns.pages import home_parts as campaigns
from services.coordination.campaigns.queries import OF_A_BUREAU as ASKED_OF_A_BUREAU
from services.coordination.campaigns.queries import OF_THE_SUPERVISOR as UNDER_WAY_ALL
from services.coordination.decisions.pages.decisions import AT_HOME_READ, at_home
from services.coordination.decisions.queries import AT_HOME
from services.coordination.need_parts import pages as needs
from services.coordination.need_parts.queries import OF_A_BUREAU, OF_THE_SUPERVISOR
from services.coordination.network_week import pages as week
from services.coordination.network_week.queries import WEEK_READ
from services.coordination.news.pages.news import NEWS_READ, latest, latest_given
from services.coordination.news.pages.proposals import WAITING_READ, waiting
from services.coordination.offer_list import pages as offer
from services.coordination.offer_list.queries import BODIES_SOON, OWN_FILES
from services.coordination.onboardings.pages import onboardings
from services.coordination.onboardings.queries import PROGRESS_READ
from services.coordination.permissions import (
    ARBITRATE_ACCOUNTS,
    ASK_ACCOUNTS,
    CARRY_OUT_DECISIONS,
    COMMENT_CAMPAIGNS,
    HANDLE_NEEDS,
    KEEP_WEEK,
    PREPARE_OFFER,
    PUBLISH_NEWS,
    ROUTE_NEEDS,
    RUN_CAMPAIGNS,
    SEE_NETWORK,
    SEE_OFFER,
    SEE_SUPPORT,
    TICK_ONBOARDINGS,
)
from services.coordination.support_requests.pages import AT_HOME as SUPPORTS
from services.coordination.support_requests.pages import under_way
from services.coordination.support_requests.queries import UNDER_WAY
from services.coordination.training_signals.pages import signal_parts as signals
from services.coordination.training_signals.queries import NEW_SIGNALS

router = Router()


def _given(request: Request, uow: UnitOfWork) -> Mapping[str, Any]:
    return {
        **latest_given(),
        **needs.given(request, uow),
        **signals.given(request, uow),
        **offer.given(request, uow),
        **accounts.given(request, uow),
        **week.home_given(request, uow),
        "decisions_max": AT_HOME,
        "requests_max": SUPPORTS,
    }


add_home_fragment(
    router,
    "/reseau/fragments",
    (
        HomePart("semaine", KEEP_WEEK, week.due_today, WEEK_READ),
        HomePart("besoins-a-traiter", ROUTE_NEEDS, needs.to_see_to, (OF_THE_SUPERVISOR,)),
        HomePart("besoins-transmis", HANDLE_NEEDS, needs.passed_on, (OF_A_BUREAU,)),
        HomePart("arbitrages", ARBITRATE_ACCOUNTS, accounts.to_decide, (ACCOUNTS_TO_DECIDE,)),
        HomePart(
            *("grands-comptes", ASK_ACCOUNTS, accounts.of_a_bureau),
            (ACCOUNTS_OF_A_BUREAU, DUE_LINES),
        ),
        HomePart("prise-de-poste", TICK_ONBOARDINGS, onboardings.of_a_bureau, PROGRESS_READ),
        HomePart("decisions", CARRY_OUT_DECISIONS, at_home, AT_HOME_READ),
        HomePart("campagnes", RUN_CAMPAIGNS, campaigns.under_way, (UNDER_WAY_ALL,)),
        HomePart("campagnes-demandees", COMMENT_CAMPAIGNS, campaigns.asked, (ASKED_OF_A_BUREAU,)),
        HomePart("appuis", SEE_SUPPORT, under_way, (UNDER_WAY,)),
        HomePart("offre", SEE_OFFER, offer.today, (BODIES_SOON, OWN_FILES)),
        HomePart("signaux", PREPARE_OFFER, signals.new_signals, (NEW_SIGNALS,)),
        HomePart("actualites-a-publier", PUBLISH_NEWS, waiting, WAITING_READ),
        HomePart("actualites", SEE_NETWORK, latest, NEWS_READ),
    ),
    action=SEE_NETWORK,
    given=_given,
    planned_once=True,
)
