"""A rule of what is told, and an ending of it: of which event, about which thing (règle d’un avis)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from contracts.event import Event
from services.notifications.mails.model.template import Template


@dataclass(frozen=True)
class Rule:
    """An event that is told: `about` is its field with the id of the thing, `when` what its other
    fields must say, `needs` those that must say something.
    """

    on: type[Event]
    tells: Template
    about: str
    when: Mapping[str, Collection[str | None]] = field(default_factory=lambda: MappingProxyType({}))
    needs: tuple[str, ...] = ()

    def applies(self, event: Event) -> bool:
        """Whether this event is told by it."""
        if any(getattr(event, name) is None for name in self.needs):
            return False
        return all(getattr(event, name) in told for name, told in self.when.items())

    def thing(self, event: Event) -> UUID:
        """The id of what is told of."""
        found: UUID = getattr(event, self.about)
        return found


@dataclass(frozen=True)
class Ending:
    """An event after which these kinds about the thing are over: notices that have not left are cancelled.

    `when`: what its other fields must say.
    """

    on: type[Event]
    about: str
    ends: tuple[Template, ...]
    when: Mapping[str, Collection[str]] = field(default_factory=lambda: MappingProxyType({}))

    def applies(self, event: Event) -> bool:
        """Whether this event is an end of them."""
        return all(getattr(event, name) in told for name, told in self.when.items())

    def thing(self, event: Event) -> UUID:
        """The id of what is over."""
        found: UUID = getattr(event, self.about)
        return found
