"""How a script wants to be set: what stands above and below the line, how far lines are apart, how large it is."""

from dataclasses import dataclass

from assets.fonts import family_of


@dataclass(frozen=True)
class ScriptMetrics:
    """`ascent` and `descent` in ems are the optical top (capitals, alef) and the depth of a line; `size`,
    `headline_size` and `small_size` (small print) scale the sizes of a layout, `leading` its line heights."""

    ascent: float
    descent: float
    size: float
    headline_size: float
    small_size: float
    leading: float


_METRICS = {
    "LitfassSans": ScriptMetrics(0.698, 0.21, 1.0, 1.0, 1.0, 1.0),
    # Arabic letters look small beside Latin ones of the same size and reach further up and down.
    "LitfassArabic": ScriptMetrics(0.80, 0.30, 1.15, 1.08, 1.06, 1.12),
    "LitfassFarsi": ScriptMetrics(0.80, 0.30, 1.15, 1.08, 1.06, 1.12),
}


def metrics_of(language: str) -> ScriptMetrics:
    return _METRICS[family_of(language)]
