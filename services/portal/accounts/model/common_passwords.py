"""Passwords that are tried first: the most used words with figures around, rows of keys, one's own mail.

Twelve characters do not keep « Motdepasse2026! » from being among the first guesses. So a password
is looked at as guessing programs make it: one word that everybody uses, signs for letters, figures
and signs around. Two ordinary words side by side are not refused.

What leaked in the world's lists, names, dates and rows of keys are zxcvbn's, which is kept for that.
It knows no French word: those are ours.
"""

import re
import unicodedata
from collections.abc import Iterable

from zxcvbn_rs_py import zxcvbn

from services.chassis.base.errors import Invalid

TOO_COMMON = (
    "Ce mot de passe est parmi les premiers qu’on essaie\u202f: choisissez plusieurs mots sans rapport"
    " entre eux, faciles à retenir pour vous seul."
)
OWN_WORDS = (
    "Ce mot de passe tient surtout à votre nom, à votre adresse, à votre lycée ou au service\u202f: choisissez plusieurs"
    " mots sans rapport avec eux."
)
SERVICE_WORDS = ("passerelle", "lycee", "bureau", "entreprises", "entreprise", "bde")
REMAINING_MIN = 4
"""Letters that must remain once one's own words are taken away."""
DIFFERENT_MIN = 5
"""Different characters a password has at least."""
PART_MIN = 3
"""Letters from which a part of a mail counts as one."""

GUESSES_MIN_LOG10 = 8.0
"""Guesses, as a power of ten, that a password bears: zxcvbn's « safely unguessable » begins there."""
ESTIMATED_MAX = 24
"""Characters whose guesses are counted: more of them would take zxcvbn over 20 ms."""

_SIGNS = str.maketrans("0134578@$€!", "oieastbasei")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "aqwzsxedcrfvtgbyhnujmikolp",
    "qazwsxedcrfvtgbyhnujmikolp",
    "01234567890123456789",
    "09876543210987654321",
)
_TRIED = """
password passw0rd pass motdepasse monmotdepasse nouveaumotdepasse mdp code secret admin
administrateur administrator root user utilisateur login test testtest demo guest invite
changeme letmein welcome bienvenue bonjour bonsoir salut hello helloworld default access
master azerty azertyuiop azertyqwerty qwerty qwertyuiop asdfghjkl iloveyou jetaime
jetaimefort monamour mamour amour amoureux amourtoujours toujours bisous bisou coeur
moncoeur doudou loulou louloute chouchou choupette choupinette cherie cheri moncheri
macherie nounours coucou titine titi toto tata tonton mimi lulu lolo nono bebe bebert maman
papa mamanpapa papamaman mamie papy papillon soleil lune etoile princesse princess prince
reine fleur rose marguerite chocolat vanille fraise cerise banane orange citron caramel
nutella bonbon chaton chaton chat chien minou minette cheval dauphin tigre panthere lapin
poisson oiseau dragon monkey tiger eagle shadow sunshine superman batman spiderman pokemon
naruto starwars football baseball basketball rugby tennis judo petanque soccer hockey
liverpool chelsea arsenal barcelona realmadrid marseille allezlom om olympique
olympiquedemarseille paris parissaintgermain psg allezparis lyon bordeaux toulouse
stadetoulousain montauban lille nantes nice rennes strasbourg france vivelafrance republique
liberte egalite fraternite libertedegalitefraternite bretagne occitanie tarnetgaronne corse
guadeloupe martinique reunion algerie maroc tunisie portugal portugais espagne italie
nicolas thomas julien alexandre maxime antoine kevin anthony jeremy romain florian mathieu
matthieu guillaume sebastien vincent olivier christophe philippe patrick pascal bernard
daniel michel pierre francois christian laurent stephane frederic david benjamin quentin
clement alexis valentin adrien camille marie sophie isabelle nathalie catherine sylvie
valerie sandrine stephanie celine virginie aurelie emilie julie laura caroline charlotte
pauline mathilde marine melanie manon lea chloe emma oceane justine jessica amandine elodie
laetitia delphine christine martine monique nicole jacqueline francoise veronique brigitte
chantal dominique michael jennifer jordan ashley charlie andrew robert joshua matthew
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi
mardi mercredi jeudi vendredi samedi dimanche printemps ete automne hiver vacances summer
winter spring autumn january december ordinateur internet computer windows microsoft google
facebook instagram linkedin samsung iphone apple ecole lyceepro lyceeprofessionnel college
professeur proviseur principal eleve classe education educationnationale academie rectorat
stage stages pfmp conventions convention secretariat direction gestion compta comptabilite
whatever freedom trustno nothing forever family killer hunter ranger matrix mustang harley
ferrari mercedes peugeot renault citroen porsche corvette ninja samurai buster cookie pepper
ginger maggie thunder
"""
_WORDS = frozenset(_TRIED.split())


def check_uncommon(password: str, *, own: Iterable[str] = ()) -> None:
    """Raises Invalid for a password somebody would try first, or one made of words of one's `own`."""
    folded = _plain(password)
    letters = _letters(folded.translate(_SIGNS))
    typed = _letters(folded)
    if (
        len(set(folded)) < DIFFERENT_MIN
        or any(_is_common(word) for word in (letters, typed, _core(folded)))
        or _in_a_row(folded)
        or zxcvbn(_once(password)[:ESTIMATED_MAX]).guesses_log10 < GUESSES_MIN_LOG10
    ):
        raise Invalid(TOO_COMMON, field="password")
    rest = _without(_own_words(own), typed)
    if rest != typed and len(rest) < REMAINING_MIN:
        raise Invalid(OWN_WORDS, field="password")


def _plain(text: str) -> str:
    """Without accents, in lower case, without spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c) and not c.isspace())


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


def _core(text: str) -> str:
    """The word inside figures and signs, which may stand for letters of its own."""
    stripped = re.sub(r"^[^a-z@$€]+|[^a-z@$€]+$", "", text)
    return _letters(stripped.translate(_SIGNS))


def _once(text: str) -> str:
    """What is typed over and over, one time; the whole text where nothing is."""
    sizes = (size for size in range(1, len(text) + 1) if len(text) % size == 0)
    return text[: next(size for size in sizes if text == text[:size] * (len(text) // size))]


def _is_common(word: str) -> bool:
    """Whether it is one word of the list, once or several times."""
    sizes = (size for size in range(1, len(word) + 1) if len(word) % size == 0)
    return any(
        word[:size] in _WORDS and word == word[:size] * (len(word) // size) for size in sizes
    )


def _in_a_row(text: str) -> bool:
    """Whether it is keys or letters that follow each other, over again or backwards."""
    return any(
        text in row * len(text) or text in row[::-1] * len(text) or _twice(text, row)
        for row in _ROWS
    )


def _twice(text: str, row: str) -> bool:
    """Letters in a row, then figures in a row."""
    letters, figures = _letters(text), re.sub(r"\D", "", text)
    rows = row + row[::-1]
    in_order = len(letters) >= DIFFERENT_MIN and letters in rows
    return in_order and sorted(letters + figures) == sorted(text)


def _own_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of a name, a mail, a lycée, longest first, and those of the service."""
    typed = (part for text in texts for part in re.split(r"[\W\d_]+", text))
    parts = {part for word in typed if len(part := _letters(_plain(word))) >= PART_MIN}
    return tuple(sorted({*parts, *SERVICE_WORDS}, key=len, reverse=True))


def _without(words: tuple[str, ...], text: str) -> str:
    for word in words:
        text = text.replace(word, "")
    return text
