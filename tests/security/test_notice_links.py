"""Every kind of notice × every role it is told to: who is told may open the page it leads to."""

from functools import cache

import pytest
from starlette.routing import compile_path

from contracts.notices import NoticeKind
from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.internships.notices.answers.words import OWN_PUPILS
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from tests.support.routes import routes_of

K, ANY = NoticeKind, "5b0e2a3c-8a0f-4a5e-9a69-4e9f4f1c8f10"
PLACEMENT, PERIOD, COMPANY = (
    f"/pfmp/placements/{ANY}",
    f"/pfmp/periodes/{ANY}",
    f"/entreprises/{ANY}",
)
NETWORK_PAGES = {
    f"/actualites/{ANY}": (K.NEWS_PROPOSED, K.NEWS_PUBLISHED),
    f"/actualites/{ANY}/correction": (K.NEWS_REFUSED,),
    "/comites/decisions": (K.DECISION_ENTRUSTED, K.DECISION_LATE, K.DECISION_DONE),
    f"/offre/{ANY}": (K.OFFER_FILE_MOVED, K.OFFER_OPINION_GIVEN, K.OFFER_DATE_ADDED),
    "/offre/calendrier": (K.OFFER_DATE_ADDED, K.OFFER_DATE_MOVED),
    f"/besoins/{ANY}": tuple(one for one in K if one.value.startswith("need_")),
    f"/grands-comptes/{ANY}": tuple(one for one in K if one.value.startswith("account_")),
    f"/annuaire/personnes/{ANY}": (K.ACTOR_PERSON_OBJECTED,),
    f"/appuis/{ANY}": (K.SUPPORT_REQUESTED, K.SUPPORT_REPLIED),
    f"/pratiques/{ANY}": tuple(one for one in K if "practice_" in one.value),
    f"/reseau/mots/{ANY}": (K.JOURNAL_WORD, K.JOURNAL_WORD_ANSWERED),
    f"/campagnes/{ANY}": tuple(one for one in K if one.value.startswith("campaign_")),
    "/objectifs": (K.OBJECTIVE_SET,),
    "/departement/semaine": (K.DEPARTMENT_WEEK,),
    "/departement/lycees/0829999Z": (
        *(K.DEPARTMENT_WEEK, K.LYCEE_SILENT, K.REGISTRY_DIFFERS, K.COVERAGE_DIFFERS),
    ),
    "/departement/journal-du-reseau": (K.NETWORK_JOURNAL,),
    "/departement/journal": (K.DEPARTMENT_JOURNAL,),
    "/departement/nos-chiffres/0829999Z": (K.MONTHLY_FIGURES,),
    "/departement/rapports/2026-11": (K.DEPARTMENT_FIGURES,),
}
PAGES = {
    f"{PLACEMENT}/suivi": (K.ALERT_URGENT, K.ALERT_PROBLEM, K.ALERT_VIGILANCE),
    PLACEMENT: (K.RUPTURE, K.NOT_STARTED, K.PLACE_AGREED),
    OWN_PUPILS: (K.REFERENT_ASSIGNED,),
    f"{PERIOD}/conventions": (K.AGREEMENT_TO_SIGN,),
    f"{PLACEMENT}/signatures": (K.AGREEMENT_REFUSED, K.AGREEMENT_SIGNED, K.AGREEMENT_AMENDED),
    f"/pfmp/aides/{ANY}": (K.AID_MOVED,),
    PERIOD: (K.PERIOD_OPENS,),
    "/pfmp/sans-lieu": (K.WITHOUT_PLACE, K.MANY_WITHOUT_PLACE, K.MANY_ON_EVE),
    f"{PERIOD}/depart": (K.DEPARTURE, K.AGREEMENTS_LATE),
    "/pfmp/suivi": (K.VISITS_LATE,),
    f"{PERIOD}/attestations": (K.ATTESTATIONS_MISSING,),
    "/pfmp": (K.YEAR_END,),
    f"{COMPANY}/engagements": (K.DEROGATION_EXPIRING, K.DEROGATION_EXPIRED),
    COMPANY: (K.CARD_CHECKED, K.HOST_ACTED, K.MAIL_RETURNED),
    f"/entreprises/actions/{ANY}": (K.ACTION_UNREPORTED,),
    "/entreprises": (K.COMPANIES_DORMANT,),
    f"/entreprises/courriels/{ANY}": (K.MAILING_UNDELIVERED,),
    f"/entreprises/import/{ANY}": (K.IMPORT_HALTED, K.IMPORT_DONE),
    **NETWORK_PAGES,
}
"""The pages that owners of notices lead to (`NoticeFacts.path`), and the kinds that lead there."""
LINKS = [(kind, page) for page, kinds in PAGES.items() for kind in kinds]


def test_each_kind_leads_to_a_page_that_is_checked() -> None:
    assert {kind for kind, _ in LINKS} == set(K)
    assert {Template(kind.value) for kind in K} == set(KINDS)


@pytest.mark.parametrize(("kind", "page"), LINKS)
def test_each_role_that_is_told_may_open_the_page(kind: NoticeKind, page: str) -> None:
    assert set(KINDS[Template(kind.value)].readers) <= may_open(page)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].concerns])
def test_who_is_named_for_their_own_pupils_may_open_theirs(kind: Template) -> None:
    assert KINDS[kind].concerns <= may_open(OWN_PUPILS)


@cache
def may_open(page: str) -> frozenset[Role]:
    """The roles that may read a page; of two addresses that fit, the one with fewer parameters answers."""
    fitting = [
        (len(route.parameters), service.permissions.roles(route.declared.action))
        for service in SERVICES
        for route in routes_of(service)
        if not route.declared.writes and compile_path(route.path)[0].match(page)
    ]
    assert fitting, f"no page answers at {page}"
    return frozenset(min(fitting, key=lambda one: one[0])[1])
