"""SQL is said by SQLAlchemy; what is written by hand was reviewed, and nothing typed is put into it."""

from tests.architecture.reviewed_sql import BUILT, LITERAL
from tests.architecture.statements import Statement, statements
from tests.architecture.tree import Breaches, Tree, rule

_TEXT = "from sqlalchemy import text\n"
_WHERE = "services/x/things/store/y.py"


@rule(
    {_WHERE: f"{_TEXT}FIND = text('SELECT 1')\n"},
    {_WHERE: "import sqlalchemy as sa\nFIND = sa.text('SELECT 1')\n"},
    {_WHERE: f"{_TEXT}def f(name):\n    return text(f'SELECT 1 FROM x WHERE y = {{name}}')\n"},
    {_WHERE: f"{_TEXT}def f(said):\n    return text(said)\n"},
    {_WHERE: "from sqlalchemy import literal_column as raw\nONE = raw('1')\n"},
    {_WHERE: "async def f(c, q):\n    await c.exec_driver_sql(q)\n"},
    {_WHERE: "async def f(driver, q):\n    return await driver.fetch(q)\n"},
    {_WHERE: "async def f(driver):\n    await driver.execute('DELETE FROM x')\n"},
    {_WHERE: "def f(name):\n    return f'SELECT * FROM {name}'\n"},
    {_WHERE: "def f(name):\n    return 'SELECT * FROM ' + name\n"},
    {_WHERE: "def f(name):\n    return 'DELETE FROM x WHERE y = %s' % name\n"},
    {_WHERE: "def f(name):\n    return 'SELECT * FROM {}'.format(name)\n"},
    {_WHERE: "def f(parts):\n    return ' WHERE '.join(parts)\n"},
    # Reviewed for one name of the module, and another one comes.
    {"services/supervision/things/store.py": f"{_TEXT}def _more(t):\n    return text(t)\n"},
    # Reviewed for literals alone.
    {"services/chassis/application/readiness.py": f"{_TEXT}def f(said):\n    return text(said)\n"},
    allowed=(
        {_WHERE: "from sqlalchemy import select\nFIND = select(1).where(True)\n"},
        {"services/chassis/application/readiness.py": f"{_TEXT}ONE = text('SELECT 1')\n"},
        {_WHERE: "def f(form, n):\n    return form.text(n), f'{n} from here'\n"},
    ),
)
def sql_by_hand_was_reviewed(tree: Tree) -> Breaches:
    for one in _all(tree):
        if one.built and one.place not in BUILT:
            yield f"{one.file}:{one.line}: puts SQL together in {one.within or 'the module'}"
        elif not one.built and one.file not in LITERAL:
            yield f"{one.file}:{one.line}: says SQL by hand"


@rule({_WHERE: "FIND = 1\n"})
def a_review_of_sql_is_of_something(tree: Tree) -> Breaches:
    found = _all(tree)
    literal, built = {s.file for s in found if not s.built}, {s.place for s in found if s.built}
    for gone in sorted(LITERAL.keys() - literal | BUILT.keys() - built):
        yield f"reviewed_sql.py: {gone} holds no such SQL any more"


def _all(tree: Tree) -> list[Statement]:
    """Migrations apart: their words are fixed, and they are run by the owner of the tables."""
    return [one for source in tree.shipped() for one in statements(source)]
