"""Files and pictures: other bytes under a name, other looks."""

from __future__ import annotations

from tests.rules.tampering.house import House, redraw


def file_bit(house: House) -> None:
    data = bytearray(house.files[house.digest])
    data[house.dice.randrange(len(data))] ^= 1 << house.dice.randrange(8)
    house.files[house.digest] = bytes(data)


def file_cut(house: House) -> None:
    data = house.files[house.digest]
    house.files[house.digest] = data[: house.dice.randrange(len(data))]


def file_grown(house: House) -> None:
    house.files[house.digest] += house.dice.randbytes(house.dice.randrange(1, 40))


def file_gone(house: House) -> None:
    del house.files[house.digest]


def file_exchanged(house: House) -> None:
    house.files[house.digest] = house.others[house.dice.choice(sorted(house.others))]


def layout(house: House) -> None:
    redraw(house, "layout")


def font(house: House) -> None:
    redraw(house, "font")


def colour(house: House) -> None:
    redraw(house, "colour")


def rendition_not_current(house: House) -> None:
    house.run("UPDATE rendition SET current = 0")
