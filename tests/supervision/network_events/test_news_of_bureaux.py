"""What the network tells shows that a bureau is at work only where nobody but a bureau tells it."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from services.supervision.network_events import model
from services.supervision.network_events.model.actors import ActorMeetingWithdrawn, ActorMet
from services.supervision.network_events.model.needs import NeedAnswered, NeedTaken
from services.supervision.read_models.model.folded_events import FOLDED, never

BY_HANDLER: tuple[type[msgspec.Struct], ...] = (NeedAnswered, NeedTaken)

OF_BUREAUX_ALONE: tuple[type[msgspec.Struct], ...] = (ActorMet, ActorMeetingWithdrawn)
"""The registry of a lycée tells them; the DSDEN has events of its own for what it does."""


def facts() -> Iterator[type[msgspec.Struct]]:
    for _, name, _ in pkgutil.iter_modules(model.__path__, f"{model.__name__}."):
        importlib.import_module(name)
    return (fact for fact in FOLDED if fact.__module__.startswith(f"{model.__name__}."))


def test_what_the_dsden_tells_too_makes_no_lycee_of_it() -> None:
    others = [fact for fact in facts() if fact not in (*BY_HANDLER, *OF_BUREAUX_ALONE)]

    assert others
    assert [fact.__name__ for fact in others if FOLDED[fact].news is not never] == []


@pytest.mark.parametrize("fact", BY_HANDLER)
@pytest.mark.parametrize(
    ("handler", "counts"), [("bureau", True), ("actor", False), ("dsden", False)]
)
def test_a_need_is_news_of_the_bureau_that_sees_to_it(
    fact: type[Any], handler: str, counts: bool
) -> None:
    fields = {one.name: None for one in msgspec.structs.fields(fact)}

    assert FOLDED[fact].news(fact(**{**fields, "handler": handler})) is counts
