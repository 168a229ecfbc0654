"""`python -m tests.architecture`: every breach of every rule, in one list."""

import sys

import tests.architecture.rules  # noqa: F401 – importing the modules declares the rules
from tests.architecture.tree import REPOSITORY, RULES, Tree


def main() -> int:
    tree = Tree(REPOSITORY)
    breaches = [f"{breach}  [{rule.title}]" for rule in RULES for breach in rule.check(tree)]
    sys.stdout.writelines(f"{breach}\n" for breach in breaches)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
