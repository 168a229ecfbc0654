"""What the forms about what is sent outside hold."""

from typing import Annotated

from pydantic import Field

from contracts.identifiers import Uai
from services.chassis.web.views.forms import Day, FormModel


class EndpointForm(FormModel):
    """Where to send, and what."""

    label: Annotated[str, Field(min_length=1, max_length=60, title="Nom")]
    url: Annotated[str, Field(min_length=1, max_length=500, title="Adresse")]
    events: list[Annotated[str, Field(max_length=80)]] = Field(
        default_factory=list, max_length=80, title="Faits à envoyer"
    )


class NewEndpointForm(EndpointForm):
    """A new endpoint, for a lycée."""

    uai: Uai | None = Field(default=None, title="Lycée")


class ChangedEndpointForm(EndpointForm):
    """An endpoint that exists, changed."""

    version: int


class VersionForm(FormModel):
    """A button on one as it was shown."""

    version: int


class SinceForm(FormModel):
    """From which day on everything is sent again."""

    since: Annotated[Day, Field(title="Depuis le")]
