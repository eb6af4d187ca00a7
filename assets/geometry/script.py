"""How a script wants to be set: what stands above and below the line, how far lines are apart, how large it is."""

from dataclasses import dataclass

from assets.fonts import family_of


@dataclass(frozen=True)
class ScriptMetrics:
    """`ascent` and `descent` in ems are the optical top (capitals, alef) and the depth of a line; `size`,
    `headline_size` and `small_size` (small print) scale the sizes of a layout, `leading` its line heights.

    `least_leading` in ems is the distance of baselines below which lines come too near to each other. It is measured:
    of the lines of a long text set under one another, all but a few in a hundred keep a twentieth of an em between
    their inks at this distance."""

    ascent: float
    descent: float
    size: float
    headline_size: float
    small_size: float
    leading: float
    least_leading: float


_METRICS = {
    "LitfassSans": ScriptMetrics(0.698, 0.21, 1.0, 1.0, 1.0, 1.0, 0.98),
    # Arabic letters look small beside Latin ones of the same size and reach further up and down; a tanwin on an alef
    # stands 1.15 em above its line, a final yeh 0.5 em below. Farsi writes hardly any signs above its letters.
    "LitfassArabic": ScriptMetrics(0.80, 0.30, 1.15, 1.08, 1.06, 1.12, 1.34),
    "LitfassFarsi": ScriptMetrics(0.80, 0.30, 1.08, 1.08, 1.06, 1.12, 1.22),
}


def metrics_of(language: str) -> ScriptMetrics:
    return _METRICS[family_of(language)]
