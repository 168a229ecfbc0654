"""The register of processing of the whole installation; `python -m deploy.register` checks it."""

import sys
from collections.abc import Iterator, Sequence

from deploy.services import SERVICES
from services.chassis.privacy.chassis_register import CHASSIS_REGISTER
from services.chassis.privacy.processing_register import (
    ColumnEntry,
    Processing,
    by_processing,
    gaps,
)


def complaints() -> list[str]:
    """One sentence for each column the register is silent about, or wrong about."""
    return [
        gap
        for service in SERVICES
        for gap in gaps(service.name, service.metadata, service.whole_register)
    ]


def document() -> str:
    """The register as a person reads it (Markdown, in French)."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Registre des activités de traitement"
    yield ""
    yield "Article 30 du RGPD. Le responsable du traitement est le chef d’établissement, pour les"
    yield "données de son lycée. Aucune donnée n’est transférée hors de l’Union européenne."
    for service in SERVICES:
        yield ""
        yield f"## {service.title}"
        for processing, lines in by_processing(service.register).items():
            yield from _section(processing, lines)
    yield ""
    yield "## Dans chaque service"
    for processing, lines in by_processing(CHASSIS_REGISTER).items():
        yield from _section(processing, lines)


def _section(processing: Processing, lines: Sequence[ColumnEntry]) -> Iterator[str]:
    yield ""
    yield f"### {processing.title}"
    yield ""
    yield f"- But\u00a0: {processing.purpose}"
    yield f"- Personnes concernées\u00a0: {processing.persons}"
    yield f"- Destinataires\u00a0: {processing.recipients}"
    yield f"- Conservation\u00a0: {processing.retention}"
    yield f"- Appliquée par\u00a0: {processing.enforced}"
    yield ""
    yield "| Donnée | À quoi elle sert | Personnelle | Conservation |"
    yield "|---|---|---|---|"
    for line in lines:
        personal = "oui" if line.use.personal else "non"
        yield f"| {line.table}.{line.column} | {line.use.purpose} | {personal} | {line.retention} |"


def main() -> int:
    """0 when every column is told, 1 with the complaints otherwise."""
    found = complaints()
    sys.stderr.writelines(f"{complaint}\n" for complaint in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
