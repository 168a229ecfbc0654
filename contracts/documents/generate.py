"""`python -m contracts.documents.generate [--check]`: publish the JSON Schemas of new events.

The catalogue and the AsyncAPI document also say who subscribes: `python -m deploy.catalogue`.
"""

import sys

from contracts.documents.json_schemas import changed_schemas, missing_schemas, write_missing_schemas


def main(arguments: list[str]) -> int:
    """0 when the schemas agree with the code, 1 with a line per disagreement otherwise."""
    complaints = changed_schemas()
    if "--check" in arguments:
        complaints += [f"{path.name}: not published yet" for path in missing_schemas()]
    elif not complaints:
        for path in write_missing_schemas():
            print(f"published {path.name}")
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
