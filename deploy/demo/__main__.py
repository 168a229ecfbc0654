"""The process that loads the demonstration: it reads where to from its standard input."""

import asyncio
import sys
from pathlib import Path

from deploy.demo.load import HostsUnknown, load
from deploy.demo.memory import UnknownLycee
from deploy.garbage import look_seldom
from services.chassis.base.settings import Settings
from services.chassis.observability.logging import configure_logging


def main() -> int:
    """0 when everything is there; what is missing is made by the next start."""
    look_seldom()
    settings = Settings.model_validate_json(sys.stdin.read())
    configure_logging(settings.replaced(log_level="WARNING"), process="demo")
    try:
        asyncio.run(load(settings, Path(sys.argv[1]), _tell))
    except HostsUnknown:
        return 1
    except UnknownLycee as error:
        _tell(str(error))
        return 1
    return 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
