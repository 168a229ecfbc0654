"""Documents lead where they say, and no decision is missing from their index."""

import re
from pathlib import Path

from tests.architecture.tree import Breaches, Source, Tree, rule

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
DECISIONS = "DECISIONS"
DECIDED = re.compile(r"^## (.+)$", re.MULTILINE)
NAMED_FILE = re.compile(r"`([\w/.-]+\.(?:py|js|html|css))`")
AN_ENTRY = {"DECISIONS/a.md": "# A\n\n## 2026-11-30 · « A » goes first\n\nBecause.\n"}


def documents(tree: Tree) -> list[Source]:
    """The documents of the repository."""
    return [source for source in tree.sources if source.path.suffix == ".md"]


def anchor(heading: str) -> str:
    """What a heading is led to by, as GitHub and GitLab make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    """What a document can be entered at."""
    text = CODE_BLOCK.sub("", path.read_text(encoding="utf-8"))
    return {anchor(heading) for heading in HEADING.findall(text)}


@rule(
    {"README.md": "[there](ARCHITECTURE.md)\n"},
    {"README.md": "# Here\n\n[there](#nowhere)\n"},
    {"deploy/README.md": "[there](README.md#begin)\n"},
    allowed=(
        {
            "README.md": "# Here\n\n[here](#here), [there](x/a.md#b), [x](https://x.org)\n",
            "x/a.md": "## B\n",
        },
    ),
)
def links_of_documents_lead_somewhere(tree: Tree) -> Breaches:
    for source in documents(tree):
        for place in LINK.findall(CODE_BLOCK.sub("", source.text)):
            path, _, part = place.partition("#")
            if "://" in place:
                continue
            there = source.path.parent / path if path else source.path
            if not there.exists():
                yield f"{source.name} leads to {place}, which does not exist"
            elif part and part not in anchors(there):
                yield f"{source.name} leads to {place}, where no heading is called so"


@rule(
    AN_ENTRY | {"DECISIONS/README.md": "# Decisions\n"},
    allowed=(
        AN_ENTRY
        | {"DECISIONS/README.md": "- [« A » goes first](a.md#2026-11-30---a--goes-first)\n"},
    ),
)
def the_index_lists_each_decision(tree: Tree) -> Breaches:
    listed = {
        place
        for source in documents(tree)
        if source.name == f"{DECISIONS}/README.md"
        for place in LINK.findall(source.text)
    }
    for source in documents(tree):
        if source.parts[0] == DECISIONS and source.path.name != "README.md":
            for heading in DECIDED.findall(source.text):
                if f"{source.path.name}#{anchor(heading)}" not in listed:
                    yield f"{source.name}: « {heading} » is not in {DECISIONS}/README.md"


@rule(
    {"services/x/pages.py": '"""Said in French by `labels.py`."""\n'},
    {"services/x/pages.py": "# As in `y/labels.py`.\n", "services/x/labels.py": ""},
    allowed=(
        {
            "services/x/pages.py": '"""Said by `x/labels.py`, `labels.py`."""\n',
            "services/x/labels.py": "",
        },
    ),
)
def code_names_files_that_exist(tree: Tree) -> Breaches:
    """By the end of their path: a docstring says `store.py` of the file beside it."""
    names = {source.name for source in tree.sources}
    ends = {"/".join(name.split("/")[-n:]) for name in names for n in range(1, name.count("/") + 2)}
    for source in tree.python("contracts", "services", "deploy"):
        for named in NAMED_FILE.findall(source.text):
            if named not in ends:
                yield f"{source.name} names {named}, which does not exist"
