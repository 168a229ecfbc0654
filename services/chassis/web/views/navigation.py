"""What the pages of every service say of all of them: their names, and the main menu."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.chassis.base.identity import Identity, Role

LAST = 100
"""The place of a service that says none: after those that do, by its name."""


@dataclass(frozen=True)
class Named:
    """A service of the installation, by its word and its French name."""

    name: str
    title: str
    for_programs: bool = False
    """Whether programs read or write there, with a token of access."""
    place: int = field(default=LAST, compare=False)
    """Where it stands among the services in menus and lists; no part of what it is called."""


@dataclass(frozen=True)
class Search:
    """A field in the header of every page; what is typed is posted, for it may be a person's name."""

    action: str
    label: str
    placeholder: str
    suggested: str = ""
    """Where the palette asks what is found while somebody types, and how that is called."""
    suggested_label: str = ""


@dataclass(frozen=True)
class Place:
    """A page under an entry of the menu: in the palette and the site map, not in the menu."""

    label: str
    href: str
    roles: frozenset[Role]
    creates: str = ""
    """What somebody creates there, as « Créer » in the header calls it: one noun."""
    keeps_words: bool = False
    """Whether it keeps what is looked for there (`requests/private_search.py`): signing out then forgets it."""

    def shown_to(self, identity: Identity | None) -> bool:
        """Whether this person may open it."""
        return identity is not None and bool(identity.roles & self.roles)


@dataclass(frozen=True)
class NavItem:
    """One entry of the menu, shown to these roles."""

    label: str
    href: str
    roles: frozenset[Role] = frozenset(Role)
    rank: int = 1
    """Its place among those of all services: 0 the home page, 1 what one works with, 2 what one
    reads of others, 3 what is looked up now and then.
    """
    search: Search | None = None
    below: tuple[Place, ...] = ()
    unless: frozenset[Role] = frozenset()
    """Roles that find the same page at another place of the menu: who holds one of them does not find it here."""

    def shown_to(self, identity: Identity | None) -> bool:
        """Whether this person finds the entry in the menu."""
        if identity is None or identity.roles & self.unless:
            return False
        return bool(identity.roles & self.roles)

    def places(self, identity: Identity | None) -> list[Place]:
        """The pages below that this person may open."""
        return [place for place in self.below if place.shown_to(identity)]

    def covers(self, path: str) -> bool:
        """Whether a page belongs under this entry."""
        if self.href == "/":
            return path == "/"
        return path == self.href or path.startswith(self.href.rstrip("/") + "/")


def pages_that_keep_words(menu: Sequence[NavItem]) -> set[str]:
    """The paths under which a browser may hold what somebody looked for."""
    searches = {item.search.action for item in menu if item.search}
    return searches | {place.href for item in menu for place in item.below if place.keeps_words}


def creations(menu: Sequence[NavItem], identity: Identity | None) -> list[Place]:
    """The pages of this menu where this person may create something, in its order."""
    return [place for item in menu for place in item.places(identity) if place.creates]
