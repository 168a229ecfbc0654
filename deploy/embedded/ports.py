"""Free loopback ports, remembered so that an address survives a restart."""

import json
import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether nothing listens on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_port(preferred: int | None = None) -> int:
    """The preferred port when it is free, else one the system gives."""
    if preferred is not None and is_free(preferred):
        return preferred
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


class RememberedPorts:
    """The ports of one data folder, by name, in a JSON file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ports: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}

    def take(self, name: str, *, default: int | None = None) -> int:
        """A free port for this name: the one of last time, else the default, else any."""
        port = free_port(self._ports.get(name, default))
        self._ports[name] = port
        self._path.write_text(json.dumps(self._ports, indent=1))
        return port

    def last(self, name: str) -> int | None:
        """The port this name was given, whoever listens on it now."""
        return self._ports.get(name)
