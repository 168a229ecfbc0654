"""A trade is found by its code, its label or words of it, and never guessed where another one has them."""

import pytest

from services.chassis.reference.nomenclatures.communities import (
    communities,
    community_choices,
    community_name,
    community_of,
)
from services.chassis.reference.nomenclatures.trades import (
    OFFERED_MAX,
    trade_choices,
    trade_label,
    trade_typed,
    trades,
    trades_called,
    trades_of_activity,
    understand_trade,
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("H2902", "H2902"),
        ("h2902", "H2902"),
        ("Chaudronnier / Chaudronnière (H2902)", "H2902"),
        ("Chaudronnier / Chaudronnière", "H2902"),
        ("chaudronniere", "H2902"),
        ("chaudronniers", "H2902"),
        ("Soudeur / Soudeuse", "H2913"),
        ("soudeuse tungsten", "H2916"),
    ],
)
def test_a_trade_is_understood_however_it_is_typed(typed: str, code: str) -> None:
    assert understand_trade(typed).code == code


@pytest.mark.parametrize("typed", ["", "  ", "…", "astronaute lunaire", "Z9999", "%", "(A9999)"])
def test_what_is_no_trade_is_none_and_offers_none(typed: str) -> None:
    meant = understand_trade(typed)
    assert (meant.code, list(meant.offered), meant.more) == (None, [], False)


def test_several_are_offered_and_many_are_said_to_be_more() -> None:
    several = understand_trade("soudeur")
    assert several.code is None
    assert {"H2913", "H2916"} <= {code for code, _ in several.offered}
    assert not several.more
    many = understand_trade("technicien")
    assert (len(many.offered), many.more) == (OFFERED_MAX, True)
    # The words stand in the label of who leads them: it may be another trade.
    assert understand_trade("aide à domicile").code is None
    assert list(trades_called("", limit=5)) == []


def test_what_a_field_shows_of_a_trade_means_that_trade() -> None:
    for code, shown in trade_choices():
        assert understand_trade(shown).code == code
        assert trade_typed(code) == shown
    assert trade_typed(None) == trade_typed("Z9999") == ""
    assert trade_label("H2902") == trades()["H2902"]


def test_each_commune_is_in_one_grouping() -> None:
    told = [commune for one in communities().values() for commune in one.communes]
    assert len(told) == len(set(told))
    found = community_of("82121")
    assert found is not None
    assert community_name(found.code) == found.name
    assert community_of(None) is None
    assert community_of("75056") is None
    assert [code for code, _ in community_choices()] != sorted(communities())


@pytest.mark.parametrize("naf", [None, "", "99.00Z", "00.00Z"])
def test_an_activity_nothing_is_known_of_has_no_trades(naf: str | None) -> None:
    assert trades_of_activity(naf) == []


def test_the_trades_of_an_activity_are_those_of_its_division_each_as_a_field_shows_it() -> None:
    assert trades_of_activity("43.22A") == trades_of_activity("43.99C")
    assert "Couvreur / Couvreuse (F1619)" in trades_of_activity("43.91B")
    assert len(trades_of_activity("01.13Z")) == 52
    shown = {one for _, one in trade_choices()}
    assert set(trades_of_activity("43.22A")) < shown
