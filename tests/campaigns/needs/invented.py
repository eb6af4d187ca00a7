"""Identifiers of nobody, each of them unique: made of syllables and chance, with right check digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random

from .identifiers import DISGUISES, SENTENCES, Planted, core
from .thief import compact

_SYLLABLES = ("ke", "la", "vo", "ti", "ren", "mu", "sal", "do", "pi", "ru", "fen", "ga", "lo", "wi", "zu")
_PLATES = ("B", "M", "HH", "K", "F", "S", "D", "DO", "L", "DD", "HB", "N")
_PAPER = "CFGHJKLMNPRTVWXYZ"


def _word(chance: Random) -> str:
    return "".join(chance.sample(_SYLLABLES, 3))


def _digits(chance: Random, count: int) -> str:
    return str(chance.randint(1, 9)) + "".join(str(chance.randint(0, 9)) for _ in range(count - 1))


def _email(chance: Random) -> str:
    return f"{_word(chance)}.{_digits(chance, 5)}@{chance.choice(('beispielpost.de', 'mailbox.example.org'))}"


def _phone(chance: Random) -> str:
    number = _digits(chance, 7)
    return chance.choice(
        (
            f"017{chance.randint(0, 9)} {number}",
            f"+380 67 {number[:3]} {number[3:5]} {number[5:]}",
            f"0049 30 {number}",
            f"+90 532 {number[:3]} {number[3:]}",
            f"+49 (0) 151 / {number[:3]} {number[3:]}",
        )
    )


def _iban(chance: Random) -> str:
    country, length = chance.choice((("DE", 18), ("PL", 24), ("AT", 16), ("ES", 20), ("PT", 21)))
    account = _digits(chance, length)
    turned = account + "".join(str(int(sign, 36)) for sign in country) + "00"
    whole = f"{country}{98 - int(turned) % 97:02}{account}"
    return " ".join(whole[at : at + 4] for at in range(0, len(whole), 4))


def _card(chance: Random) -> str:
    bare = f"4{_digits(chance, 14)}"
    total = sum(
        sum(divmod(int(sign) * (2 - place % 2), 10)) for place, sign in enumerate(bare)
    )  # Luhn: of fifteen digits the first, third, … are doubled
    whole = f"{bare}{-total % 10}"
    return " ".join(whole[at : at + 4] for at in range(0, 16, 4))


def _passport(chance: Random) -> str:
    if chance.random() < 0.5:
        return f"{chance.choice(('FA', 'EK', 'PE'))} {_digits(chance, 7)}"
    return (
        f"C{_digits(chance, 2)}{chance.choice(_PAPER)}{_digits(chance, 2)}{chance.choice(_PAPER)}"
        f"{_digits(chance, 2)}"
    )


def _file_number(chance: Random) -> str:
    if chance.random() < 0.5:
        return f"Az. {_digits(chance, 3)}.{chance.randint(1, 9)}-{_digits(chance, 5)}/24"
    return f"Kundennummer {_digits(chance, 3)}A{_digits(chance, 6)}"


def _plate(chance: Random) -> str:
    letters = chance.choice("CEHJMPRTVWX") + chance.choice("CEHJMPRTVWX")
    return f"{chance.choice(_PLATES)}-{letters} {chance.randint(2101, 9999)}"


def _address(chance: Random) -> str:
    kind = chance.choice(("straße", "allee", "weg", "platz"))
    return f"{_word(chance).capitalize()}{kind} {chance.randint(10, 1899)}"


def _birth_date(chance: Random) -> str:
    return f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.{chance.randint(1950, 2005)}"


MAKERS: Mapping[str, Callable[[Random], str]] = {
    "email": _email,
    "phone": _phone,
    "iban": _iban,
    "card": _card,
    "passport": _passport,
    "azr": lambda chance: f"AZR-Nr. {_digits(chance, 12)}",
    "file_number": _file_number,
    "plate": _plate,
    "address": _address,
    "birth_date": _birth_date,
    "handle": lambda chance: f"@{_word(chance)}_{_digits(chance, 3)}",
    "link": lambda chance: f"https://forum.example.org/t?user={_digits(chance, 8)}",
}


def invented(
    seed: int = 1, disguises: Mapping[str, Callable[[str], str]] = DISGUISES
) -> Iterator[tuple[str, Planted]]:
    """An identifier of its own for every kind, language and disguise: as it is, and planted in a sentence."""
    chance = Random(seed)
    for kind, make in MAKERS.items():
        for language, sentence in SENTENCES.items():
            for name, disguise in disguises.items():
                plain = make(chance)
                secret = compact(core(kind, plain))
                yield plain, Planted(kind, language, name, sentence.format(disguise(plain)), secret)
