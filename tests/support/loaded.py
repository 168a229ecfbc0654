"""Loads every module of the product, and leaves it aside: what `forked.py` forks is one that did."""

import gc
import importlib
import pkgutil

import deploy
import services

RUN_THEMSELVES = frozenset({"deploy.cli", "deploy.demo.__main__", "deploy.embedded.leash"})
"""Programs: what runs one as such wants it not to be loaded before."""


def _load() -> None:
    # Looking for garbage meanwhile would take a fifth longer: nothing loaded here is ever freed.
    gc.disable()
    for package in (deploy, services):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name not in RUN_THEMSELVES and ".migrations" not in module.name:
                importlib.import_module(module.name)
    gc.freeze()
    gc.enable()


_load()
