"""The figures on pictures are all there, and belong to one another."""

import pytest

from assets.bench import bench_images


def test_the_figures_hold_together() -> None:
    found = bench_images(1)
    wanted = {
        "ratio_naive",
        "ours_wall_ms",
        "ours_ms",
        "limit_ms",
        "ratio_to_limit",
        "per_second",
        "naive_ms",
        "peers",
        "peak_mb",
    }
    assert wanted <= set(found)
    assert found["pictures"] == 1
    assert min(found["ours_ms"], found["limit_ms"], found["naive_ms"], found["per_second"]) > 0
    assert found["ratio_to_limit"] == pytest.approx(found["ours_ms"] / found["limit_ms"], abs=0.02)
    # The memory is that of whoever runs the bench: here a process that has run other tests before.
    assert found["peak_mb"] > 0
