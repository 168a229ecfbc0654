"""`make sbom`: what users install, as a CycloneDX document. The same lock gives the same bytes."""

import json
import sys
import tomllib
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tests.architecture.licences import licence_of
from tests.architecture.locks import USERS, Locked, locked
from tests.architecture.tree import REPOSITORY


def bill_of_materials() -> str:
    """The document, as JSON: each package with its version, its licence and what it asks for."""
    lock = (REPOSITORY / USERS).read_text(encoding="utf-8")
    packages = locked(lock)
    components = {name: _component(one) for name, one in packages.items()}
    bom = Bom(components=components.values(), serial_number=uuid5(NAMESPACE_URL, lock))
    bom.metadata.component = ours = _ourselves()
    components[ours.name] = ours
    for name, component in components.items():
        asked = [components[one.name] for one in packages.values() if name in one.asked_by]
        bom.register_dependency(component, asked)
    told = json.loads(JsonV1Dot6(bom).output_as_string())
    del told["metadata"]["timestamp"]  # when it was written says nothing of what is installed
    return json.dumps(told, indent=1, sort_keys=True) + "\n"


def _component(one: Locked) -> Component:
    address = PackageURL("pypi", name=one.name, version=one.version)
    return Component(
        name=one.name,
        version=one.version,
        type=ComponentType.LIBRARY,
        licenses=[LicenseExpression(licence_of(one.name))],
        purl=address,
        bom_ref=str(address),
    )


def _ourselves() -> Component:
    said = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Component(
        name=said["name"],
        version=said["version"],
        type=ComponentType.APPLICATION,
        licenses=[LicenseExpression(said["license"])],
        bom_ref=said["name"],
    )


if __name__ == "__main__":
    sys.stdout.write(bill_of_materials())
