"""The rules, one module per subject. Importing a module declares its rules in `tree.RULES`."""

from tests.architecture.rules import honesty, imports, layout, naming, pages, size, testing

__all__ = ["honesty", "imports", "layout", "naming", "pages", "size", "testing"]
