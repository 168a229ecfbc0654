"""Pages: nothing inline, nothing unescaped, French typography."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from tests.architecture.tree import Breaches, Source, Tree, line_of, matches, rule

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|\shx-on[\w:-]*\s*=|javascript:",
    re.IGNORECASE,
)
UNESCAPED = re.compile(r"\|\s*safe\b|\bMarkup\(|autoescape\s*(=\s*)?false", re.IGNORECASE)
JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
JINJA_STRING = re.compile(r"\"([^\"]*)\"|'([^']*)'")
SPOKEN_ATTRIBUTE = re.compile(r"\b(?:title|alt|aria-label|placeholder|content)=\"([^\"]*)\"")
TAG = re.compile(r"<[^>]*>", re.DOTALL)

# Its docstrings are what `--help` shows.
HELP = {"deploy/cli.py"}
ASCII_APOSTROPHE = re.compile(r"[^\W\d_]'[^\W\d_]")
PLAIN_SPACE = re.compile(r"[\w)’…»%€\u00a0\u202f}] [;!?»](?=\s|$)|\w :(?=\s|$)|« ")
# Unaccented French needs one of these words to be known as French.
FRENCH = re.compile(
    r"[àâçéèêëîïôùûœ«»’]|\b(le|la|les|des|du|une|est|pas|pour|avec|sur|aucune?|votre)\b|\b[ldnscjmtLDNSCJMT]'[aeiouhéèê]"
)


@rule(
    *(
        {"services/x/things/templates/a.html": bad}
        for bad in (
            "<script>alert(1)</script>",
            "<style>p {}</style>",
            '<p style="color: red">a</p>',
            '<a onclick="f()">a</a>',
            '<a hx-on:click="f()">a</a>',
            '<a href="javascript:f()">a</a>',
        )
    ),
    allowed=(
        {"services/x/things/templates/a.html": '<script src="/static/a.js" defer></script>'},
        {"services/x/things/templates/a.html": '{{ button("a", style="plain") }}'},
    ),
)
def nothing_is_inline(tree: Tree) -> Breaches:
    for source in tree.templates():
        # An argument of a macro may be called `style`.
        text = JINJA.sub(blank, source.text)
        for found in INLINE.finditer(text):
            yield f"{source.name}:{line_of(text, found.start())}: inline: {found[0].strip()!r}"


@rule(
    {"services/x/things/templates/a.html": "{{ note | safe }}"},
    {"services/x/things/templates/a.html": "{% autoescape false %}{{ note }}{% endautoescape %}"},
    {"services/x/pages.py": "note = Markup(text)\n"},
    {"services/chassis/web/answers/rendering.py": "Environment(autoescape=False)\n"},
)
def nothing_is_left_unescaped(tree: Tree) -> Breaches:
    for source in (*tree.templates(), *tree.shipped()):
        yield from matches(source, UNESCAPED, "unescaped")


@rule(
    *(
        {"services/x/things/templates/a.html": bad}
        for bad in (
            "<p>Lieu d'accueil</p>",
            "<p>Voulez-vous continuer ?</p>",
            "<dt>Nom :</dt>",
            "<p>« Oui\u00a0»</p>",
            '<input placeholder="Nom de l\'entreprise">',
            """{{ field("name", "Nom de l'entreprise") }}""",
        )
    ),
    {"services/x/things/templates/mails/a.txt": "Bonjour !\n"},
    {"services/x/things/templates/mails/a.mjml": "<mj-text>L'entreprise</mj-text>"},
    allowed=(
        {
            "services/x/things/templates/a.html": "<p>Lieu d’accueil\u00a0: «\u00a0oui\u202f!\u00a0»</p>"
        },
        {
            "services/x/things/templates/a.html": "{# it's ours #}{{ a if b == 'c' else d }}<p>{{ x }}</p>"
        },
    ),
)
def templates_are_typeset_in_french(tree: Tree) -> Breaches:
    for source in (*tree.templates(), *tree.letters()):
        for line, text in spoken(source):
            yield from typeset(source, line, text)


@rule(
    {
        "services/x/things/model/a.py": 'class A(Conflict):\n    title = "Lieu d\'accueil déjà confirmé"\n'
    },
    {"services/x/pages.py": 'NOTICE = "Le lieu est-il confirmé ?"\n'},
    {"deploy/cli.py": 'def up():\n    """Tout lancer : la base et les services."""\n'},
    allowed=(
        {"services/x/pages.py": '"""It is the bureau\'s : été ?"""\nWHY = "can\'t connect"\n'},
        {"services/x/pages.py": 'NOTICE = "Le lieu d’accueil est-il confirmé\u202f?"\n'},
    ),
)
def messages_are_typeset_in_french(tree: Tree) -> Breaches:
    for source in tree.shipped():
        documentation = set() if source.name in HELP else docstrings(source)
        for node in source.nodes(ast.Constant):
            text = node.value
            if isinstance(text, str) and id(node) not in documentation and FRENCH.search(text):
                yield from typeset(source, node.lineno, text)


def typeset(source: Source, line: int, text: str) -> Breaches:
    """What French typography refuses in a text."""
    for pattern, message in (
        (ASCII_APOSTROPHE, "an ASCII apostrophe"),
        (PLAIN_SPACE, "a plain space beside punctuation"),
    ):
        for found in pattern.finditer(text):
            yield f"{source.name}:{line + text.count(chr(10), 0, found.start())}: {message}: {found[0]!r}"


def spoken(source: Source) -> Iterator[tuple[int, str]]:
    """Line and text of what a reader sees or hears of a template."""
    text = JINJA_COMMENT.sub(blank, source.text)
    for found in JINJA.finditer(text):
        for string in JINJA_STRING.finditer(found[0]):
            yield line_of(text, found.start() + string.start()), string[1] or string[2] or ""
    text = JINJA.sub(filled, text)
    for found in SPOKEN_ATTRIBUTE.finditer(text):
        yield line_of(text, found.start()), found[1]
    yield 1, TAG.sub(blank, text)


def blank(found: re.Match[str]) -> str:
    """Nothing in place of what was found, lines kept."""
    return "\n" * found[0].count("\n")


def filled(found: re.Match[str]) -> str:
    """A word in place of an expression, so that the space after it is still seen."""
    return ("x" if found[0].startswith("{{") else "") + blank(found)


def docstrings(source: Source) -> set[int]:
    """The constants that are documentation: English, and on nobody's screen."""
    return {
        id(node.value) for node in source.nodes(ast.Expr) if isinstance(node.value, ast.Constant)
    }


ELIDING = r"(?<![\w’])(?:[Dd]e|[Qq]ue)"
NOT_ELIDED = re.compile(
    rf"{ELIDING}[ \u00a0](?:<[^>]+>)*\{{\{{-?\s*(.+?)\s*-?\}}\}}"
    rf"|{ELIDING}[ \u00a0]\"\s*~\s*([\w.\[\]()]+(?:\|\w+)*)"
)
BEFORE_A_NAME = re.compile(rf"{ELIDING}[ \u00a0]$")
# Of what begins with a digit, or is chosen among words written beside it.
NEVER_A_NAME = re.compile(
    r"\|\s*(plural|number|string|elided)\b|^(plural|number|len|_either)\b|^[\"']|^\(today\b|\.(days|year|times)\b|\belse \""
    r"|^[A-Z_.]{3,}$|_(max|km|least)\b|^(small|at_most|spanned|here|first)\b|\.path$|^node\["
)


@rule(
    {"services/x/things/templates/a.html": "<h1>Convention de {{ pupil.name }}</h1>"},
    {
        "services/x/things/templates/a.html": "<p>parce que <strong>{{ company }}</strong> accueille</p>"
    },
    {"services/x/things/templates/a.html": '{{ button("Lien de " ~ contact.name) }}'},
    {"services/x/things/model/a.py": 'said = f"a corrigé la fiche de {company}"\n'},
    allowed=(
        {"services/x/things/templates/a.html": "<h1>Convention {{ pupil.name|elided }}</h1>"},
        {"services/x/things/templates/a.html": "<p>plus de {{ count|plural('place') }}</p>"},
        {"services/x/things/templates/a.html": '{{ button("Lien " ~ contact.name|elided) }}'},
        {"services/x/things/model/a.py": 'said = f"Il y a plus de {ROWS_MAX} lignes."\n'},
    ),
)
def words_are_elided_before_names(tree: Tree) -> Breaches:
    for source in tree.templates():
        for found in NOT_ELIDED.finditer(JINJA_COMMENT.sub(blank, source.text)):
            if not NEVER_A_NAME.search(found[1] or found[2]):
                line = line_of(source.text, found.start())
                yield f"{source.name}:{line}: write {{{{ …|elided }}}}: {found[0]!r}"
    for source in tree.shipped():
        for node in source.nodes(ast.JoinedStr):
            for text, value in pairwise(node.values):
                if not (isinstance(text, ast.Constant) and isinstance(value, ast.FormattedValue)):
                    continue
                named = ast.unparse(value.value)
                if BEFORE_A_NAME.search(str(text.value)) and not NEVER_A_NAME.search(named):
                    yield f"{source.name}:{node.lineno}: write {{elided({named})}}"
