"""A public register of companies on a port of its own, that can be slow, ill or odd."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class PublicRegister:
    """Answers each question with `results`, or as `status` and `body` say; notes what is asked."""

    results: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    body: bytes | None = None
    silent: bool = False
    ill: set[str] = field(default_factory=set)
    """What it cannot answer."""
    asked: list[str] = field(default_factory=list)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One question of one connection."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        address = urlsplit(head.split()[1])
        assert address.path == "/search"
        words = parse_qs(address.query)["q"][0]
        self.asked.append(words)
        if self.silent:
            await reader.read()  # until who asked hangs up
        else:
            answer = {"results": self.results, "total_results": len(self.results)}
            body = json.dumps(answer).encode() if self.body is None else self.body
            writer.write(
                f"HTTP/1.1 {500 if words in self.ill else self.status} So\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
                + body
            )
            await writer.drain()
        writer.close()


@asynccontextmanager
async def public_register() -> AsyncIterator[PublicRegister]:
    """One that listens until the end of the context."""
    register = PublicRegister()
    async with await asyncio.start_server(register.serve, "127.0.0.1", 0) as server:
        register.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield register


def unit(siret: str = "73282932000074", **told: Any) -> dict[str, Any]:
    """A unit and one site as the register writes them; `site` holds what is told of the site."""
    site = {
        "siret": siret,
        "adresse": "15 RUE DE LA FONTAINE 82000 MONTAUBAN",
        "code_postal": "82000",
        "commune": "82121",
        "libelle_commune": "MONTAUBAN",
        "activite_principale": "43.21A",
        "etat_administratif": "A",
        "statut_diffusion_etablissement": "O",
        "liste_enseignes": None,
        **told.pop("site", {}),
    }
    return {
        "siren": siret[:9],
        "nom_complet": "ELECTRICITE DU TESCOU (EDT)",
        "nom_raison_sociale": "ELECTRICITE DU TESCOU",
        "nature_juridique": "5710",
        "etat_administratif": "A",
        "statut_diffusion": "O",
        "siege": site,
        "matching_etablissements": [site],
        **told,
    }
