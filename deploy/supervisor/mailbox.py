"""Where mails of a demonstration go while no relay is configured: a mailbox of this machine."""

import os
import secrets
from urllib.parse import urlsplit

from pydantic import SecretStr

from deploy.embedded.ports import LOOPBACK, RememberedPorts
from services.chassis.base.settings import Settings

DEMO_SENDER = "passerelle@demo.example"
DEMO_DROP_DOMAIN = "depot.demo.example"
KEY_BYTES = 16
HERE = {LOOPBACK, "localhost", "::1"}


def with_demo_mailbox(settings: Settings, ports: RememberedPorts) -> Settings:
    """Have the portal take the mails, on loopback, and show them at `mailbox_address`.

    Unchanged when a relay is configured. Unchanged too where anything is real, or others reach this
    installation: real mails, codes of sign-in among them, must wait for a relay, where somebody sees
    them wait, and not end in a mailbox that whoever is on this machine reads.
    """
    local = urlsplit(settings.public_url).hostname in HERE
    if os.environ.get("PASSERELLE_SMTP_HOST") or not (settings.demonstration and local):
        return settings
    port = ports.take("demo_smtp")
    return settings.replaced(
        drop_domain=settings.drop_domain or DEMO_DROP_DOMAIN,
        drop_smtp_port=settings.drop_smtp_port or ports.take("drop_smtp"),
        demo_smtp_port=port,
        # Drawn at each start and kept nowhere: whoever reads what `up` prints has it.
        demo_mailbox_key=SecretStr(secrets.token_urlsafe(KEY_BYTES)),
        smtp_host=LOOPBACK,
        smtp_port=port,
        smtp_security="none",
        smtp_username=None,
        smtp_password=None,
        mail_from=os.environ.get("PASSERELLE_MAIL_FROM", DEMO_SENDER),
    )


def mailbox_address(settings: Settings, address: str) -> str | None:
    """Where the mails of a demonstration are read: the key in it opens them. None without mailbox."""
    if settings.demo_smtp_port is None or settings.demo_mailbox_key is None:
        return None
    return f"{address}/courriels?cle={settings.demo_mailbox_key.get_secret_value()}"
