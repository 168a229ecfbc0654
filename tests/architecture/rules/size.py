"""Small functions in small files, tests and migrations aside."""

from tests.architecture.tree import Breaches, Tree, rule

FUNCTION_LINES_MAX = 40
FILE_LINES_MAX = 300


@rule(
    {"services/x/queries.py": "def long():\n" + "    pass\n" * FUNCTION_LINES_MAX},
    {"deploy/x.py": "class A:\n    async def long():\n" + "        pass\n" * FUNCTION_LINES_MAX},
    allowed=({"services/x/queries.py": "def long():\n" + "    pass\n" * (FUNCTION_LINES_MAX - 1)},),
)
def functions_have_at_most_forty_lines(tree: Tree) -> Breaches:
    for source in tree.shipped():
        for node in source.functions():
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                yield f"{source.name}:{node.lineno}: {node.name} has {lines} lines"


@rule(
    {"contracts/x.py": "A = 1\n" * (FILE_LINES_MAX + 1)},
    {"services/chassis/web/static/css/x.css": "p {}\n" * (FILE_LINES_MAX + 1)},
    allowed=(
        {"contracts/x.py": "A = 1\n" * FILE_LINES_MAX},
        {"services/chassis/web/static/vendor/x/x.css": "p {}\n" * (FILE_LINES_MAX + 1)},
    ),
)
def files_have_at_most_three_hundred_lines(tree: Tree) -> Breaches:
    for source in (*tree.shipped(), *tree.sheets()):
        lines = len(source.text.splitlines())
        if lines > FILE_LINES_MAX:
            yield f"{source.name} has {lines} lines"
