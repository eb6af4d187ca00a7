"""How fast pictures are made here, beside the bare encoding of the same pixels and beside the plain way with Pillow."""

import os
import resource
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from assets.encode import JPEG_QUALITY, encode
from assets.fonts import path_of
from assets.formats import format_for
from assets.geometry.plan import plan_card
from assets.image import draw, render_card
from assets.spec import Brand, CardSpec, FunderZone, Words
from assets.typeset.measure import shaping_of

MEDIA_TYPE = "image/jpeg"
FORMAT = "portrait"
BRAND = Brand("Demo Advice", funder=FunderZone("Kofinanziert von der Europäischen Union"))
TEXTS = {
    # kicker, headline, body, call to action; {n} makes every picture's text a new one
    "de": (
        "Wusstest du?",
        "Elterngeld gibt es auch bei {n} Stunden Arbeit",
        "Bis zu 32 Stunden in der Woche darfst du arbeiten. Stelle den Antrag in den ersten {n} Wochen.",
        "Kostenlos beraten lassen",
    ),
    "en": (
        "Did you know?",
        "Parental allowance also with {n} hours of work",
        "You may work up to 32 hours a week. Apply within the first {n} weeks after the birth.",
        "Ask us, it is free",
    ),
    "ar": (
        "هل تعلمون؟",
        "إعانة الوالدين متاحة أيضًا مع {n} ساعة عمل",
        "يمكنك العمل حتى 32 ساعة في الأسبوع. قدّمي الطلب خلال أول {n} أسبوعًا.",
        "استشارة مجانية",
    ),
    "fa": (
        "آیا می‌دانستید؟",
        "کمک‌هزینهٔ والدین با {n} ساعت کار هم پرداخت می‌شود",
        "می‌توانید تا ۳۲ ساعت در هفته کار کنید. درخواست را در {n} هفتهٔ اول بدهید.",
        "مشاورهٔ رایگان",
    ),
    "uk": (
        "Чи знаєте ви?",
        "Допомога батькам можлива і за {n} годин роботи",
        "Можна працювати до 32 годин на тиждень. Подайте заяву протягом перших {n} тижнів.",
        "Безкоштовна консультація",
    ),
    "ru": (
        "Знаете ли вы?",
        "Пособие родителям возможно и при {n} часах работы",
        "Можно работать до 32 часов в неделю. Подайте заявление в первые {n} недель.",
        "Бесплатная консультация",
    ),
    "tr": (
        "Biliyor muydunuz?",
        "Ebeveyn parası {n} saat çalışırken de alınır",
        "Haftada 32 saate kadar çalışabilirsiniz. Başvuruyu ilk {n} hafta içinde yapın.",
        "Ücretsiz danışın",
    ),
    "fr": (
        "Le saviez-vous ?",
        "L’allocation parentale existe aussi avec {n} heures de travail",
        "Vous pouvez travailler jusqu’à 32 heures par semaine. Faites la demande dans les {n} premières semaines.",
        "Conseil gratuit",
    ),
}


def bench_images(size: int) -> dict[str, Any]:
    """Medians in milliseconds of processor time for one portrait card as JPEG, over eight languages, no text twice.

    Processor time, because on a busy machine the clock on the wall counts what others do, and counts it against
    whatever takes longer. `per_second` is by the wall.
    `limit_ms` is the encoder on the same pixels, measured beside each picture; `naive_ms` is Pillow as its manual has
    it; `per_second` is what a pool of one process per core makes; `peers` are other programs, where one is installed.
    """
    rounds = max(1, size // len(TEXTS))
    for code in TEXTS:
        render_card(_spec(code, 0), media_type=MEDIA_TYPE)  # opens fonts; nobody waits for that twice
    ours, limit, naive = [], [], []
    for number in range(1, rounds + 1):
        for code in TEXTS:
            spec = _spec(code, number)
            ours.append(_timed(partial(render_card, spec, media_type=MEDIA_TYPE)))
            pixels = draw(plan_card(spec), spec.brand)
            limit.append(_timed(partial(encode, pixels, MEDIA_TYPE)))
            if number <= 3:
                naive.append(_timed(partial(_draw_plainly, spec)))
    made, limited = statistics.median(ours), statistics.median(limit)
    return {
        "pictures": rounds * len(TEXTS),
        "ours_ms": round(made * 1000, 2),
        "limit_ms": round(limited * 1000, 2),
        "ratio_to_limit": round(made / limited, 2),
        "per_second": round(_per_second(rounds), 1),
        "naive_ms": round(statistics.median(naive) * 1000, 1),
        "peers": {},
        "peak_mb": _peak_mb(),
    }


def _spec(code: str, number: int) -> CardSpec:
    kicker, headline, body, call = (text.format(n=10 + number) for text in TEXTS[code])
    words = Words(
        headline,
        body,
        kicker=kicker,
        call_to_action=call,
        contact="+49 30 1234 567",
        source="§ 1 BEEG",
        imprint="demo.example/imprint",
        link=f"https://demo.example/k/{code}{number // 3}",  # three formats of a post share their link
    )
    return CardSpec("explainer", FORMAT, code, "rtl" if code in ("ar", "fa") else "ltr", words, BRAND)


def _render(spec: CardSpec) -> int:
    return len(render_card(spec, media_type=MEDIA_TYPE).data)


def _per_second(rounds: int) -> float:
    cores = os.cpu_count() or 1
    specs = [_spec(code, 1000 + number) for number in range(rounds) for code in TEXTS]
    with ProcessPoolExecutor(cores) as pool:
        list(pool.map(_render, [_spec(code, 0) for code in TEXTS] * cores, chunksize=len(TEXTS)))
        seconds = _timed(lambda: list(pool.map(_render, specs, chunksize=4)), time.perf_counter)
    return len(specs) / seconds


def _draw_plainly(spec: CardSpec) -> bytes:
    """The same words with Pillow alone: fonts opened at every size tried, every line measured as it grows."""
    fmt = format_for(spec.format)
    image = Image.new("RGB", (fmt.width, fmt.height), spec.brand.paper)
    pen = ImageDraw.Draw(image)
    y = float(fmt.top)
    rows = (
        (spec.words.headline, "bold", 132, 480),
        (spec.words.body, "regular", 58, 400),
        (spec.words.source, "regular", 32, 80),
    )
    for text, weight, px, room in rows:
        while True:
            face = ImageFont.truetype(str(path_of(spec.language, weight)), px)
            lines = _wrapped(pen, text, face, fmt.width - fmt.left - fmt.right, spec)
            if len(lines) * px * 1.3 <= room or px <= 32:
                break
            px -= 2
        for line in lines:
            place = (fmt.width - fmt.right, y) if spec.direction == "rtl" else (fmt.left, y)
            anchor = "ra" if spec.direction == "rtl" else "la"
            pen.text(place, line, spec.brand.ink, face, anchor, **shaping_of(spec.language, spec.direction))
            y += px * 1.3
        y += 44
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return buffer.getvalue()


def _wrapped(
    pen: ImageDraw.ImageDraw, text: str, face: ImageFont.FreeTypeFont, width: int, spec: CardSpec
) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if pen.textlength(longer, face, **shaping_of(spec.language, spec.direction)) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _timed(act: Callable[[], object], clock: Callable[[], float] = time.thread_time) -> float:
    begun = clock()
    act()
    return clock() - begun


def _peak_mb() -> int:
    """The largest memory of one process, this one or one of the pool."""
    return max(
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
