"""How long what people write of companies may be."""

NAME_CHARACTERS_MAX = 120


ADDRESS_CHARACTERS_MAX = 200


PERSON_CHARACTERS_MAX = 200
"""Longer than any name people have: a person is never told that their name is wrong."""


NOTE_CHARACTERS_MAX = 4_000


TITLE_CHARACTERS_MAX = 120
