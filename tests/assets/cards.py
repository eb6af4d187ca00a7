"""Cards in five scripts' languages, as a campaign on notice periods would have them, for tests of the picture side."""

import json
from dataclasses import replace
from functools import cache
from io import BytesIO
from math import sin
from pathlib import Path

from PIL import Image, ImageDraw

from assets.spec import Brand, CardSpec, FunderZone, Photo, Words

LANGUAGES = (
    "de",
    "en",
    "ar",
    "fa",
    "uk",
    "ru",
    "tr",
    "fr",
    "ro",
    "pl",
    "bg",
    "it",
    "es",
    "hu",
    "hr",
    "el",
    "fi",
    "sv",
    "nl",
)
RTL = frozenset({"ar", "fa"})
SCRIPTS = ("de", "ru", "el", "ar", "fa")
FORMATS = ("square", "portrait", "story", "landscape")
ASKS = {"cover": "referral", "flyer": "referral", "icon_steps": "steps", "slide": "deadline"}
WITH_PHOTO = ("photo", "cover")
ICONS = {"icon": ("money",), "icon_steps": ("work", "contract", "envelope", "magnifier", "law")}
BRAND = Brand("Fem.OS Plus", funder=FunderZone("Kofinanziert von der Europäischen Union"))


def card(layout: str, language: str, format: str = "portrait", words: Words | None = None) -> CardSpec:
    """A card of the test campaign."""
    direction = "rtl" if language in RTL else "ltr"
    photo = view() if layout in WITH_PHOTO else None
    spoken = words or WORDS[language][layout]
    return CardSpec(layout, format, language, direction, spoken, BRAND, photo, ICONS.get(layout, ()))


@cache
def view() -> Photo:
    """A picture with a bright sky, a dark foreground and something at its focus, as a photo has them."""
    wide, tall = 1600, 1200
    picture = Image.new("RGB", (wide, tall))
    pen = ImageDraw.Draw(picture)
    for y in range(tall):
        pen.line((0, y, wide, y), (255 - y // 9, 226 - y // 8, 190 - y // 14))
    pen.ellipse((980, 160, 1220, 400), fill=(255, 250, 232))
    for number, top in enumerate((620, 720, 830, 960)):
        shade = 120 - 26 * number
        points = [
            (x, top + round(70 * sin(x / (150 + 60 * number) + 2 * number))) for x in range(0, wide + 1, 20)
        ]
        pen.polygon([(0, tall), *points, (wide, tall)], fill=(shade // 2, shade, shade * 4 // 5))
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    return Photo(buffer.getvalue(), (0.68, 0.3), "Photographer 1")


@cache
def articles(shared_data: Path, language: str) -> tuple[str, ...]:
    """The paragraphs of the articles of the Universal Declaration of Human Rights in this language."""
    rows = (shared_data / "text" / "udhr" / "udhr_paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(row) for row in rows]
    return tuple(
        r["text"] for r in found if r["lang"] == language and r["number"] and r["kind"] in ("para", "item")
    )


def _cards(
    right: str,
    body: str,
    steps: tuple[str, ...],
    myth: str,
    myth_label: str,
    fact_label: str,
    number: str,
    since: str,
    call: str,
    contact: str,
    source: str,
    notice: str,
    imprint: str,
    event: str,
    event_date: str,
    deadline: str,
    duty: str,
    amount: str,
    office: str,
    office_body: str,
    news: str,
    kickers: dict[str, str],
) -> dict[str, Words]:
    small = {"source": source, "notice": notice, "imprint": imprint, "link": "https://litfass.example/k/7Qx2"}
    words = {
        "explainer": Words(right, body, call_to_action=call, contact=contact, **small),
        "myth_fact": Words(right, body, myth=myth, myth_label=myth_label, fact_label=fact_label, **small),
        "steps": Words(right, steps=steps, call_to_action=call, **small),
        "checklist": Words(right, steps=steps, call_to_action=call, **small),
        "big_number": Words(amount, body, number=number, **small),
        "deadline": Words(duty, body, date=deadline, call_to_action=call, **small),
        "what_changes": Words(news, number=number, date=since, steps=steps[:2], **small),
        "referral": Words(office, office_body, call_to_action=call, contact=contact, **small),
        "event": Words(event, office_body, date=event_date, call_to_action=call, contact=contact, **small),
        "photo": Words(right, body, call_to_action=call, **small),
        "cover": Words(office, call_to_action=call, **small),
        "question": Words(myth.strip("„“«»").rstrip(".") + "?", body, call_to_action=call, **small),
        "icon": Words(news, contact=contact, **small),
        "icon_steps": Words(right, steps=steps, contact=contact, **small),
        "slide": Words(duty, body, number="2", **small),
        "flyer": Words(
            office, office_body, steps[:3], call_to_action=call, contact=contact, date=event_date, **small
        ),
    }
    return {
        layout: replace(one, kicker=kickers.get(layout, kickers[ASKS.get(layout, "explainer")]))
        for layout, one in words.items()
    }


WORDS = {
    "de": _cards(
        "Auch in der Probezeit gilt eine Kündigungsfrist",
        "Zwei Wochen, wenn im Vertrag nichts anderes steht (§ 622 Abs. 3 BGB). "
        "Der Lohn läuft bis zum letzten Tag weiter.",
        (
            "Kündigung nur schriftlich annehmen",
            "Datum und Umschlag aufheben",
            "Sofort arbeitsuchend melden",
            "Binnen drei Wochen klagen",
        ),
        "„In der Probezeit kann man dich ohne Frist und ohne Lohn rauswerfen.“",
        "Falsch",
        "Richtig ist",
        "13,90 €",
        "Ab 1. Januar 2027",
        "Kostenlos beraten lassen",
        "Tel. +49 30 1234 567",
        "Quelle: § 622 BGB, § 4 KSchG · Stand: 21. November 2026",
        "Allgemeine Information, keine Rechtsberatung im Einzelfall.",
        "Impressum: litfass.example/impressum",
        "Arbeitsrecht für Pflegekräfte: Fragen und Antworten live",
        "Donnerstag, 14. Januar, 18 Uhr",
        "31. Januar 2027",
        "Anmeldung zur Steuererklärung nachholen",
        "So viel muss jede Stunde Arbeit mindestens kosten",
        "Beratung in deiner Sprache, kostenlos und vertraulich",
        "Wir helfen bei Arbeit, Lohn und Aufenthalt. Auf Arabisch, Ukrainisch, Russisch, Türkisch und Farsi.",
        "Der Mindestlohn steigt",
        {
            "explainer": "Wusstest du?",
            "myth_fact": "Stimmt das?",
            "steps": "So geht es",
            "checklist": "Checkliste",
            "big_number": "Wusstest du?",
            "deadline": "Frist",
            "what_changes": "Das ändert sich",
            "referral": "Hier bekommst du Hilfe",
            "event": "Termin",
        },
    ),
    "ru": _cards(
        "Срок увольнения действует и на испытательном сроке",
        "Две недели, если в договоре не указано иное (§ 622 Abs. 3 BGB). Зарплата выплачивается до последнего дня.",
        (
            "Принимайте увольнение только в письменной форме",
            "Сохраните дату и конверт",
            "Сразу встаньте на учёт в Агентстве по труду",
            "Подайте иск в течение трёх недель",
        ),
        "«На испытательном сроке могут уволить сразу и без зарплаты.»",
        "Неправда",
        "Верно",
        "13,90 €",
        "С 1 января 2027 г.",
        "Бесплатная консультация",
        "Тел. +49 30 1234 567",
        "Источник: § 622 BGB, § 4 KSchG · по состоянию на 21.11.2026",
        "Общая информация, не является юридической консультацией.",
        "Выходные данные: litfass.example/impressum",
        "Трудовое право для сиделок: вопросы и ответы в прямом эфире",
        "Четверг, 14 января, 18:00",
        "31 января 2027 г.",
        "Подайте налоговую декларацию вовремя",
        "Столько должен стоить каждый час работы",
        "Консультация на вашем языке, бесплатно и конфиденциально",
        "Помогаем с работой, зарплатой и видом на жительство.",
        "Минимальная зарплата растёт",
        {
            "explainer": "Знаете ли вы?",
            "myth_fact": "Это правда?",
            "steps": "Как это сделать",
            "checklist": "Список для проверки",
            "big_number": "Знаете ли вы?",
            "deadline": "Срок",
            "what_changes": "Что меняется",
            "referral": "Где получить помощь",
            "event": "Мероприятие",
        },
    ),
    "el": _cards(
        "Και στη δοκιμαστική περίοδο ισχύει προθεσμία καταγγελίας",
        "Δύο εβδομάδες, αν η σύμβαση δεν ορίζει κάτι άλλο (§ 622 Abs. 3 BGB). "
        "Ο μισθός καταβάλλεται μέχρι την τελευταία ημέρα.",
        (
            "Δεχτείτε την απόλυση μόνο γραπτώς",
            "Κρατήστε την ημερομηνία και τον φάκελο",
            "Δηλώστε αμέσως ότι αναζητάτε εργασία",
            "Προσφύγετε εντός τριών εβδομάδων",
        ),
        "«Στη δοκιμαστική περίοδο σε απολύουν χωρίς προθεσμία και χωρίς μισθό.»",
        "Λάθος",
        "Σωστό",
        "13,90 €",
        "Από 1 Ιανουαρίου 2027",
        "Δωρεάν συμβουλευτική",
        "Τηλ. +49 30 1234 567",
        "Πηγή: § 622 BGB, § 4 KSchG · Ενημέρωση: 21.11.2026",
        "Γενική πληροφορία, όχι νομική συμβουλή.",
        "Στοιχεία: litfass.example/impressum",
        "Εργατικό δίκαιο για φροντιστές: ερωτήσεις και απαντήσεις",
        "Πέμπτη, 14 Ιανουαρίου, 18:00",
        "31 Ιανουαρίου 2027",
        "Υποβάλετε εγκαίρως τη φορολογική δήλωση",
        "Τόσο πρέπει να κοστίζει τουλάχιστον κάθε ώρα εργασίας",
        "Συμβουλές στη γλώσσα σας, δωρεάν και εμπιστευτικά",
        "Βοηθάμε με εργασία, μισθό και διαμονή.",
        "Ο κατώτατος μισθός αυξάνεται",
        {
            "explainer": "Το γνωρίζατε;",
            "myth_fact": "Σωστό ή λάθος;",
            "steps": "Βήμα βήμα",
            "checklist": "Λίστα ελέγχου",
            "big_number": "Το γνωρίζατε;",
            "deadline": "Προθεσμία",
            "what_changes": "Τι αλλάζει",
            "referral": "Πού θα βρείτε βοήθεια",
            "event": "Εκδήλωση",
        },
    ),
    "ar": _cards(
        "مهلة الإنذار بالفصل سارية حتى في فترة التجربة",
        "أسبوعان ما لم ينص العقد على غير ذلك (§ 622 Abs. 3 BGB). ويستمر دفع الأجر حتى آخر يوم عمل.",
        (
            "لا تقبل الفصل إلا كتابيًا",
            "احتفظ بالتاريخ والظرف",
            "سجّل نفسك فورًا كباحث عن عمل",
            "ارفع دعوى خلال ثلاثة أسابيع",
        ),
        "«في فترة التجربة يمكن طردك فورًا ومن دون أجر.»",
        "خطأ",
        "الصحيح",
        "13,90 €",
        "اعتبارًا من 1 كانون الثاني 2027",
        "استشارة مجانية عبر WhatsApp",
        "هاتف: +49 30 1234 567",
        "المصدر: § 622 BGB، § 4 KSchG · بتاريخ 21.11.2026",
        "معلومات عامة وليست استشارة قانونية.",
        "بيانات الناشر: litfass.example/impressum",
        "قانون العمل للعاملات في الرعاية: أسئلة وأجوبة مباشرة",
        "الخميس 14 كانون الثاني، 18:00",
        "31 كانون الثاني 2027",
        "قدّمي الإقرار الضريبي في موعده",
        "هذا هو الحد الأدنى لأجر كل ساعة عمل",
        "استشارة بلغتك، مجانية وسرّية",
        "نساعد في العمل والأجر والإقامة.",
        "الحد الأدنى للأجور يرتفع",
        {
            "explainer": "هل تعلمون؟",
            "myth_fact": "هل هذا صحيح؟",
            "steps": "خطوة بخطوة",
            "checklist": "قائمة مراجعة",
            "big_number": "هل تعلمون؟",
            "deadline": "مهلة",
            "what_changes": "ما الذي يتغيّر؟",
            "referral": "هنا تجدون المساعدة",
            "event": "فعالية",
        },
    ),
    "fa": _cards(
        "در دورهٔ آزمایشی هم مهلت اخراج وجود دارد",
        "دو هفته، اگر در قرارداد چیز دیگری نیامده باشد (§ 622 Abs. 3 BGB). حقوق تا آخرین روز پرداخت می‌شود.",
        (
            "اخراج را فقط کتبی بپذیرید",
            "تاریخ و پاکت نامه را نگه دارید",
            "فوراً به‌عنوان جویای کار ثبت‌نام کنید",
            "ظرف سه هفته شکایت کنید",
        ),
        "«در دورهٔ آزمایشی می‌توانند بدون مهلت و بدون حقوق اخراجتان کنند.»",
        "نادرست",
        "درست",
        "13,90 €",
        "از ۱ ژانویهٔ ۲۰۲۷",
        "مشاورهٔ رایگان در WhatsApp",
        "تلفن: +49 30 1234 567",
        "منبع: § 622 BGB، § 4 KSchG · تاریخ 21.11.2026",
        "اطلاعات عمومی است و مشاورهٔ حقوقی نیست.",
        "شناسنامه: litfass.example/impressum",
        "حقوق کار برای پرستاران: پرسش و پاسخ زنده",
        "پنجشنبه ۱۴ ژانویه، ساعت ۱۸",
        "۳۱ ژانویهٔ ۲۰۲۷",
        "اظهارنامهٔ مالیاتی را به‌موقع بدهید",
        "هر ساعت کار دست‌کم این‌قدر می‌ارزد",
        "مشاوره به زبان شما، رایگان و محرمانه",
        "در امور کار، دستمزد و اقامت کمک می‌کنیم.",
        "حداقل دستمزد بالا می‌رود",
        {
            "explainer": "آیا می‌دانستید؟",
            "myth_fact": "آیا این درست است؟",
            "steps": "گام به گام",
            "checklist": "فهرست یادآوری",
            "big_number": "آیا می‌دانستید؟",
            "deadline": "مهلت",
            "what_changes": "چه چیزی تغییر می‌کند؟",
            "referral": "اینجا کمک می‌گیرید",
            "event": "رویداد",
        },
    ),
}
