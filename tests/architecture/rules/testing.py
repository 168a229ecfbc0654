"""Tests wait for conditions, are never left out, read as sentences and use the real thing."""

import ast
import re

from tests.architecture.tree import Breaches, Source, Tree, rule

FIXED_WAIT_SECONDS_MIN = 1
LEFT_OUT = {"skip", "skipif", "skipIf", "skipUnless", "xfail", "importorskip"}
SENTENCE = re.compile(r"test(_[a-z0-9]+){3,}")


@rule(
    {"tests/test_x.py": "import time\ntime.sleep(0.1)\n"},
    {"tests/test_x.py": "from time import sleep\nsleep(0.1)\n"},
    {"tests/test_x.py": "import asyncio\nasync def f():\n    await asyncio.sleep(2)\n"},
    {"tests/support/x.py": "import asyncio\nS = 3.0\nasync def f():\n    await asyncio.sleep(S)\n"},
    allowed=(
        {"tests/test_x.py": "import asyncio\nasync def f():\n    await asyncio.sleep(0.02)\n"},
    ),
)
def tests_wait_for_conditions_not_for_time(tree: Tree) -> Breaches:
    for source in tree.python("tests"):
        constants = numbers(source)
        for call in source.nodes(ast.Call):
            name = ast.unparse(call.func)
            if name in {"time.sleep", "sleep"} or (
                name == "asyncio.sleep" and seconds(call, constants) >= FIXED_WAIT_SECONDS_MIN
            ):
                yield f"{source.name}:{call.lineno}: a fixed wait"


@rule(
    {"tests/test_x.py": "@pytest.mark.skip\ndef test_a_b_c(): ...\n"},
    {"tests/test_x.py": "@pytest.mark.xfail(strict=True)\ndef test_a_b_c(): ...\n"},
    {"tests/test_x.py": "def test_a_b_c():\n    pytest.skip('no')\n"},
    {"tests/test_x.py": "pytest.importorskip('x')\n"},
)
def no_test_is_left_out(tree: Tree) -> Breaches:
    for source in tree.python("tests"):
        for node in source.nodes(ast.Attribute):
            if node.attr in LEFT_OUT and ast.unparse(node).startswith(("pytest.", "unittest.")):
                yield f"{source.name}:{node.lineno}: {node.attr} leaves a test out"


@rule(
    {"tests/test_x.py": "def test_it(): ...\n"},
    {"tests/test_x.py": "async def test_Placement_works_well(): ...\n"},
    allowed=({"tests/test_x.py": "def test_a_placement_is_confirmed_only_once(): ...\n"},),
)
def a_test_is_named_by_a_sentence(tree: Tree) -> Breaches:
    for source in tree.python("tests"):
        for node in source.functions():
            if node.name.startswith("test_") and not SENTENCE.fullmatch(node.name):
                yield f"{source.name}:{node.lineno}: {node.name} is not a sentence"


@rule(
    {"tests/test_x.py": "from unittest.mock import Mock\n"},
    {"tests/test_x.py": "import unittest.mock\n"},
    {"tests/test_x.py": "def test_a_b_c(mocker): ...\n"},
)
def tests_mock_nothing(tree: Tree) -> Breaches:
    for source in tree.python("tests"):
        for node in source.nodes(ast.Import):
            if any(alias.name == "unittest.mock" for alias in node.names):
                yield f"{source.name}:{node.lineno}: a mock"
        for origin in source.nodes(ast.ImportFrom):
            if origin.module == "unittest.mock":
                yield f"{source.name}:{origin.lineno}: a mock"
        for argument in source.nodes(ast.arg):
            if argument.arg == "mocker":
                yield f"{source.name}:{argument.lineno}: a mock"


def numbers(source: Source) -> dict[str, float]:
    """The numbers a module names."""
    return {
        node.targets[0].id: float(node.value.value)
        for node in source.nodes(ast.Assign)
        if isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, int | float)
    }


def seconds(call: ast.Call, constants: dict[str, float]) -> float:
    """How long a call to `sleep` waits, as far as the source says it."""
    delay = call.args[0] if call.args else call.keywords[0].value
    if isinstance(delay, ast.Constant) and isinstance(delay.value, int | float):
        return float(delay.value)
    return constants.get(delay.id, 0) if isinstance(delay, ast.Name) else 0
