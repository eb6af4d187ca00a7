"""How fast and how punctual sending is on this machine."""

from scheduler.bench.dispatch import Bench, bench_dispatch

__all__ = ["Bench", "bench_dispatch"]
