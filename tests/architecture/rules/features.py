"""The shape of a service: one feature, one folder, and each knows only those below it."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.architecture.rules.imports import imported
from tests.architecture.tree import UNREAD, Breaches, Source, Tree, rule

# From above: a file imports those of its own layer and of the layers below, in its feature and in others.
LAYERS: Sequence[frozenset[str]] = (
    frozenset({"pages", "api", "reactions", "answers", "jobs", "retention", "labels"}),
    frozenset({"commands", "queries", "forms"}),
    frozenset({"store"}),
    frozenset({"tables"}),
    frozenset({"model"}),
)
FEATURE_MAY = frozenset({"__init__", "register", "templates"}).union(*LAYERS)
# A file that one feature needs and no other, with its reason.
FEATURE_OWN: Mapping[str, frozenset[str]] = {
    "notifications/mail_server": frozenset({"transport"}),  # SMTP, as a mail server speaks it
    "partnerships/public_api": frozenset({"description"}),  # what the documentation of the API says
    "portal/accounts": frozenset({"passwords"}),  # argon2id in a thread
    "portal/demo_mailbox": frozenset({"server"}),  # the SMTP server of the demonstration
    "portal/lycee_profile": frozenset({"trial"}),  # a logo, tried before it is kept
    "supervision/month_files": frozenset({"pdf"}),  # the typesetting of a report
}
# Folders of a service that are no features.
NO_FEATURES = {"migrations", "templates"}
# What all features of a service stand on: below every one of them.
BASE = "base"
# Made of several features: on top, and known by none.
DESK = "desk"
FOLDER_FILES_MAX = 25
# Without what its columns are for: a register is read as a text.
FEATURE_LINES_MAX = 1600
# Grown by tools, or by releases: nobody looks for a file in them.
MANY_FILES = {"versions", "schemas", "static", "mails"}
FEATURES_LISTED = "## Features, from below"
# A line of the list: the features of one family, and what they are.
LISTED = re.compile(r"^- ((?:`\w+`(?:, )?)+): ", re.MULTILINE)
README_LINES_MAX = 60
A_FEATURE = {
    "services/x/README.md": f"# x\n\n{FEATURES_LISTED}\n\n- `low`: things.\n- `high`: other things.\n",
    "services/x/low/__init__.py": '"""Things (choses)."""\n',
    "services/x/low/store.py": "",
    "services/x/high/__init__.py": '"""Other things."""\n',
    "services/x/high/pages.py": "from services.x.low import store\n",
}


def features(service: Path) -> Iterator[Path]:
    """The folders of the features of a service."""
    for path in sorted(service.iterdir()):
        if path.is_dir() and path.name not in UNREAD | NO_FEATURES | {BASE}:
            yield path


def layer_of(word: str) -> int | None:
    """Which layer a file or folder of a feature is of, counted from above."""
    return next((place for place, layer in enumerate(LAYERS) if word in layer), None)


@rule(
    A_FEATURE | {"services/x/low/helpers.py": ""},
    A_FEATURE | {"services/x/low/__init__.py": ""},
    allowed=(A_FEATURE | {"services/x/low/commands/do_it.py": ""},),
)
def a_feature_has_its_files_and_no_others(tree: Tree) -> Breaches:
    for service in tree.services():
        for folder in features(service):
            where = f"services/{service.name}/{folder.name}"
            own = FEATURE_OWN.get(f"{service.name}/{folder.name}", frozenset())
            for name in sorted({path.name for path in folder.iterdir()} - UNREAD):
                if name.removesuffix(".py") not in FEATURE_MAY | own:
                    yield f"{where}/{name} has no place in a feature"
            package = Source(tree.root, folder / "__init__.py")
            if not package.path.exists() or not ast.get_docstring(package.module):
                yield f"{where} does not say what it is"


@rule(
    A_FEATURE | {"services/x/third/__init__.py": '"""More."""\n'},
    A_FEATURE | {"services/x/README.md": "# x\n"},
    allowed=(
        A_FEATURE,
        A_FEATURE | {"services/x/README.md": f"{FEATURES_LISTED}\n\n- `low`, `high`: things.\n"},
    ),
)
def a_service_lists_its_features_from_below(tree: Tree) -> Breaches:
    for service in tree.services():
        listed, found = order(service), {folder.name for folder in features(service)}
        for name in sorted(found.symmetric_difference(listed)):
            yield f"services/{service.name}/README.md and the folders disagree about {name}"
        if DESK in listed[:-1]:
            yield f"services/{service.name}/README.md: {DESK} stands on top of the others"


@rule(
    A_FEATURE | {"services/x/README.md": A_FEATURE["services/x/README.md"] + "\n" * 60},
    allowed=(A_FEATURE,),
)
def the_readme_of_a_service_is_read_at_a_glance(tree: Tree) -> Breaches:
    for service in tree.services():
        readme = service / "README.md"
        text = readme.read_text(encoding="utf-8") if readme.exists() else ""
        if (lines := len(text.splitlines())) > README_LINES_MAX:
            yield f"services/{service.name}/README.md has {lines} lines"


@rule(
    A_FEATURE | {"services/x/low/store.py": "from services.x.high import pages\n"},
    A_FEATURE
    | {
        "services/x/README.md": f"{FEATURES_LISTED}\n\n- `low`, `high`: things.\n",
        "services/x/low/store.py": "from services.x.high import pages\n",
    },
    A_FEATURE
    | {"services/x/base/__init__.py": "", "services/x/base/a.py": "import services.x.low.store\n"},
    allowed=(A_FEATURE,),
)
def a_feature_knows_those_below_it(tree: Tree) -> Breaches:
    for service in tree.services():
        places = {name: place for place, name in enumerate((BASE, *order(service)))}
        for source, here, line, there, name in between(tree, service):
            if places.get(here, 0) < places.get(there, 0):
                yield f"{source.name}:{line}: {here} is below {there}: it may not know {name}"


@rule(
    A_FEATURE | {"services/x/high/model.py": "from services.x.low.store import a\n"},
    A_FEATURE | {"services/x/low/tables.py": "from services.x.low.store import a\n"},
    A_FEATURE | {"services/x/low/store/a.py": "from services.x.low.queries import b\n"},
    allowed=(A_FEATURE | {"services/x/high/commands/a.py": "import services.x.low.queries\n"},),
)
def a_feature_reads_downwards(tree: Tree) -> Breaches:
    """Layers hold between features too: a table of one knows no page of another."""
    for service in tree.services():
        for source, _, line, _, name in between(tree, service):
            above, parts = layer_of(source.parts[3].removesuffix(".py")), name.split(".")
            below = layer_of(parts[3]) if len(parts) > 3 else None
            if above is not None and below is not None and below < above:
                yield f"{source.name}:{line}: {name} is above it"


def between(tree: Tree, service: Path) -> Iterator[tuple[Source, str, int, str, str]]:
    """Each import of one feature's file in another's: file, its feature, line, the other, the name."""
    folders = {folder.name for folder in features(service)} | {BASE}
    for source in tree.python("services"):
        if source.parts[1] == service.name and len(source.parts) > 3 and source.parts[2] in folders:
            for line, name in imported(source):
                parts = name.split(".")
                if parts[:2] == ["services", service.name] and parts[2:3] and parts[2] in folders:
                    yield source, source.parts[2], line, parts[2], name


def order(service: Path) -> list[str]:
    """The features of a service as its README lists them, the lowest first."""
    readme = service / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    families = LISTED.findall(text.partition(FEATURES_LISTED)[2])
    return [name.strip("`") for family in families for name in family.split(", ")]


@rule(
    {f"services/x/low/commands/do_{n}.py": "" for n in range(FOLDER_FILES_MAX + 1)},
    allowed=({f"services/x/low/commands/do_{n}.py": "" for n in range(FOLDER_FILES_MAX)},),
)
def folders_hold_at_most_twenty_five_files(tree: Tree) -> Breaches:
    held: dict[Path, int] = {}
    for source in tree.sources:
        if source.parts[0] in {"services", "deploy", "contracts"}:
            held[source.path.parent] = held.get(source.path.parent, 0) + 1
    for folder, files in sorted(held.items()):
        where = folder.relative_to(tree.root)
        if files > FOLDER_FILES_MAX and not MANY_FILES & set(where.parts):
            yield f"{where.as_posix()} holds {files} files"


@rule(
    A_FEATURE | {"services/x/low/store.py": "A = 1\n" * FEATURE_LINES_MAX},
    allowed=(A_FEATURE,),
)
def a_feature_has_at_most_sixteen_hundred_lines(tree: Tree) -> Breaches:
    for service in tree.services():
        for folder in features(service):
            files = (path for path in folder.rglob("*.py") if path.name != "register.py")
            lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
            if lines > FEATURE_LINES_MAX:
                yield f"services/{service.name}/{folder.name} has {lines} lines: it is two features"
