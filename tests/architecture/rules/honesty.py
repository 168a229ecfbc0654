"""Nothing put off, nothing silenced without saying why, nothing of one machine."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from tests.architecture.tree import Breaches, Source, Tree, matches, rule

# Written in two halves, so that the rules and their planted breaches do not accuse themselves.
LATER = "TO" + "DO"
ROOT = "/ro" + "ot/x"
ADDRESS = "https:" + "//files.example/x.whl"

PUT_OFF = re.compile(rf"\b({LATER}|FIX{'ME'}|X{'XX'}|HA{'CK'})\b")
SILENCED = re.compile(r"#\s*(noqa(:\s*[A-Z0-9, ]+)?|type:\s*ignore(\[[\w\-, ]+\])?|pragma:[\w ]+)")
MACHINE_PATH = re.compile(r"(?<![\w.*~}-])/(root|home|work|Users|tmp)/[\w.]+")
ANY_ADDRESS = re.compile(r"\w+://\S+|file:\S+|^-\S+ |@ /\S+|\"(resolved|funding)\"", re.MULTILINE)
REASON_LETTERS_MIN = 8
NO_REASON = re.compile(r"\b(see (above|below)|same|as above)\b", re.IGNORECASE)
CATCH_ALL = {"Exception", "BaseException"}


@rule({"services/x/api.py": f"# {LATER}: later\n"}, {"README.md": f"{LATER}\n"})
def nothing_is_put_off(tree: Tree) -> Breaches:
    for source in tree.sources:
        yield from matches(source, PUT_OFF, "put off")


@rule(
    {"tests/x.py": "import os  # noqa: F401\n"},
    {"deploy/x.py": "a: int = ''  # type: ignore[assignment]\n"},
    {"deploy/x.py": "a: int = ''  # type: ignore[assignment] # see above\n"},
    allowed=({"tests/x.py": "import os  # noqa: F401 – registers the codecs\n"},),
)
def a_silenced_check_says_why(tree: Tree) -> Breaches:
    for source in tree.python():
        for line, comment in comments(source).items():
            if SILENCED.search(comment) and not is_reason(comment):
                yield f"{source.name}:{line}: silenced without a reason"


@rule(
    {"services/x/api.py": "try:\n    pass\nexcept Exception:\n    pass\n"},
    {"services/x/api.py": "try:\n    pass\nexcept (OSError, BaseException):\n    pass\n"},
    {"services/x/api.py": "try:\n    pass\nexcept:  # noqa: E722\n    pass\n"},
    {"services/x/api.py": "with suppress(Exception):\n    pass\n"},
    allowed=(
        {
            "services/x/api.py": "try:\n    pass\nexcept Exception:  # the loop must go on\n    pass\n"
        },
        {"services/x/api.py": "try:\n    pass\nexcept OSError:\n    pass\n"},
    ),
)
def catching_everything_says_why(tree: Tree) -> Breaches:
    for source in tree.python():
        said = comments(source)
        for line in catch_alls(source):
            if not is_reason(said.get(line, "")):
                yield f"{source.name}:{line}: catches everything without a reason on the line"


@rule(
    {"deploy/x.py": f"HERE = '{ROOT}'\n"},
    {"README.md": f"cd {ROOT}\n"},
    allowed=({"services/x/pages.py": "URL = '/entreprises/home/x'\n"},),
)
def no_path_of_a_machine_is_written(tree: Tree) -> Breaches:
    for source in tree.sources:
        yield from matches(source, MACHINE_PATH, "a path of one machine")


@rule(
    {"requirements.lock": f"--index-url {ADDRESS}\nuv==1\n"},
    {"requirements.lock": f"uv @ {ADDRESS}\n"},
    {"requirements.lock": "-e file:.\n"},
    {"tests/browser/package-lock.json": f'{{"resolved": "{ADDRESS}"}}'},
    {"services/chassis/base/vendored_assets.lock.json": f'{{"from": "{ADDRESS}"}}'},
    allowed=({"requirements.lock": "uv==1 \\\n    --hash=sha256:0\n    # via passerelle\n"},),
)
def locks_hold_no_address(tree: Tree) -> Breaches:
    for source in tree.sources:
        if "lock" in source.path.name.split(".") or source.path.name.endswith("-lock.json"):
            yield from matches(source, ANY_ADDRESS, "an address")


def comments(source: Source) -> dict[int, str]:
    """The comment of each line that has one."""
    tokens = tokenize.generate_tokens(io.StringIO(source.text).readline)
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def is_reason(comment: str) -> bool:
    """Whether a comment says something besides what it silences."""
    said = NO_REASON.sub("", SILENCED.sub("", comment))
    return sum(letter.isalpha() for letter in said) >= REASON_LETTERS_MIN


def catch_alls(source: Source) -> Iterator[int]:
    """The lines that catch or suppress every exception."""
    for handler in source.nodes(ast.ExceptHandler):
        if handler.type is None or names(handler.type) & CATCH_ALL:
            yield handler.lineno
    for call in source.nodes(ast.Call):
        if names(call.func) & {"suppress"} and any(names(a) & CATCH_ALL for a in call.args):
            yield call.lineno


def names(node: ast.expr) -> set[str]:
    """The last names of an expression: `a.B` gives B, `(A, B)` gives both."""
    if isinstance(node, ast.Tuple):
        return set().union(*(names(element) for element in node.elts))
    if isinstance(node, ast.Attribute):
        return {node.attr}
    return {node.id} if isinstance(node, ast.Name) else set()
