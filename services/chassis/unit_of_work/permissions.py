"""Which role may do what: one declarative table per service.

A route names its action; an action no table knows keeps the service from starting.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.chassis.base.identity import Identity, Role
from services.chassis.unit_of_work.unit_of_work import Actor, Scope


@dataclass(frozen=True)
class Action:
    """Something a person may be allowed to do, named in kebab-case.

    `said` is it in French, an infinitive, for whoever is refused; `ask` is whom to ask for it,
    where the roles alone do not tell.
    """

    name: str
    said: str = "ouvrir cette page"
    ask: str = ""


PUBLIC = Action("public")
"""Open to anybody, signed in or not."""
SIGNED_IN = Action("signed-in")
"""Open to every account, whatever its roles."""
OPERATE = Action("operate", "voir l’exploitation technique")
"""Seeing and mending what the service does with events; part of every service's table."""

AUDIT = Action("audit", "lire le registre des accès")
"""Reading who did what; part of every service's table."""
PURGE = Action("purge", "purger ce qui a fait son temps")
"""Seeing what is past its time, and having it removed; part of every service's table."""
READ_REGISTER = Action("read-register")
"""Reading the register of processing; part of every service's table."""
PURGERS = frozenset(role for role in Role if role.value == "head")
READERS_OF_THE_REGISTER = frozenset(
    role for role in Role if role.value in {"head", "operator", "auditor"}
)


class Permissions:
    """The table of one service: who may do each of its actions."""

    def __init__(self, roles: Mapping[Action, Collection[Role]]) -> None:
        """An action absent from `roles` is one the service does not have."""
        everywhere = {
            OPERATE: {Role.OPERATOR},
            AUDIT: {Role.AUDITOR},
            PURGE: PURGERS,
            READ_REGISTER: READERS_OF_THE_REGISTER,
        }
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

    def refusal(self, action: Action) -> str:
        """What somebody without any of the roles is told: what was refused, and whom to ask."""
        allowed = self.roles(action)
        who = ", ".join(sorted(role.label for role in allowed)) or "personne"
        inside = any(not role.department_wide for role in allowed)
        whom = action.ask or ("à la direction de votre lycée" if inside else "à la DSDEN")
        return (
            f"Action refusée\u202f: {action.said}."
            f" Cet accès est réservé aux rôles suivants\u202f: {who}. Demandez-le {whom}."
        )

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
