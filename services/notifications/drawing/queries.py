"""Drawing a mail: a subject, an HTML part and a text part, from one pair of templates.

`templates/<template>/mail.txt` holds the subject on its first line, then the text; `mail.mjml` beside it
the same for people who read HTML. MJML is turned into HTML once, before any value is put in: what people typed
meets Jinja's escaping alone, never a parser of markup.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, select_autoescape
from mjml import mjml2html

from contracts.strays import without_strays
from services.chassis.web.views import french

TEMPLATES = Path(__file__).parent / "templates"
_CONTENT = "[[content]]"
_DUE = "[[due]]"
"""Where what is due stands, which two mails say."""
_SENTENCE = "[[sentence]]"
"""Where what the lycée adds stands, in a mail that is signed; at the end of another one."""
_SENTENCES = {
    "mjml": "{% if own_sentence %}<mj-text>{{ own_sentence }}</mj-text>{% endif %}",
    "txt": "{% if own_sentence %}\n{{ own_sentence }}\n\n{% endif %}",
}
_AT_THE_END = {**_SENTENCES, "txt": "{% if own_sentence %}\n\n{{ own_sentence }}\n{% endif %}"}


STOPS = "Ne plus recevoir de courriels, d’aucun lycée"
STOPS_OF_FAMILIES = "Ne plus recevoir ces courriels du lycée"
STOPS_OF_MEMBERS = "Ne plus recevoir les convocations des comités"
STOPS_OF_PEOPLE = "Je m’oppose à être noté"
STOP = "stop_url"
"""Where its reader asks for no more mails: every mail that has it says so at its end."""


@dataclass(frozen=True)
class Drawn:
    """A mail as it is read; `subject` is one line.

    What is hidden is not in it: `secrets` maps each marker in `html` and `text` to what is put
    there, escaped as that part needs.
    """

    subject: str
    html: str = field(repr=False)
    text: str = field(repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class _Templates:
    subject: Template
    html: Template
    text: Template


def draw(
    template: str,
    values: Mapping[str, Any],
    *,
    hidden: Mapping[str, str] = MappingProxyType({}),
    marker: str = "",
    own_sentence: str = "",
    demonstration: bool = False,
) -> Drawn:
    """Draw a mail, with markers in place of the `hidden` values, which no subject may hold.

    `marker` is what nobody who types a name can guess; `own_sentence`: what the lycée adds to it;
    `demonstration`: it says that all of it is invented. Raises jinja2.UndefinedError when a value
    is missing.
    """
    found = _templates(template)
    # A name recorded before such characters were refused must not stop every mail that tells it.
    subject = without_strays(" ".join(found.subject.render(values).splitlines()))
    secrets: dict[str, str] = {}
    parts: dict[str, str] = {}
    for part, compiled in (("html", found.html), ("text", found.text)):
        marks = {name: f"[{marker}:{name}:{part}]" for name in hidden}
        drawn = compiled.render(
            {
                **values,
                **marks,
                # By name, for those of which a template does not know how many there are.
                "named": {**values, **marks}.__getitem__,
                "subject": subject,
                "stops": _stops(template),
                "can_stop": STOP in values or STOP in marks,
                "own_sentence": own_sentence,
                "demonstration": demonstration,
            }
        )
        parts[part] = without_strays(drawn)
        for name, value in hidden.items():
            told = french.typo(value)
            secrets[marks[name]] = html.escape(told) if part == "html" else told
    return Drawn(subject, **parts, secrets=secrets)


def _stops(template: str) -> str:
    """What the link at the end of a mail is called."""
    if template.startswith("family_"):
        return STOPS_OF_FAMILIES
    if template == "actor_person_informed":
        return STOPS_OF_PEOPLE
    return STOPS_OF_MEMBERS if template == "meeting_invite" else STOPS


def template_names() -> list[str]:
    """Every mail there is."""
    found = (path.parent.name for path in TEMPLATES.glob("*/mail.mjml"))
    return sorted(name for name in found if name != "layout")


def _environment() -> Environment:
    environment = Environment(
        # By the name given to `_compiled`: HTML is escaped, plain text is what it is.
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        # Every value, so that no template can forget it.
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(french.FILTERS)
    return environment


def _printed(value: object) -> object:
    return french.typo(value) if isinstance(value, str) else value


@cache
def _templates(name: str) -> _Templates:
    environment = _environment()
    subject, _, text = _with_due(f"{name}/mail.txt").partition("\n\n")
    mjml = _with_sentence(_with_due(f"{name}/mail.mjml"), "mjml")
    source = _read("layout/mail.mjml").replace(_CONTENT, mjml)
    # No fonts: MJML would have the reader's machine fetch some from a company that keeps count.
    page = mjml2html(source, fonts={})
    return _Templates(
        subject=_compiled(environment, f"{name}.subject.txt", subject),
        html=_compiled(environment, f"{name}.html", page),
        text=_compiled(
            environment,
            f"{name}.txt",
            _read("layout/mail.txt").replace(_CONTENT, _with_sentence(text, "txt").rstrip()),
        ),
    )


def _with_due(name: str) -> str:
    content = _read(name)
    if _DUE not in content:
        return content
    return content.replace(_DUE, _read(f"task_digest/due.{name.rpartition('.')[2]}").rstrip("\n"))


def _with_sentence(content: str, part: str) -> str:
    if _SENTENCE in content:
        return content.replace(_SENTENCE, _SENTENCES[part])
    return f"{content.rstrip()}\n{_AT_THE_END[part]}"


def _compiled(environment: Environment, name: str, source: str) -> Template:
    code = environment.compile(source, name=name)
    return Template.from_code(environment, code, environment.make_globals(None))


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
