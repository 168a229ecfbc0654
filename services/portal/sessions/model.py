"""How long a session lives: half an hour unused, twelve hours in all; and the device it is recognised by."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

_BROWSERS = (
    ("Edge", re.compile(r"Edg(e|A|iOS)?/")),
    ("Opera", re.compile(r"OPR/|Opera")),
    ("Firefox", re.compile(r"Firefox/|FxiOS/")),
    ("Chrome", re.compile(r"Chrome/|CriOS/|Chromium/")),
    ("Safari", re.compile(r"Safari/")),
)
_SYSTEMS = (
    ("iPhone", re.compile(r"iPhone")),
    ("iPad", re.compile(r"iPad")),
    ("Android", re.compile(r"Android")),
    ("Windows", re.compile(r"Windows")),
    ("Mac", re.compile(r"Macintosh|Mac OS X")),
    ("ChromeOS", re.compile(r"CrOS")),
    ("Linux", re.compile(r"Linux|X11")),
)
READ_MAX = 400
"""Characters of a user agent that are looked at."""


def device_of(user_agent: str) -> str:
    """« Firefox sur Windows »: a browser and a system of these lists, and nothing finer."""
    text = user_agent[:READ_MAX]
    browser = next((name for name, mark in _BROWSERS if mark.search(text)), None)
    system = next((name for name, mark in _SYSTEMS if mark.search(text)), None)
    if browser is None and system is None:
        return "Appareil inconnu"
    return f"{browser or 'Autre navigateur'} sur {system}" if system else str(browser)


IDLE_MAX = timedelta(minutes=30)
"""A session unused for this long is over: staff rooms share computers."""
AGE_MAX = timedelta(hours=12)
"""A session is over a working day after it began, used or not."""
SEEN_EVERY = timedelta(minutes=1)
"""Use is written down at most this often: not one write per page."""
TOKEN_BYTES = 32


def new_token() -> str:
    """Draw the secret of a session (256 bits); only the cookie holds it."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """What the database keeps: a stolen copy of it opens nothing."""
    return hashlib.sha256(token.encode()).digest()


def is_over(*, began_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session has been idle or has lasted too long at `now`."""
    return now >= over_at(began_at=began_at, seen_at=seen_at)


def over_at(*, began_at: datetime, seen_at: datetime) -> datetime:
    """When a session is over unless it is used again."""
    return min(seen_at + IDLE_MAX, began_at + AGE_MAX)
