"""What a session was begun with, as coarsely as its owner needs to recognise it."""

import re

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
