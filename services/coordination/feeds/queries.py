"""News as feeds: Atom (RFC 4287) and JSON Feed 1.1, from the same items."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from uuid import NAMESPACE_URL, uuid5

from services.coordination.news.model.text import NewsText, paragraphs, summary
from services.coordination.news.queries import Item

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
JSON_FEED = "https://jsonfeed.org/version/1.1"
TITLE = "Actualités du réseau des bureaux des entreprises"
AUTHOR = "Réseau des bureaux des entreprises"

ET.register_namespace("", ATOM)
ET.register_namespace("xhtml", XHTML)


@dataclass(frozen=True)
class Feed:
    """What a feed is drawn from; `address` is its own, with the reader's secret."""

    origin: str
    address: str
    items: Sequence[Item]
    now: datetime
    path: str = "/actualites"

    @property
    def home(self) -> str:
        """The page a person reads the same on."""
        return f"{self.origin}{self.path}"

    @property
    def updated_at(self) -> datetime:
        """When the newest of it changed."""
        return max((item.updated_at for item in self.items), default=self.now)

    def page_of(self, item: Item) -> str:
        """The page of one item."""
        return f"{self.home}/{item.id}"


def atom(feed: Feed) -> bytes:
    """The feed in Atom."""
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "fr"})
    # The same whoever reads it and wherever from: an id is not an address.
    _add(root, "id", uuid5(NAMESPACE_URL, feed.home).urn)
    _add(root, "title", TITLE)
    _add(root, "updated", _instant(feed.updated_at))
    _add(_add(root, "author"), "name", AUTHOR)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    for item in feed.items:
        entry = _add(root, "entry")
        _add(entry, "id", item.id.urn)
        _add(entry, "title", item.text.title)
        _add(entry, "updated", _instant(item.updated_at))
        _add(entry, "published", _instant(item.published_at))
        _add(_add(entry, "author"), "name", item.author)
        _add(entry, "link", rel="alternate", type="text/html", href=feed.page_of(item))
        _add(entry, "content", type="xhtml").append(_division(item.text))
    drawn: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return drawn


def json_feed(feed: Feed) -> bytes:
    """The feed in JSON Feed."""
    told = {
        "version": JSON_FEED,
        "title": TITLE,
        "language": "fr",
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "authors": [{"name": AUTHOR}],
        "items": [
            {
                "id": item.id.urn,
                "url": feed.page_of(item),
                "title": item.text.title,
                "summary": summary(item.text),
                "content_html": _html(item.text),
                "date_published": _instant(item.published_at),
                "date_modified": _instant(item.updated_at),
                "authors": [{"name": item.author}],
            }
            for item in feed.items
        ],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _add(parent: ET.Element, name: str, text: str | None = None, **given: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", given)
    element.text = text
    return element


def _division(text: NewsText) -> ET.Element:
    division = ET.Element(f"{{{XHTML}}}div")
    for pieces in paragraphs(text):
        paragraph = ET.SubElement(division, f"{{{XHTML}}}p")
        for piece in pieces:
            if piece.href:
                link = ET.SubElement(paragraph, f"{{{XHTML}}}a", href=piece.href)
                link.text = piece.text
            elif len(paragraph):
                paragraph[-1].tail = piece.text
            else:
                paragraph.text = piece.text
    return division


def _html(text: NewsText) -> str:
    return "".join(
        f"<p>{''.join(_linked(piece.text, piece.href) for piece in pieces)}</p>"
        for pieces in paragraphs(text)
    )


def _linked(text: str, href: str | None) -> str:
    return f'<a href="{escape(href)}">{escape(text)}</a>' if href else escape(text)


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
