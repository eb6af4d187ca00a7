"""Shapes that a ray of light can meet, for the photo of the demo: ellipsoids, tubes, discs, blocks, a wall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

NEAR, FAR = 1e-3, 1e9

Rays = np.ndarray  # of shape (count, 3)


class Shape(Protocol):
    """Something in the room."""

    def meet(self, start: Rays, way: Rays) -> tuple[np.ndarray, np.ndarray]:
        """How far each ray goes until it meets this (FAR: it does not), and which way the surface looks there."""

    def shade(self, at: Rays) -> np.ndarray:
        """The colour at each place."""


@dataclass(frozen=True)
class Ball:
    """An ellipsoid: a ball of radius one, stretched along its own axes and turned."""

    middle: tuple[float, float, float]
    radii: tuple[float, float, float]
    colour: tuple[float, float, float]
    turn: np.ndarray | None = None

    def meet(self, start: Rays, way: Rays) -> tuple[np.ndarray, np.ndarray]:
        axes = np.eye(3) if self.turn is None else self.turn
        into = axes.T / np.array(self.radii)[:, None]
        s, d = (start - self.middle) @ into.T, way @ into.T
        a, b, c = (d * d).sum(1), (s * d).sum(1), (s * s).sum(1) - 1
        root = b * b - a * c
        t = np.where(root > 0, (-b - np.sqrt(np.maximum(root, 0))) / a, FAR)
        t = np.where(t > NEAR, t, FAR)
        return t, (s + d * t[:, None]) @ into

    def shade(self, at: Rays) -> np.ndarray:
        return np.broadcast_to(self.colour, at.shape)


@dataclass(frozen=True)
class Tube:
    """An upright tube without lids, seen from outside and inside."""

    middle: tuple[float, float]
    low: float
    high: float
    radius: float
    colour: tuple[float, float, float]
    flare: float = 0.0  # how much wider it is above

    def meet(self, start: Rays, way: Rays) -> tuple[np.ndarray, np.ndarray]:
        s, d = start - np.array([self.middle[0], self.low, self.middle[1]]), way
        slope = self.flare / (self.high - self.low)
        wide = self.radius + slope * s[:, 1]
        a = d[:, 0] ** 2 + d[:, 2] ** 2 - (slope * d[:, 1]) ** 2
        b = s[:, 0] * d[:, 0] + s[:, 2] * d[:, 2] - slope * d[:, 1] * wide
        c = s[:, 0] ** 2 + s[:, 2] ** 2 - wide**2
        root = np.sqrt(np.maximum(b * b - a * c, 0))
        best = np.full(len(start), FAR)
        for t in ((-b - root) / a, (-b + root) / a):
            y = s[:, 1] + d[:, 1] * t
            good = (b * b > a * c) & (t > NEAR) & (y > 0) & (y < self.high - self.low) & (t < best)
            best = np.where(good, t, best)
        at = s + d * np.where(best < FAR, best, 0)[:, None]
        return best, np.stack([at[:, 0], -slope * (self.radius + slope * at[:, 1]), at[:, 2]], 1)

    def shade(self, at: Rays) -> np.ndarray:
        return np.broadcast_to(self.colour, at.shape)


@dataclass(frozen=True)
class Disc:
    """A level disc."""

    middle: tuple[float, float, float]
    radius: float
    colour: tuple[float, float, float]
    is_wood: bool = False

    def meet(self, start: Rays, way: Rays) -> tuple[np.ndarray, np.ndarray]:
        t = (self.middle[1] - start[:, 1]) / way[:, 1]
        at = start + way * t[:, None] - self.middle
        good = (t > NEAR) & (at[:, 0] ** 2 + at[:, 2] ** 2 < self.radius**2)
        return np.where(good, t, FAR), np.broadcast_to([0.0, 1.0, 0.0], at.shape)

    def shade(self, at: Rays) -> np.ndarray:
        if not self.is_wood:
            return np.broadcast_to(self.colour, at.shape)
        x, z = at[:, 0], at[:, 2] * 0.16
        grain = np.sin(26 * np.hypot(x + 0.25 * np.sin(2.1 * z), z + 7) + 1.7 * np.sin(5 * z + x))
        plank = np.sin(np.floor(x / 1.9) * 12.9898) * 0.05
        shown: Rays = np.array(self.colour) * (1 + 0.055 * grain + plank)[:, None]
        return shown


@dataclass(frozen=True)
class Block:
    """A box turned about the upright axis."""

    middle: tuple[float, float, float]
    half: tuple[float, float, float]
    colour: tuple[float, float, float]
    angle: float = 0.0
    is_letter: bool = False

    def _into(self, what: Rays) -> Rays:
        c, s = np.cos(self.angle), np.sin(self.angle)
        turned: Rays = what @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
        return turned

    def meet(self, start: Rays, way: Rays) -> tuple[np.ndarray, np.ndarray]:
        s, d = self._into(start - self.middle), self._into(way)
        one, two = (-np.array(self.half) - s) / d, (np.array(self.half) - s) / d
        near, far = np.minimum(one, two), np.maximum(one, two)
        t = near.max(1)
        side = (near == t[:, None]) * -np.sign(d)
        t = np.where((t < far.min(1)) & (t > NEAR), t, FAR)
        c, q = np.cos(self.angle), np.sin(self.angle)
        return t, side @ np.array([[c, 0, -q], [0, 1, 0], [q, 0, c]])

    def shade(self, at: Rays) -> np.ndarray:
        whole = np.broadcast_to(self.colour, at.shape)
        if not self.is_letter:
            return whole
        p = self._into(at - self.middle)
        x, z = p[:, 0] / self.half[0], p[:, 2] / self.half[2]
        row = np.floor((z + 1) * 12)
        end = 0.78 - 0.42 * np.abs(np.sin(row * 7.1)) * (np.sin(row * 3.3) > 0.2)
        lines = (
            (np.mod((z + 1) * 12, 1) < 0.34) & (x > -0.78) & (x < end) & (row > 3) & (row < 21) & (row != 9)
        )
        head = (z > 0.72) & (z < 0.84) & (x > -0.78) & (x < -0.2)
        return np.where(lines[:, None], 0.42 * whole, np.where(head[:, None], [0.18, 0.36, 0.36], whole))


class Wall:
    """The wall behind, and the floor below; the sun comes through a window with bars."""

    colour = np.array([0.84, 0.73, 0.58])

    def meet(self, start: Rays, way: Rays) -> tuple[np.ndarray, np.ndarray]:
        t = (9.0 - start[:, 2]) / way[:, 2]
        return np.where(t > NEAR, t, FAR), np.broadcast_to([0.0, 0.0, -1.0], start.shape)

    def shade(self, at: Rays) -> np.ndarray:
        board = at[:, 1] < -2.2
        return np.where(board[:, None], [0.52, 0.50, 0.47], self.colour)
