"""What is declared beside forms can be called: a refusal is no moment to find out that it cannot."""

import pytest
from fastapi import Request, Response

from deploy.services import SERVICES
from services.chassis.service.spec import Service
from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.web.answers.inner_routes import (
    Refused,
    RouteMisdeclared,
    check_inner_routes,
)
from services.chassis.web.routes.route_spec import Declared
from services.chassis.web.views.forms import FormModel
from tests.support.routes import routes_of


@pytest.mark.parametrize("service", SERVICES, ids=lambda one: one.name)
def test_every_refused_form_and_every_file_has_a_function_that_can_be_called(
    service: Service,
) -> None:
    checked = 0
    for route in routes_of(service):
        check_inner_routes(route.path, route.declared)
        checked += route.declared.redisplay is not None
    assert checked


async def _asks_the_address(
    request: Request, typed: Refused[FormModel], note_id: str, words: str = ""
) -> Response:
    return Response(f"{request.url} {typed.values} {note_id} {words}")


def test_what_shows_a_refused_form_takes_nothing_from_the_query_of_the_address() -> None:
    declared = Declared(PUBLIC, "form", redisplay=_asks_the_address)

    with pytest.raises(RouteMisdeclared, match="words"):
        check_inner_routes("/notes/{note_id}", declared)
    with pytest.raises(RouteMisdeclared, match="note_id, words"):
        check_inner_routes("/notes", declared)
