"""`deploy/SETTINGS.md`: every variable of an installation, from the settings and what is said of them."""

import ast
import inspect
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import AliasChoices
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from services.chassis.base.settings import Settings

PAGE = Path(__file__).parents[1] / "SETTINGS.md"

FIELD = re.compile(r"`(\w+)`")

CHAPTERS: Mapping[str, Sequence[str]] = {
    "The département": ("department", "dsden_uai"),
    "Where people reach it": ("public_url", "portal_url", "allowed_hosts", "trusted_proxies"),
    "Who comes in": ("second_factor_for",),
    "PostgreSQL": (
        *("database_url", "database_host", "database_port"),
        *("database_ssl", "database_prefix"),
    ),
    "NATS": ("nats_url",),
    "Folders": ("data_folder", "credentials", "erasures"),
    "What leaves for other networks": ("outgoing_networks", "directory_url"),
    "Mails that leave": (
        *("smtp_host", "mail_from", "smtp_security", "smtp_port", "smtp_username"),
        *("smtp_password", "smtp_ca", "smtp_connections"),
    ),
    "Mails that come in copy": (
        "drop_domain",
        "drop_smtp_port",
        "drop_smtp_host",
        "drop_smtp_peers",
        "drop_smtp_relay",
    ),
    "Mails that come back": ("returns_domain", "returns_smtp_port", "returns_smtp_host"),
    "How pages look, and who answers for them": (
        *("theme", "state_service", "publisher", "publication_director"),
        *("hosted_by", "contact_mail", "data_protection_mail"),
    ),
    "How long things are kept": ("year_purged_on", "kept_years"),
    "Logs, metrics, traces": ("log_level", "log_format", "metrics_token", "otlp_endpoint"),
    "A demonstration": ("demonstration", "demo_smtp_port", "demo_mailbox_key"),
}
BEGINNING = """# Settings

Written by `make catalogue` from `services/chassis/base/settings.py`; `make check` compares.

Each is a variable of the environment, read when a process starts. `up` needs none: it brings PostgreSQL and
NATS, and sets those marked *up* itself; it keeps a `PASSERELLE_PUBLIC_URL`, `PASSERELLE_DATABASE_URL` or
`PASSERELLE_NATS_URL` you give. A process started apart (`passerelle serve NAME`,
`passerelle serve gateway`) needs at least those of PostgreSQL and NATS, `PASSERELLE_CREDENTIALS` and the two
addresses. A value that is refused is said at start, in French, by the name of its variable.
"""
END = """
`XDG_DATA_HOME` says where `up` keeps its data without `--data`: `passerelle` in it; otherwise `/var/lib/passerelle`
for root, and `~/.local/share/passerelle` for anybody else. Data root has there already go on being used, and `up` says so.
"""
BY_UP = frozenset(
    {
        *("public_url", "portal_url", "database_url", "database_host", "database_port"),
        *("database_ssl", "nats_url", "data_folder", "credentials", "demonstration"),
        *("demo_smtp_port", "demo_mailbox_key"),
    }
)


class SettingNowhere(LookupError):
    """A setting without a chapter, or about which nothing is said."""


def settings_page() -> str:
    """The whole page. Raises SettingNowhere."""
    said = _said()
    placed = [name for names in CHAPTERS.values() for name in names]
    for name in Settings.model_fields:
        if placed.count(name) != 1 or name not in said:
            raise SettingNowhere(name)
    parts = [BEGINNING]
    for title, names in CHAPTERS.items():
        rows = [_row(name, Settings.model_fields[name], said[name]) for name in names]
        head = "| Variable | Without it | What it says |\n|---|---|---|"
        parts.append("\n".join([f"## {title}\n", head, *rows, ""]))
    return "\n".join(parts) + END


def variable(name: str, field: FieldInfo) -> str:
    """How a setting is called in the environment."""
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        return str(alias.choices[-1])
    return f"PASSERELLE_{name.upper()}"


def _row(name: str, field: FieldInfo, said: str) -> str:
    default = _default(field)
    mark = f"{default}, *up*" if name in BY_UP else default
    among = _choices(field.annotation)
    return f"| `{variable(name, field)}` | {mark} | {among}{said} |"


def _default(field: FieldInfo) -> str:
    value: Any = field.default
    if value in (None, "", PydanticUndefined):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value}`"


def _choices(annotation: Any) -> str:
    if get_origin(annotation) is not Literal:
        return ""
    return "One of " + ", ".join(f"`{one}`" for one in get_args(annotation)) + ". "


def _said() -> dict[str, str]:
    """The text below each field, in one line."""
    [declared] = ast.parse(inspect.getsource(Settings)).body
    said = {}
    body = declared.body if isinstance(declared, ast.ClassDef) else []
    for field, text in pairwise(body):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            line = re.sub(r"\s+", " ", str(text.value.value)).strip()
            said[field.target.id] = FIELD.sub(_as_variable, line.replace("|", "\\|"))
    return said


def _as_variable(named: re.Match[str]) -> str:
    field = Settings.model_fields.get(named[1])
    return named[0] if field is None else f"`{variable(named[1], field)}`"
