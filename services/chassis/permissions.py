"""Which role may do what: one declarative table per service.

A route names its action; an action no table knows keeps the service from starting.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.chassis.identity import Identity, Role
from services.chassis.work import Actor, Scope


@dataclass(frozen=True)
class Action:
    """Something a person may be allowed to do, named in kebab-case."""

    name: str


PUBLIC = Action("public")
"""Open to anybody, signed in or not."""
SIGNED_IN = Action("signed-in")
"""Open to every account, whatever its roles."""
OPERATE = Action("operate")
"""Seeing and mending what the service does with events; part of every service's table."""


class Permissions:
    """The table of one service: who may do each of its actions."""

    def __init__(self, roles: Mapping[Action, Collection[Role]]) -> None:
        """An action absent from `roles` is one the service does not have."""
        everywhere = {OPERATE: {Role.OPERATOR}}
        self._roles = {
            action: frozenset(allowed) for action, allowed in {**roles, **everywhere}.items()
        }

    @property
    def actions(self) -> frozenset[Action]:
        """Every action of the table."""
        return frozenset(self._roles)

    def knows(self, action: Action) -> bool:
        """Whether a route may name this action."""
        return action in {PUBLIC, SIGNED_IN} or action in self._roles

    def roles(self, action: Action) -> frozenset[Role]:
        """The roles that may do it; all of them for what needs no more than an account."""
        return frozenset(Role) if action in {PUBLIC, SIGNED_IN} else self._roles[action]

    def allows(self, identity: Identity | None, action: Action) -> bool:
        """Whether this person may do it, for one lycée at least."""
        if action == PUBLIC:
            return True
        if identity is None:
            return False
        return action == SIGNED_IN or bool(identity.roles & self.roles(action))

    def scope(self, identity: Identity | None, action: Action) -> Scope:
        """The lycées whose rows may be seen and written while doing it."""
        if identity is None:
            return Scope(frozenset())
        allowed = self.roles(action)
        held = [grant for grant in identity.grants if grant.role in allowed]
        return Scope(
            frozenset(grant.uai for grant in held if grant.uai),
            department_wide=any(grant.role.department_wide for grant in held),
        )

    def actor(self, identity: Identity, action: Action) -> Actor:
        """The account doing it, in the first of its roles that may."""
        allowed = self.roles(action)
        roles = sorted(role.value for role in identity.roles if role in allowed)
        return Actor(identity.account_id, roles[0] if roles else "")
