"""What the owners told of a mail that is being composed, and who asks them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from contracts.portal.accounts import BureauMember, BureauPeople, StaffMember
from services.chassis.questions import Asker
from services.notifications.composition.model import Cannot, Due, NotWanted, Several


@dataclass(frozen=True)
class OwnersAnswers:
    """What the owners told of a mail; `hidden` is in it and kept nowhere."""

    to: str = field(repr=False)
    people: BureauPeople = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    hidden: Mapping[str, str] = field(default_factory=dict, repr=False)
    answers: BureauMember | StaffMember | None = field(default=None, repr=False)
    """Whom its reader answers; without, somebody who runs the bureau."""
    stop: str | None = field(default=None, repr=False)
    """Where its reader asks for no more of them, of what goes to many."""


Asked = OwnersAnswers | NotWanted | Cannot | Several


class Asking(Protocol):
    """Who composes: asks the owners, in the name of a lycée."""

    @property
    def ask(self) -> Asker:
        """Asks a question."""

    @property
    def public_url(self) -> str:
        """Where the links of a mail lead."""

    def people(self, due: Due) -> "asyncio.Future[BureauPeople]":
        """Who runs the bureau."""
