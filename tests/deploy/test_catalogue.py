"""What is generated from the events, the services and the settings is up to date."""

import re

import pytest

from contracts.internships.periods import CoverageChangedV1, SiteHostingTalliedV1
from contracts.published import declared_questions, published
from deploy.catalogue import complaints, subscriptions
from deploy.documents.settings_page import CHAPTERS, PAGE, SettingNowhere, settings_page, variable
from deploy.services import SERVICES
from services.chassis.base.settings import Settings


def test_the_catalogue_and_the_schemas_are_up_to_date() -> None:
    assert complaints() == []


def test_subscribers_are_those_the_services_declare() -> None:
    heard = subscriptions()
    projected = {(each.service, each.how) for each in heard[CoverageChangedV1.ce_type()]}
    assert projected == {("notifications", "projects"), ("supervision", "projects")}
    hosts = {(each.service, each.how) for each in heard[SiteHostingTalliedV1.ce_type()]}
    assert hosts == {
        ("internships", "reacts"),
        ("notifications", "projects"),
        ("partnerships", "reacts"),
        ("supervision", "projects"),
    }


def test_every_question_is_answered_by_the_service_it_is_asked_of() -> None:
    answered = {
        (service.name, answer.question.name)
        for service in SERVICES
        if service.answers is not None
        for answer in service.answers.declared()
    }
    assert answered == {(question.service, question.name) for question in declared_questions()}


def test_supervision_hears_nothing_of_the_bureaux() -> None:
    bureau = {event.ce_type() for event in published() if event.audience() == "bureau"}
    for ce_type, heard in subscriptions().items():
        assert ce_type not in bureau or "supervision" not in {each.service for each in heard}


def test_the_page_of_settings_holds_each_variable_an_installation_reads() -> None:
    page = PAGE.read_text("utf-8")

    listed = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert sorted(listed) == sorted(
        variable(name, field) for name, field in Settings.model_fields.items()
    )
    readme = (PAGE.parents[1] / "README.md").read_text("utf-8")
    operating = (PAGE.parent / "README.md").read_text("utf-8")
    assert "deploy/SETTINGS.md" in readme
    assert "deploy/README.md" in readme
    assert set(re.findall(r"PASSERELLE_\w+", readme + operating)) <= set(listed)


def test_a_setting_somebody_adds_without_saying_what_for_is_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shorter = {**CHAPTERS, "NATS": ()}
    monkeypatch.setattr("deploy.documents.settings_page.CHAPTERS", shorter)

    with pytest.raises(SettingNowhere, match="nats_url"):
        settings_page()
