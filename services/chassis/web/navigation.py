"""The main menu: the same on the pages of every service."""

from dataclasses import dataclass

from services.chassis.identity import Identity, Role


@dataclass(frozen=True)
class NavItem:
    """One entry of the menu, shown to these roles."""

    label: str
    href: str
    roles: frozenset[Role] = frozenset(Role)

    def shown_to(self, identity: Identity | None) -> bool:
        """Whether this person finds the entry in the menu."""
        return identity is not None and bool(identity.roles & self.roles)

    def covers(self, path: str) -> bool:
        """Whether a page belongs under this entry."""
        if self.href == "/":
            return path == "/"
        return path == self.href or path.startswith(self.href.rstrip("/") + "/")
