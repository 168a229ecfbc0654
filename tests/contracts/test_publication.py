"""Families of facts: what is in which, and what a head's decisions come to."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts.event import REGISTRY
from contracts.publication import (
    ALWAYS_TOLD,
    FAMILIES,
    FactFamily,
    PublicationStep,
    Steps,
    closed_spans,
    is_open,
    stepped,
)
from contracts.published import published

START = date(2026, 9, 1)
days = st.integers(0, 30).map(lambda n: START + timedelta(days=n))
decisions = st.lists(st.tuples(days, st.booleans()), max_size=8)
families = st.sampled_from(FactFamily)


def test_every_event_of_the_department_is_of_one_family_or_always_told() -> None:
    told = {
        f"{event.service()}.{event.token()}"
        for event in published()
        if event.audience() == "department"
    }
    assert told == FAMILIES.keys() | ALWAYS_TOLD
    assert not FAMILIES.keys() & ALWAYS_TOLD


def test_visits_stay_in_the_lycee_until_opened_and_no_finer_than_lycee_and_period() -> None:
    assert [family for family in FactFamily if not family.open_at_first] == [FactFamily.VISITS]
    for event in REGISTRY.values():
        if FAMILIES.get(f"{event.service()}.{event.token()}") is FactFamily.VISITS:
            assert not {"mef", "class_id", "teacher_id", "placement_id"} & event.model_fields.keys()
    of_the_department = [e for e in REGISTRY.values() if e.audience() == "department"]
    fields = {name for event in of_the_department for name in event.model_fields}
    assert not {name for name in fields if "teacher" in name or "visit" in name}


@given(families, decisions)
def test_the_last_decision_about_a_day_is_the_one_that_counts(
    family: FactFamily, decided: list[tuple[date, bool]]
) -> None:
    steps: Steps = ()
    expected = dict.fromkeys(_all_days(), family.open_at_first)
    for from_on, opened in decided:
        steps = stepped(family, steps, PublicationStep(from_on=from_on, open=opened))
        expected |= {day: opened for day in expected if day >= from_on}

    assert {day: is_open(family, steps, day) for day in expected} == expected
    assert [step.from_on for step in steps] == sorted({step.from_on for step in steps})
    spans = list(closed_spans(family, steps))
    closed = {d for d in expected if any(b <= d and (e is None or d < e) for b, e in spans)}
    assert closed == {day for day, opened in expected.items() if not opened}


@given(families, decisions, days)
def test_deciding_the_same_twice_changes_nothing(
    family: FactFamily, decided: list[tuple[date, bool]], on: date
) -> None:
    steps: Steps = ()
    for from_on, opened in decided:
        steps = stepped(family, steps, PublicationStep(from_on=from_on, open=opened))
    once = stepped(family, steps, PublicationStep(from_on=on, open=False))

    assert stepped(family, once, PublicationStep(from_on=on, open=False)) == once


def _all_days() -> list[date]:
    return [START + timedelta(days=n) for n in range(32)]
