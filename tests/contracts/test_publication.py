"""Families of facts: what is in which, and what a head's decisions come to."""

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts.event import REGISTRY
from contracts.publication import (
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
OF_THE_DEPARTMENT = {
    f"{event.service()}.{event.token()}": event
    for event in published()
    if event.audience() == "department"
}
ALWAYS_TOLD = {
    "coordination.campaign_changed",
    "coordination.campaign_commented",
    "supervision.campaign_target_reached",
    "coordination.campaign_closed",
    "coordination.campaign_opened",
    "coordination.campaign_target_stated",
    "coordination.network_due_stated",
    "coordination.charter_signed",
    "coordination.committee_met",
    "coordination.decision_moved",
    "coordination.decision_taken",
    "coordination.decision_withdrawn",
    "coordination.need_answered",
    "coordination.need_closed",
    "coordination.need_dismissed",
    "coordination.need_entrusted",
    "coordination.need_escalated",
    "coordination.need_qualified",
    "coordination.need_received",
    "coordination.need_released",
    "coordination.need_reopened",
    "coordination.need_routed",
    "coordination.need_taken",
    "coordination.news_published",
    "coordination.news_withdrawn",
    "coordination.objective_set",
    "coordination.department_actor_met",
    "coordination.department_actor_meeting_withdrawn",
    "coordination.journal_word_answered",
    "coordination.journal_word_answer_withdrawn",
    "coordination.support_requested",
    "coordination.support_answered",
    "coordination.good_practice_shared",
    "coordination.good_practice_adopted",
    "coordination.good_practice_withdrawn",
    "portal.handover_planned",
    "portal.handover_cancelled",
    "coordination.account_arbitration_asked",
    "coordination.account_arbitrated",
    "coordination.account_review_announced",
    "coordination.account_arbitration_withdrawn",
    "coordination.offer_file_moved",
    "coordination.offer_opinion_given",
    "coordination.offer_opinion_withdrawn",
    "coordination.training_signal_raised",
    "coordination.training_signal_withdrawn",
    "coordination.news_opened",
    "coordination.news_reserved",
    "internships.formation_closed",
    "internships.formation_opened",
    "internships.pfmp_period_published",
    "internships.publication_changed",
    "partnerships.network_rule_decided",
    "partnerships.hosting_limit_decided",
    "partnerships.site_paused",
    "partnerships.site_resumed",
    "partnerships.site_closed",
    "partnerships.site_reopened",
    "portal.lycee_opened",
    "supervision.bulletin_stated",
    "supervision.campaign_reminder_stated",
    "supervision.department_week_stated",
    "supervision.trouble_begun",
    "supervision.trouble_ended",
}
"""What no family holds: who takes part, what is taught and when, needs companies send the network, what the DSDEN itself says."""


def test_every_event_of_the_department_is_of_one_family_or_always_told() -> None:
    always = {name for name, event in OF_THE_DEPARTMENT.items() if not event.families()}

    assert always == ALWAYS_TOLD


C, E, H = FactFamily.COMPANIES, FactFamily.EXCHANGES, FactFamily.HOSTING
REVEALS: Mapping[str, Mapping[str, set[FactFamily]]] = {
    # A first meeting is one by an exchange, or by a pupil who was taken.
    "partnerships.company_onboarded": {"exchange": {C, E}, "hosting": {C, H}},
    # A host is weighed on by an exchange, or by a place that was proposed there.
    "partnerships.site_solicited": {"": {E}, "hosting": {E, H}},
}
"""What an event gives away beyond its own family, judged one by one by its fields."""
OF_ITS_OWN: Mapping[str, str] = {
    "internships.coverage_changed": "counts, which are what coverage is",
    "internships.coverage_totals_stated": "the same counts",
    "internships.mobility_aid_totalled": "a sum of a year",
    "internships.mobility_aid_suppressed": "that there is no sum",
    "internships.placement_confirmed": "a place without its host",
    "internships.placement_withdrawn": "a place without its host",
    "internships.site_hosting_tallied": "seats at a host, of no pupil, formation or period",
    "internships.refusal_tallied": "a sum of a year, of no host",
    "partnerships.interaction_logged": "an exchange",
    "partnerships.interaction_withdrawn": "an exchange that was told",
    "partnerships.actor_met": "an exchange with an actor of the directory, which is no company",
    "partnerships.actor_meeting_withdrawn": "an exchange that was told",
    "partnerships.site_solicitation_withdrawn": "the id of one that was told",
    "partnerships.company_registered": "a card of the registry all bureaux share, without who met it",
    "partnerships.company_corrected": "the same",
    "partnerships.company_merged": "the same",
    "partnerships.merge_undone": "the same",
    "partnerships.site_staff_stated": "how many work at a site, a fact of the site",
    "partnerships.action_planned": "an action, without its companies’ names",
    "partnerships.action_held": "the same",
    "partnerships.action_cancelled": "the same",
    "partnerships.action_axes_totalled": "a sum of a year",
    "partnerships.regulated_work_declaration_filed": "what a site declared to the labour inspection",
    "partnerships.regulated_work_declaration_expiry_announced": "the same",
    "partnerships.regulated_work_declaration_expired": "the same",
    "partnerships.regulated_work_declaration_withdrawn": "the same",
    "partnerships.tax_pledges_totalled": "a sum of a year",
    "partnerships.tax_pledges_suppressed": "that there is no sum",
    "partnerships.registry_totals_stated": "actions are left out while they are kept; meetings are those told",
    "partnerships.hosting_capacity_declared": "places a company offers: HOSTING are those pupils take",
    "partnerships.hosting_capacity_withdrawn": "the same",
    "partnerships.partnership_proposed": "the stage a head tells by telling partnerships",
    "partnerships.partnership_changed": "the same",
    "partnerships.partnership_signed": "the same",
    "partnerships.partnership_renewed": "the same",
    "partnerships.partnership_ended": "the same",
    "partnerships.import_completed": "lines of a list, none of them named",
    "partnerships.import_undone": "the same",
}
"""Every other event that has a family, and why it gives no other one away."""


def test_each_event_was_judged_by_what_it_gives_away() -> None:
    assert REVEALS.keys() | OF_ITS_OWN.keys() == OF_THE_DEPARTMENT.keys() - ALWAYS_TOLD
    assert not REVEALS.keys() & OF_ITS_OWN.keys()
    for event, by_reason in REVEALS.items():
        for reason, families in by_reason.items():
            assert set(OF_THE_DEPARTMENT[event].families(reason)) == families, (event, reason)
    for event in OF_ITS_OWN:
        assert len(OF_THE_DEPARTMENT[event].families()) == 1
        assert not OF_THE_DEPARTMENT[event].reveals()


def test_visits_stay_in_the_lycee_until_opened_and_no_finer_than_lycee_and_period() -> None:
    assert [family for family in FactFamily if not family.open_at_first] == [FactFamily.VISITS]
    for event in REGISTRY.values():
        if FactFamily.VISITS in event.families():
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
