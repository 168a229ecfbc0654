"""When mails stay on this machine, and when they do not."""

from pathlib import Path

import pytest

from deploy.embedded.ports import RememberedPorts
from deploy.supervisor.mailbox import DEMO_SENDER, mailbox_address, with_demo_mailbox
from services.chassis.base.settings import Settings


@pytest.fixture
def ports(tmp_path: Path) -> RememberedPorts:
    return RememberedPorts(tmp_path / "ports.json")


def test_without_a_relay_mails_of_a_demonstration_stay_here(ports: RememberedPorts) -> None:
    settings = with_demo_mailbox(Settings(demonstration=True), ports)

    assert settings.demo_smtp_port is not None
    assert (settings.smtp_host, settings.smtp_port) == ("127.0.0.1", settings.demo_smtp_port)
    assert (settings.smtp_security, settings.mail_from) == ("none", DEMO_SENDER)
    address = mailbox_address(settings, "http://127.0.0.1:8000")
    assert address is not None
    assert len(address.removeprefix("http://127.0.0.1:8000/courriels?cle=")) >= 22
    assert "cle=" not in repr(settings)
    again = with_demo_mailbox(Settings(demonstration=True), ports)
    assert mailbox_address(again, "http://127.0.0.1:8000") != address


def test_with_a_relay_there_is_no_mailbox(
    ports: RememberedPorts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSERELLE_SMTP_HOST", "relais.lycee.example")
    monkeypatch.setenv("PASSERELLE_MAIL_FROM", "passerelle@lycee.example")

    assert with_demo_mailbox(Settings(demonstration=True), ports).demo_smtp_port is None


def test_real_mails_wait_for_a_relay_on_this_machine_too(ports: RememberedPorts) -> None:
    assert with_demo_mailbox(Settings(), ports) == Settings()
    assert mailbox_address(Settings(), "http://127.0.0.1:8000") is None


def test_real_mails_of_an_installation_others_reach_wait_for_a_relay(
    ports: RememberedPorts,
) -> None:
    reached = Settings(public_url="https://passerelle.example", demonstration=True)

    assert with_demo_mailbox(reached, ports) == reached
