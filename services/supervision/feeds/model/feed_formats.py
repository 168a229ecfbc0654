"""The network's journal as feeds: Atom (RFC 4287, pages by RFC 5005) and JSON Feed 1.1."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit
from uuid import UUID

ATOM = "http://www.w3.org/2005/Atom"
ATOM_TYPE, JSON_FEED_TYPE = "application/atom+xml", "application/feed+json"
JSON_FEED = "https://jsonfeed.org/version/1.1"
TITLE = "Activité du réseau des bureaux des entreprises"
SINCE = 2026
"""The year ids of entries are counted from (RFC 4151): it never changes."""

ET.register_namespace("", ATOM)


@dataclass(frozen=True)
class FeedEntry:
    """One line of the journal; `published_at` is None when it still grows."""

    id: UUID
    uai: str
    lycee: str
    sentence: str
    updated_at: datetime
    published_at: datetime | None

    @property
    def title(self) -> str:
        """`Lycée Bourdelle : a publié une PFMP du 4 au 29 janvier 2027.`"""
        return f"{self.lycee}\u00a0: {self.sentence}"


@dataclass(frozen=True)
class Feed:
    """What a feed is drawn from; `addresses` are its own and the next page's, None at the end."""

    origin: str
    department: str
    addresses: tuple[str, str | None]
    entries: Sequence[FeedEntry]
    updated_at: datetime
    notes: Sequence[str]
    """What is missing, and why: read above the entries."""

    @property
    def home(self) -> str:
        """The page a person reads the same on."""
        return f"{self.origin}/departement/journal"

    def tag(self, what: str) -> str:
        """An id that stays the same in whichever feed (tag URI)."""
        return f"tag:{urlsplit(self.origin).hostname},{SINCE}:departement-{self.department}/{what}"

    def entry_tag(self, entry: FeedEntry) -> str:
        """The tag of one entry."""
        return self.tag(f"journal/{entry.id}")

    def page_of(self, entry: FeedEntry) -> str:
        """The journal of the lycée of an entry."""
        return f"{self.home}?{urlencode({'lycee': entry.uai})}"


def atom(feed: Feed) -> bytes:
    """The feed in Atom."""
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "fr"})
    own, following = feed.addresses
    _add(root, "id", feed.tag("journal"))
    _add(root, "title", TITLE)
    _add(root, "subtitle", " ".join(feed.notes))
    _add(root, "updated", _instant(feed.updated_at))
    _add(_add(root, "author"), "name", f"Réseau du département {feed.department}")
    _add(root, "link", rel="self", type=ATOM_TYPE, href=own)
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    if following:
        _add(root, "link", rel="next", type=ATOM_TYPE, href=following)
    for one in feed.entries:
        entry = _add(root, "entry")
        _add(entry, "id", feed.entry_tag(one))
        _add(entry, "title", one.title)
        _add(entry, "updated", _instant(one.updated_at))
        if one.published_at:
            _add(entry, "published", _instant(one.published_at))
        _add(_add(entry, "author"), "name", one.lycee)
        _add(entry, "link", rel="alternate", type="text/html", href=feed.page_of(one))
        _add(entry, "content", one.title, type="text")
    drawn: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return drawn


def json_feed(feed: Feed) -> bytes:
    """The feed in JSON Feed."""
    own, following = feed.addresses
    told = {
        "version": JSON_FEED,
        "title": TITLE,
        "description": " ".join(feed.notes),
        "language": "fr",
        "home_page_url": feed.home,
        "feed_url": own,
        **({"next_url": following} if following else {}),
        "authors": [{"name": f"Réseau du département {feed.department}"}],
        "items": [
            {
                "id": feed.entry_tag(one),
                "url": feed.page_of(one),
                "title": one.title,
                "content_text": one.title,
                **({"date_published": _instant(one.published_at)} if one.published_at else {}),
                "date_modified": _instant(one.updated_at),
                "authors": [{"name": one.lycee}],
            }
            for one in feed.entries
        ],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _add(parent: ET.Element, name: str, text: str | None = None, **given: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", given)
    element.text = text
    return element


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
