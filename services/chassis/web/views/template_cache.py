"""Compiled templates: once in a process, and kept on disk from one start to the next."""

from pathlib import Path

import structlog
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket

log = structlog.get_logger(__name__)

FOLDER = "templates"


class TemplateCache(BytecodeCache):
    """What every service draws with (forms, layout) is compiled once in a process.

    With a folder, also once on a machine: compiling is a third of what a start takes. What is kept
    there for another text of a template, or by another release of Python or Jinja, is not used.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._on_disk: FileSystemBytecodeCache | None = None

    def keep_in(self, data_folder: Path) -> None:
        """Keep what is compiled from now on in a data folder, readable by its owner alone."""
        folder = data_folder / FOLDER
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            _not_kept(error)
            return
        self._on_disk = FileSystemBytecodeCache(str(folder))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja's: fill the bucket with what is known of it, if anything."""
        kept = self._kept.get(bucket.key)
        if kept is not None:
            bucket.bytecode_from_string(kept)
        elif self._on_disk is not None:
            _read(self._on_disk, bucket)
            if bucket.code is not None:
                self._kept[bucket.key] = bucket.bytecode_to_string()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja's: keep what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()
        if self._on_disk is not None:
            try:
                self._on_disk.dump_bytecode(bucket)
            except OSError as error:  # a full disk: pages are drawn all the same
                self._on_disk = None
                _not_kept(error)


def _read(on_disk: FileSystemBytecodeCache, bucket: Bucket) -> None:
    try:
        on_disk.load_bytecode(bucket)
    except Exception as error:  # noqa: BLE001 – a damaged file: whatever it raises, compiled again
        bucket.reset()
        _not_kept(error)


def _not_kept(error: Exception) -> None:
    log.warning("templates.not_kept", error=type(error).__name__)
