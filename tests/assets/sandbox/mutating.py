"""Broken files from whole ones: bytes flipped, cut out, doubled, lengths blown up, two files crossed."""

from __future__ import annotations

from random import Random

LOUD = (b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x00\x00\x00\x00", b"\x80\x00\x00\x00")


def mutated(draw: Random, whole: bytes, other: bytes) -> bytes:
    """One to eight changes. The first bytes mostly stay, or no decoder would be reached."""
    data = bytearray(whole)
    first = 12 if draw.random() < 0.95 else 0
    for _ in range(draw.choice((1, 1, 2, 3, 5, 8))):
        if len(data) <= first + 8:
            break
        place = draw.randrange(first, len(data) - 4)
        match draw.randrange(7):
            case 0:
                data[place] ^= 1 << draw.randrange(8)
            case 1:
                data[place] = draw.randrange(256)
            case 2:
                data[place : place + 4] = draw.choice(LOUD)
            case 3:
                del data[place : place + draw.choice((1, 4, 64, 4096))]
            case 4:
                data[place:place] = data[place : place + draw.choice((4, 64, 1024))]
            case 5:
                del data[place:]
            case _:
                start = draw.randrange(len(other))
                data[place:] = other[start:]
    return bytes(data)
