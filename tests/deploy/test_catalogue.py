"""What is generated from the events and the services is up to date."""

from contracts.internships import CoverageChangedV1, SiteHostingTalliedV1
from contracts.published import declared_questions, published
from deploy.catalogue import complaints, subscriptions
from deploy.services import SERVICES


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
