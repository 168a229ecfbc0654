"""A migration sees the rows it changes: its role owns the tables, and row security hides all of them from it."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.tree import Breaches, Source, Tree, rule

STATEMENT = re.compile(
    r"\s*(?:,|WITH\b|SELECT\b|UPDATE\b|DELETE FROM\b|INSERT INTO\b.*\bSELECT\b)", re.DOTALL
)
READ = re.compile(
    r"(?<!DISTINCT )\b(?:FROM|JOIN|UPDATE|USING)\s+(?!pg_|information_schema\b)([a-z]\w*)"
)
NAMED_ABOVE = re.compile(r"(\w+)\s*(?:\([^()]*\)\s*)?AS\s+(?:MATERIALIZED\s+)?\(")
LIFTED = re.compile(r"ALTER TABLE (\w+) NO FORCE ROW LEVEL SECURITY")
LIFTED_EACH = "NO FORCE ROW LEVEL SECURITY"
A_MIGRATION = "services/x/migrations/versions/0002_steps.py"
LIFTING = 'for t in ("a", "b"):\n    op.execute(f"ALTER TABLE {t} NO FORCE ROW LEVEL SECURITY")\n'


@rule(
    {A_MIGRATION: 'op.execute("INSERT INTO a (uai) SELECT uai FROM b")\n'},
    {A_MIGRATION: 'op.execute("UPDATE a SET told = 1")\n'},
    {A_MIGRATION: 'def downgrade():\n    op.execute("DELETE FROM a WHERE late")\n'},
    {A_MIGRATION: LIFTING + 'op.execute("UPDATE a SET told = 1 FROM c WHERE a.id = c.id")\n'},
    {
        A_MIGRATION: LIFTING
        + 'MET = "WITH met AS (SELECT id FROM c)"\nop.execute(MET + "UPDATE a")\n'
    },
    allowed=(
        {A_MIGRATION: LIFTING + 'op.execute("UPDATE a SET told = 1 FROM b WHERE a.id = b.id")\n'},
        {
            A_MIGRATION: LIFTING
            + 'op.execute("WITH met AS (SELECT id FROM b) SELECT id FROM met")\n'
        },
        {
            A_MIGRATION: 'op.execute("ALTER TABLE a NO FORCE ROW LEVEL SECURITY")\n'
            'op.execute("DELETE FROM a")\n'
        },
        {A_MIGRATION: 'op.execute("CREATE POLICY p ON a USING (EXISTS (SELECT FROM b))")\n'},
    ),
)
def a_migration_lifts_row_security_from_what_it_reads(tree: Tree) -> Breaches:
    for source in tree.python("services"):
        if "versions" in source.parts:
            for name, line in _hidden(source):
                yield f"{source.name}:{line}: row security hides {name}: say NO FORCE first, FORCE after"


def _hidden(source: Source) -> Iterator[tuple[str, int]]:
    texts = [
        node
        for node in source.nodes(ast.Constant)
        if isinstance(node.value, str) and STATEMENT.match(node.value)
    ]
    known = set(NAMED_ABOVE.findall(" ".join(str(node.value) for node in texts)))
    known |= set(LIFTED.findall(source.text)) | set(_lifted_each(source))
    for node in texts:
        for name in READ.findall(str(node.value)):
            if name not in known:
                yield name, node.lineno


def _lifted_each(source: Source) -> Iterator[str]:
    """The tables of lists, where each one of a list has it lifted."""
    if LIFTED_EACH in source.text:
        for node in source.nodes(ast.Tuple):
            yield from (str(one.value) for one in node.elts if isinstance(one, ast.Constant))
