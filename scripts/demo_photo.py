"""Computes the photo of the demo: `python -m scripts.demo_photo`. The same every time it is run.

A table in an advice office, with cups, a letter and a plant, as a camera with a shallow focus would see it. Every ray
is followed through shapes written down here, so nobody else's picture is in it and nobody is on it. A few minutes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from scripts.demo_shapes import FAR, Ball, Block, Disc, Rays, Shape, Tube, Wall

PHOTO = Path(__file__).resolve().parents[1] / "campaigns" / "demo" / "pictures" / "advice-table.jpg"
WIDTH, HEIGHT = 1080, 1350
SAMPLES = 20  # rays a pixel
ROWS = 30  # traced together
EYE, AIM = np.array([-0.6, 4.6, -10.5]), np.array([0.15, 1.25, 0.6])
VIEW = 0.60  # half the picture's height at a distance of one
LENS, FOCUS = 0.17, 10.9  # radius of the lens and distance of what is sharp, in the room's unit (a decimetre)
SUN = np.array([-0.74, 0.52, -0.32]) / np.linalg.norm([-0.74, 0.52, -0.32])
SUNLIGHT, SKY = np.array([3.1, 2.6, 2.0]), np.array([0.50, 0.56, 0.66])


def around(x: float, y: float, z: float, radius: float) -> Ball:
    return Ball((x, y, z), (radius, radius, radius), (0.0, 0.0, 0.0))


def cup(x: float, z: float, colour: tuple[float, float, float], side: int) -> list[Shape]:
    handle: list[Shape] = [
        Ball(
            (x + side * (0.62 + 0.36 * np.sin(a)), 0.62 + 0.34 * np.cos(a), z), (0.085, 0.085, 0.085), colour
        )
        for a in np.linspace(0.0, np.pi, 22)
    ]
    body: list[Shape] = [
        Tube((x, z), 0.05, 1.15, 0.58, colour, 0.12),
        Tube((x, z), 0.05, 1.15, 0.53, colour, 0.12),
        Disc((x, 0.92, z), 0.63, (0.16, 0.07, 0.03)),
        Disc((x, 0.05, z), 1.08, (0.86, 0.84, 0.80)),
        Tube((x, z), 0.0, 0.05, 0.95, (0.86, 0.84, 0.80), 0.13),
    ]
    return [*body, *handle]


def plant(x: float, z: float) -> list[Shape]:
    leaves: list[Shape] = []
    chance = np.random.default_rng(7)
    for number in range(26):
        around, up = number * 2.39996, chance.uniform(0.25, 1.25)
        lean = np.array([np.cos(around) * np.cos(up), np.sin(up), np.sin(around) * np.cos(up)])
        across = np.cross(lean, [0, 1, 0]) / np.linalg.norm(np.cross(lean, [0, 1, 0]))
        turn = np.stack([lean, across, np.cross(lean, across)], 1)
        length = chance.uniform(0.75, 1.25)
        green = np.array([0.13, 0.33, 0.14]) * chance.uniform(0.7, 1.5)
        place = np.array([x, 1.75, z]) + lean * length
        leaves.append(Ball(tuple(place), (length, 0.34, 0.06), tuple(green), turn))
    return [
        Tube((x, z), 0.0, 1.6, 0.72, (0.62, 0.27, 0.17), 0.26),
        Disc((x, 1.45, z), 0.94, (0.10, 0.07, 0.05)),
        *leaves,
    ]


#: What stands together, in a ball around it: rays that miss the ball are not asked about each shape.
TOGETHER: list[tuple[Ball | None, list[Shape]]] = [
    (None, [Wall()]),
    (
        None,
        [
            Disc((0.0, 0.0, 0.6), 6.2, (0.50, 0.30, 0.16), is_wood=True),
            Tube((0.0, 0.6), -0.35, 0.0, 6.2, (0.36, 0.21, 0.11)),
        ],
    ),
    (around(-1.75, 0.6, -0.4, 1.4), cup(-1.75, -0.4, (0.22, 0.42, 0.42), -1)),
    (around(1.95, 0.6, 1.35, 1.4), cup(1.95, 1.35, (0.85, 0.50, 0.16), 1)),
    (
        around(0.6, 0.0, -1.75, 2.3),
        [
            Block((0.45, 0.02, -1.75), (1.05, 0.02, 1.48), (0.93, 0.92, 0.89), 0.22, is_letter=True),
            Block((0.30, 0.008, -1.70), (1.05, 0.008, 1.48), (0.90, 0.89, 0.86), 0.04),
            Block((1.78, 0.07, -1.75), (0.06, 0.06, 0.92), (0.10, 0.13, 0.26), -0.42),
        ],
    ),
    (around(-2.0, 1.9, 4.3, 3.2), plant(-2.0, 4.3)),
    (
        around(2.7, 0.4, 6.9, 3.2),
        [
            Block((2.7, 0.4, 6.9), (1.7, 0.16, 0.1), (0.30, 0.19, 0.12)),
            Block((2.7, 1.5, 6.9), (1.7, 0.42, 0.1), (0.30, 0.19, 0.12)),
            Block((1.1, 0.0, 6.9), (0.11, 2.1, 0.11), (0.27, 0.17, 0.10)),
            Block((4.3, 0.0, 6.9), (0.11, 2.1, 0.11), (0.27, 0.17, 0.10)),
        ],
    ),
]
ROOM = [shape for _, shapes in TOGETHER for shape in shapes]


def nearest(start: Rays, way: Rays) -> tuple[np.ndarray, np.ndarray]:
    """How far each ray goes, and the number of what it meets."""
    best, which, number = np.full(len(start), FAR), np.zeros(len(start), int), 0
    for ball, shapes in TOGETHER:
        near = slice(None) if ball is None else np.flatnonzero(comes_near(ball, start, way))
        s, d = start[near], way[near]
        for shape in shapes:
            t, _ = shape.meet(s, d)
            closer = t < best[near]
            which[near] = np.where(closer, number, which[near])
            best[near] = np.where(closer, t, best[near])
            number += 1
    return best, which


def comes_near(ball: Ball, start: Rays, way: Rays) -> np.ndarray:
    """Whether a ray meets the ball, or begins in it."""
    to = np.array(ball.middle) - start
    ahead = np.maximum((to * way).sum(1) / (way * way).sum(1), 0)[:, None]
    return ((to - way * ahead) ** 2).sum(1) < ball.radii[0] ** 2


def seen(start: Rays, way: Rays, chance: np.random.Generator) -> np.ndarray:
    """The light that comes back along each ray."""
    far, which = nearest(start, way)
    light = np.zeros_like(start)
    for number in np.unique(which):
        mine = which == number
        at = start[mine] + way[mine] * far[mine][:, None]
        _, normal = ROOM[number].meet(start[mine], way[mine])
        normal = normal / np.linalg.norm(normal, axis=1, keepdims=True)
        normal = normal * -np.sign((normal * way[mine]).sum(1, keepdims=True))
        at = at + normal * 2e-3
        sun = SUN + chance.normal(0, 0.022, at.shape)
        falls = np.maximum((normal * sun).sum(1), 0) * through_window(at, sun)
        lit = falls > 0
        falls[lit] *= nearest(at[lit], sun[lit])[0] > 40
        around = normal + unit(chance.normal(0, 1, at.shape))
        reach, _ = nearest(at, unit(around))
        open_to = np.clip(reach / 4.0, 0.12, 1.0)
        warm = np.array([0.16, 0.11, 0.07]) * np.clip(1.2 - at[:, 1:2] * 0.1, 0.3, 1.2)
        light[mine] = ROOM[number].shade(at) * (
            falls[:, None] * SUNLIGHT + open_to[:, None] * (SKY * daylight(at) + warm)
        )
    return light


def daylight(at: Rays) -> np.ndarray:
    """Less of the sky reaches what is far from the window."""
    return np.clip(1.05 - 0.055 * (at[:, 0:1] + 4) - 0.02 * at[:, 2:3], 0.35, 1.2)


def through_window(at: Rays, sun: Rays) -> np.ndarray:
    """Whether the sun gets from here through the window, between its bars."""
    t = (-11.0 - at[:, 0]) / sun[:, 0]
    y, z = at[:, 1] + sun[:, 1] * t, at[:, 2] + sun[:, 2] * t
    open_wide = (y > 3.4) & (y < 14.5) & (z > -9.6) & (z < 1.2)
    bars = (np.abs(y - 9.6) < 0.28) | (np.abs(z + 4.4) < 0.28)
    return (open_wide & ~bars).astype(float)


def unit(ways: Rays) -> Rays:
    made: Rays = ways / np.linalg.norm(ways, axis=1, keepdims=True)
    return made


def rows_of(top: int, chance: np.random.Generator) -> np.ndarray:
    """A few rows of the picture, in light."""
    ahead = (AIM - EYE) / np.linalg.norm(AIM - EYE)
    right = np.cross([0.0, 1.0, 0.0], ahead)
    right /= np.linalg.norm(right)
    up = np.cross(ahead, right)
    y, x = np.mgrid[top : top + ROWS, 0:WIDTH].reshape(2, -1, 1)
    whole = np.zeros((ROWS * WIDTH, 3))
    for _ in range(SAMPLES):
        jitter = chance.uniform(0, 1, (2, len(x), 1))
        across = ((x + jitter[0]) / WIDTH * 2 - 1) * VIEW * WIDTH / HEIGHT
        down = (1 - (y + jitter[1]) / HEIGHT * 2) * VIEW
        way = ahead + across * right + down * up
        angle, radius = (
            chance.uniform(0, 2 * np.pi, (len(x), 1)),
            LENS * np.sqrt(chance.uniform(0, 1, (len(x), 1))),
        )
        shift = right * np.cos(angle) * radius + up * np.sin(angle) * radius
        whole += seen(EYE + shift, unit(way * FOCUS - shift), chance)
    return (whole / SAMPLES).reshape(ROWS, WIDTH, 3)


def developed(light: np.ndarray) -> Image.Image:
    """Light as a photo: a film's curve, a darker rim, grain."""
    y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    light = light * (1 - 0.16 * (x * x + y * y))[:, :, None] * 0.74
    curve = (light * (2.51 * light + 0.03)) / (light * (2.43 * light + 0.59) + 0.14)
    grain = np.random.default_rng(3).normal(0, 0.009, light.shape[:2])[:, :, None]
    shown = np.clip(curve, 0, 1) ** (1 / 2.2) + grain
    return Image.fromarray(np.clip(np.rint(shown * 255), 0, 255).astype(np.uint8))


def main() -> None:
    """Writes the photo."""
    with np.errstate(all="ignore"):
        rows = [rows_of(top, np.random.default_rng(top)) for top in range(0, HEIGHT, ROWS)]
    developed(np.concatenate(rows)).save(PHOTO, quality=86, optimize=True)


if __name__ == "__main__":
    main()
