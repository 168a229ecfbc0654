"""The tables of all features of a service, whoever reads them."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import MetaData


def with_tables(metadata: MetaData, service: Path) -> MetaData:
    """The metadata of the service in this folder, with every table its features declare.

    What only a page reads is no less migrated, told in the register and made again after a restore.
    """
    for file in sorted([*service.glob("*/tables.py"), *service.glob("*/tables/*.py")]):
        import_module(
            ".".join(["services", *file.with_suffix("").relative_to(service.parent).parts])
        )
    return metadata
