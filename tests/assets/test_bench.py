"""The figures on pictures are all there and cannot be better than the encoder allows."""

from assets.bench import bench_images


def test_the_figures_hold_together() -> None:
    found = bench_images(8)
    wanted = {"ours_ms", "limit_ms", "ratio_to_limit", "per_second", "naive_ms", "peers", "peak_mb"}
    assert wanted <= set(found)
    assert found["pictures"] == 8
    assert found["ours_ms"] > found["limit_ms"] > 0 and found["naive_ms"] > found["limit_ms"]
    assert found["per_second"] > 0 and 20 < found["peak_mb"] < 500
