"""Each rule is seen to fail on a planted breach; `make check` asks it about the repository."""

from collections.abc import Mapping
from pathlib import Path

import pytest

import tests.architecture.rules  # noqa: F401 – importing the modules declares the rules
from tests.architecture.tree import RULES, Rule, Tree

by_title = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.title)


def planted(root: Path, files: Mapping[str, str]) -> Tree:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return Tree(root)


@by_title
def test_a_rule_finds_each_planted_breach(rule: Rule, tmp_path: Path) -> None:
    assert rule.planted
    for number, files in enumerate(rule.planted):
        assert list(rule.check(planted(tmp_path / str(number), files))), files


@by_title
def test_a_rule_leaves_in_peace_what_is_allowed(rule: Rule, tmp_path: Path) -> None:
    for number, files in enumerate(rule.allowed):
        assert list(rule.check(planted(tmp_path / str(number), files))) == []
