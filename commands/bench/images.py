"""Pictures: the whole making of a card beside the encoding of its pixels, one core, then all of them."""

from __future__ import annotations

import io
import resource
import statistics
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PIL import Image

from assets.encode import encode
from assets.image import render_card
from assets.spec import Brand, CardSpec, Words
from campaigns.content.rendering.orders import RenderOrder
from campaigns.languages import language
from commands.drawing import draw_all

MEDIA_TYPE = "image/jpeg"
WORDS = {
    "de": ("Elterngeld gibt es auch in Teilzeit", "Bis zu 32 Stunden in der Woche dürfen Sie arbeiten."),
    "en": ("Parental allowance also in part-time", "You may work up to 32 hours a week."),
    "ar": ("إعانة الوالدين مع العمل بدوام جزئي", "يمكنك العمل حتى 32 ساعة في الأسبوع."),
    "fa": ("کمک‌هزینه والدین با کار پاره‌وقت", "می‌توانید تا ۳۲ ساعت در هفته کار کنید."),
    "uk": ("Допомога батькам і на неповну ставку", "Можна працювати до 32 годин на тиждень."),
    "ru": ("Пособие родителям и при неполной ставке", "Можно работать до 32 часов в неделю."),
    "tr": ("Ebeveyn parası yarı zamanlı işte de var", "Haftada 32 saate kadar çalışabilirsiniz."),
    "fr": ("L’allocation parentale aussi à temps partiel", "Vous pouvez travailler 32 heures par semaine."),
}


def bench_images(size: int) -> dict[str, Any]:
    """Medians in milliseconds for one picture; what all cores make in a second; the largest memory of one process."""
    specs = [_spec(code, *words) for code, words in WORDS.items()]
    pixels = []
    for spec in specs:
        # The first picture of a language opens its fonts and prepares the ground.
        with Image.open(io.BytesIO(render_card(spec, media_type=MEDIA_TYPE).data)) as picture:
            pixels.append(picture.convert("RGB"))
    rounds = max(1, size // len(specs))
    ours = _median(
        _timed(partial(render_card, spec, media_type=MEDIA_TYPE)) for _ in range(rounds) for spec in specs
    )
    limit = _median(_timed(partial(encode, one, MEDIA_TYPE)) for _ in range(rounds) for one in pixels)
    orders = [
        RenderOrder(
            variant_id=0, revision_id=0, post=number, spec=specs[number % len(specs)], media_type=MEDIA_TYPE
        )
        for number in range(rounds * len(specs))
    ]
    seconds = _timed(lambda: list(draw_all(orders, "memory://")))
    return {
        "pictures": len(orders),
        "ours_ms": round(ours * 1000, 2),
        "limit_ms": round(limit * 1000, 2),
        "ratio_to_limit": round(ours / limit, 2),
        "per_second": round(len(orders) / seconds, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _spec(code: str, headline: str, body: str) -> CardSpec:
    return CardSpec(
        layout="explainer",
        format="portrait",
        language=code,
        direction=language(code).direction,
        words=Words(headline=headline, body=body, source="BEEG § 1"),
        brand=Brand(name="Demo Advice"),
    )


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)
