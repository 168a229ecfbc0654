"""Tests wait for conditions, are never left out, read as sentences and use the real thing."""

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from tests.architecture.tree import Breaches, Source, Tree, rule

FIXED_WAIT_SECONDS_MIN = 1
ARITHMETIC: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
CLOCKS = {"perf_counter", "monotonic", "thread_time", "process_time"}
# Beginnings of planted breaches.
WAITING = "import asyncio\nasync def f():\n    await asyncio."
TIMED = "import time\ndef test_a_b_c():\n    began = time.perf_counter()\n"
MEASURED = "def took():\n    began = monotonic()\n    return monotonic() - began\n"
Function = ast.FunctionDef | ast.AsyncFunctionDef
LEFT_OUT = {"skip", "skipif", "skipIf", "skipUnless", "xfail", "importorskip"}
SENTENCE = re.compile(r"test(_[a-z0-9]+){3,}")


@rule(
    {"tests/test_x.py": "import time\ntime.sleep(0.1)\n"},
    {"tests/test_x.py": "from time import sleep\nsleep(0.1)\n"},
    {"tests/test_x.py": f"{WAITING}sleep(2)\n"},
    {"tests/test_x.py": f"{WAITING}sleep(delay=3)\n"},
    {"tests/test_x.py": f"{WAITING}wait_for(asyncio.sleep(3), 9)\n"},
    {"tests/support/x.py": f"S = 3.0\n{WAITING}sleep(S)\n"},
    {"tests/support/x.py": f"S: Final = 3\n{WAITING}sleep(S)\n"},
    {"tests/support/x.py": f"S = 0.5\n{WAITING}sleep(2.5 * S)\n"},
    {"tests/support/x.py": f"{WAITING}sleep(a_moment() + 1)\n"},
    {
        "services/chassis/x.py": "S: float = 0.6\n",
        "tests/test_x.py": f"from services.chassis.x import S as WAIT\n{WAITING}sleep(WAIT * 2)\n",
    },
    {
        "tests/x/__init__.py": "S = 1\n",
        "tests/test_x.py": f"from tests.x import S\n{WAITING}sleep(S + 0.1)\n",
    },
    allowed=(
        {"tests/test_x.py": f"{WAITING}sleep(0.02)\n"},
        {"tests/test_x.py": f"S = 0.3\n{WAITING}sleep(S / 3 - 0.01)\n"},
    ),
)
def tests_wait_for_conditions_not_for_time(tree: Tree) -> Breaches:
    """Of a number that nobody reads off the source (a call, an attribute), nothing is known: it is
    taken for none.
    """
    sources = {source.name: source for source in tree.sources}
    for source in tree.python("tests"):
        constants = imported(source, sources) | numbers(source)
        for call in source.nodes(ast.Call):
            name = ast.unparse(call.func)
            if name in {"time.sleep", "sleep"} or (
                name == "asyncio.sleep" and seconds(call, constants) >= FIXED_WAIT_SECONDS_MIN
            ):
                yield f"{source.name}:{call.lineno}: a fixed wait"


@rule(
    {"tests/test_x.py": f"{TIMED}    assert time.perf_counter() - began < 2\n"},
    {"tests/test_x.py": f"{TIMED}    took = time.perf_counter() - began\n    assert took <= 2\n"},
    {
        "tests/test_x.py": f"{TIMED}    took = time.perf_counter() - began\n    assert 2 > took, took\n"
    },
    {"tests/test_x.py": f"{TIMED}    all = []\n    all.append(began)\n    assert min(all) < 2\n"},
    {"tests/test_x.py": "async def f():\n    assert asyncio.get_running_loop().time() < 2\n"},
    {"tests/test_x.py": "def f(loop):\n    assert 0 < loop.time() < 2\n"},
    {"tests/test_x.py": f"{MEASURED}def f():\n    spent = took()\n    assert spent < LIMIT\n"},
    {"tests/support/x.py": f"{TIMED}    assert time.process_time() - began < 2\n"},
    allowed=(
        {"tests/bench/x.py": f"{TIMED}    assert time.perf_counter() - began < 2\n"},
        {"tests/test_x.py": f"{TIMED}    assert time.perf_counter() - began >= WAIT\n"},
        {"tests/test_x.py": f"{TIMED}    count = 3\n    assert count < 4\n"},
    ),
)
def tests_judge_no_duration(tree: Tree) -> Breaches:
    """A busy machine is no broken product: what happens is counted, and `tests/bench` takes the time.

    Seen is an upper bound in an `assert`, of a clock that is read in the same function or in a
    function of the same file that returns it.
    """
    for source in tree.python("tests"):
        if "bench" in source.parts[:2]:
            continue
        clocks = functions_that_tell_time(source)
        for function in source.functions():
            times = names_of_times(function, clocks)
            for judged in [node for node in ast.walk(function) if isinstance(node, ast.Assert)]:
                if any(bounds_a_time(one, times, clocks) for one in comparisons(judged)):
                    yield f"{source.name}:{judged.lineno}: a duration is judged"


@rule(
    {"tests/test_x.py": "NOW = datetime.now(UTC)\n"},
    {"tests/test_x.py": "SOON: date = date.today() + timedelta(days=3)\n"},
    {"tests/test_x.py": "class Clock:\n    NOW = local_date(datetime.now(UTC))\n"},
    allowed=(
        {"tests/test_x.py": "def now():\n    return datetime.now(UTC)\n"},
        {"tests/test_x.py": "NOW = datetime(2026, 11, 24, tzinfo=UTC)\n"},
    ),
)
def tests_read_the_day_when_they_need_it(tree: Tree) -> Breaches:
    """Read when the file is loaded, it is yesterday's to the tests that run past midnight."""
    for source in tree.python("tests"):
        for node in assigned_when_loaded(source.module):
            for call in [one for one in ast.walk(node) if isinstance(one, ast.Call)]:
                if ast.unparse(call.func).endswith(("datetime.now", "date.today")):
                    yield f"{source.name}:{call.lineno}: the day of the loading"


def assigned_when_loaded(loaded: ast.Module | ast.ClassDef) -> Iterator[ast.AST]:
    """What a file, or a class of it, gives a name to as it is loaded."""
    for node in loaded.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from assigned_when_loaded(node)


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
    found = {}
    for node in source.nodes(ast.stmt):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name), *_], value=ast.Constant(value=number))
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=number))
            ) if isinstance(number, int | float):
                found[name] = float(number)
    return found


def imported(source: Source, sources: Mapping[str, Source]) -> dict[str, float]:
    """The numbers it takes from other modules of ours."""
    found = {}
    for origin in source.nodes(ast.ImportFrom):
        path = (origin.module or "").replace(".", "/")
        module = sources.get(f"{path}.py") or sources.get(f"{path}/__init__.py")
        known = numbers(module) if module else {}
        for alias in origin.names:
            if alias.name in known:
                found[alias.asname or alias.name] = known[alias.name]
    return found


def seconds(call: ast.Call, constants: Mapping[str, float]) -> float:
    """How long a call to `sleep` waits, as far as the source says it."""
    return value(call.args[0] if call.args else call.keywords[0].value, constants)


def value(expression: ast.expr, constants: Mapping[str, float]) -> float:
    """What an expression of numbers comes to; what is not known is nothing."""
    match expression:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            return constants.get(name, 0)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            with suppress(ZeroDivisionError):
                return ARITHMETIC[type(op)](value(left, constants), value(right, constants))
    return 0


def is_of_a_time(node: ast.AST, times: set[str], clocks: set[str]) -> bool:
    """Whether a clock, or a name that came from one, is in an expression."""
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and one.id in times:
            return True
        if isinstance(one, ast.Call):
            name = ast.unparse(one.func)
            if name.rpartition(".")[2].removesuffix("_ns") in CLOCKS or name in clocks:
                return True
            if name.endswith(".time") and "loop" in name:
                return True
    return False


def names_of_times(function: Function, clocks: set[str]) -> set[str]:
    """The names a function gives to what it reads off a clock, or works out from that."""
    times: set[str] = set()
    while True:
        found = {
            name
            for node in ast.walk(function)
            for name, given in named(node)
            if is_of_a_time(given, times, clocks)
        }
        if found <= times:
            return times
        times |= found


def named(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Each name that a statement or an expression gives, and to what; a list that grows too."""
    match node:
        case ast.Assign(targets=targets, value=given):
            for target in targets:
                yield from (
                    (one.id, given) for one in ast.walk(target) if isinstance(one, ast.Name)
                )
        case (
            ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as given)
            | ast.AugAssign(target=ast.Name(id=name), value=given)
            | ast.NamedExpr(target=ast.Name(id=name), value=given)
            | ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[given])
        ):
            yield name, given


def functions_that_tell_time(source: Source) -> set[str]:
    """The functions of a file that return what they read off a clock."""
    clocks: set[str] = set()
    while True:
        found = {
            function.name
            for function in source.functions()
            for node in ast.walk(function)
            if isinstance(node, ast.Return) and node.value is not None
            if is_of_a_time(node.value, names_of_times(function, clocks), clocks)
        }
        if found <= clocks:
            return clocks
        clocks |= found


def comparisons(judged: ast.Assert) -> Iterator[tuple[ast.expr, ast.cmpop, ast.expr]]:
    """What an `assert` compares, two by two."""
    for node in ast.walk(judged.test):
        if isinstance(node, ast.Compare):
            yield from zip([node.left, *node.comparators], node.ops, node.comparators, strict=False)


def bounds_a_time(
    compared: tuple[ast.expr, ast.cmpop, ast.expr], times: set[str], clocks: set[str]
) -> bool:
    """Whether a time has to be less than something."""
    left, op, right = compared
    if isinstance(op, ast.Lt | ast.LtE):
        return is_of_a_time(left, times, clocks)
    return isinstance(op, ast.Gt | ast.GtE) and is_of_a_time(right, times, clocks)
