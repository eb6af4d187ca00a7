"""The words of the cards and films that are measured, in eight languages."""

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
