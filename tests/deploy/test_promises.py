"""Nothing is offered that nobody can do: roles, families, indicators and cards that lead nowhere."""

import re
from pathlib import Path

import pytest

from contracts.publication import FactFamily
from contracts.published import published, told_families
from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.permissions import PUBLIC, SIGNED_IN
from services.portal.home.model.cards import HomeCard
from services.portal.home.model.home import parts_for
from services.portal.home.model.parts import PARTS
from services.supervision.indicators.model import INDICATORS
from services.supervision.indicators.model.indicator import Indicator
from tests.support.routes import routes_of

ROUTES = [route for service in SERVICES for route in routes_of(service)]
SOURCES = Path(__file__).parents[2] / "services"


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_something_and_its_home_leads_there(role: Role) -> None:
    assert any(
        role in s.permissions.roles(action) for s in SERVICES for action in s.permissions.actions
    )
    assert any(part.links or part.fragment for part in parts_for({role.value}))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.title)
def test_a_card_leads_its_roles_where_they_may_go(part: HomeCard) -> None:
    addresses = [*(href for _, href in part.links), *([part.fragment] if part.fragment else [])]
    assert addresses
    for address in addresses:
        path = address.partition("?")[0]
        [action] = {r.declared.action for r in ROUTES if r.path == path and r.method == "GET"}
        if action in (PUBLIC, SIGNED_IN):
            continue
        allowed = {
            role
            for s in SERVICES
            if s.permissions.knows(action)
            for role in s.permissions.roles(action)
        }
        assert {Role(role) for role in part.roles} <= allowed, address


def test_an_action_nobody_may_do_or_no_route_needs_is_not_in_a_table() -> None:
    for service in SERVICES:
        used = {route.declared.action for route in routes_of(service)}
        for action in service.permissions.actions:
            assert service.permissions.roles(action), action
            assert action in used, action


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.code)
def test_an_indicator_is_counted_from_events_some_service_publishes(indicator: Indicator) -> None:
    assert indicator.family is None or indicator.family in told_families()
    by_name = {event.__name__: event for event in published()}
    for name in indicator.sources:
        built = re.compile(rf"^(?!from |import ).*\b{name}\b(?!,$)", re.MULTILINE)
        files = (SOURCES / by_name[name].service()).rglob("*.py")
        assert any(built.search(file.read_text()) for file in files), name


def test_a_family_is_offered_to_heads_only_when_some_event_tells_it() -> None:
    assert [one for one in FactFamily if one not in told_families()] == [FactFamily.VISITS]
