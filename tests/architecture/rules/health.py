"""No code of an enumeration, and no label of one, tells anything about somebody's health."""

import ast
import re

from contracts.words import plain
from tests.architecture.tree import Breaches, Source, Tree, rule

# Beginnings of words: « médical », « médicaux », « handicapé ».
HEALTH = re.compile(
    r"\b(accident|blessure|disab|diseas|handicap|health|hospital|ill|illness|inapte|injur|invalidit"
    r"|malad|matern|medic|pregnan|grossesse|psych|sante|sick|soin|surg|therap|vaccin)"
)
PLACES = ("contracts", "services")
A_REASON = "class Reason(StrEnum):\n    {} = {!r}\n"


@rule(
    {"services/x/things/model/absence.py": A_REASON.format("SICK_LEAVE", "leave")},
    {"contracts/x.py": A_REASON.format("OTHER", "medical")},
    {"services/x/things/labels.py": 'REASONS = {Reason.A: "Raison de santé"}\n'},
    allowed=(
        {"services/x/things/model/absence.py": A_REASON.format("HEAD_DECISION", "head_decision")},
        {"services/x/things/labels.py": 'REASONS = {Reason.A: "Décision du chef"}\n'},
    ),
)
def no_reason_tells_of_health(tree: Tree) -> Breaches:
    for place in PLACES:
        for source in tree.python(place):
            if "nomenclatures" in source.parts:
                continue
            for name, line in (*_codes(source), *_labels(source)):
                if HEALTH.search(plain(name.replace("_", " "))):
                    yield f"{source.name}:{line}: {name!r} tells of somebody's health"


def _codes(source: Source) -> list[tuple[str, int]]:
    """Names and values of the members of enumerations."""
    found = []
    for node in source.nodes(ast.ClassDef):
        if not any(ast.unparse(base).endswith("Enum") for base in node.bases):
            continue
        for statement in node.body:
            if isinstance(statement, ast.Assign):
                found += [(ast.unparse(target), statement.lineno) for target in statement.targets]
                if isinstance(statement.value, ast.Constant):
                    found.append((str(statement.value.value), statement.lineno))
    return found


def _labels(source: Source) -> list[tuple[str, int]]:
    """What pages call the members of enumerations."""
    if source.path.name != "labels.py":
        return []
    return [
        (value.value, value.lineno)
        for node in source.nodes(ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Attribute)
        and isinstance(value, ast.Constant)
        and isinstance(value.value, str)
    ]
