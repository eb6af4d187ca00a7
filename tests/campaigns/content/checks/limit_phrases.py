"""How each language says that a value is the most or the least, and until or since when; apart from the checks."""

from __future__ import annotations

from random import Random

from tests.campaigns.content.checks.notations import Worth, draw, write

#: Ways to say: at most, at least (of quantities), until, since (of days). {v} is the value.
PHRASES: dict[str, tuple[str, str, str, str]] = {
    "de": (
        "höchstens {v}|nicht mehr als {v}|weniger als {v}|maximal {v}|bis zu {v}",
        "mindestens {v}|mehr als {v}|nicht weniger als {v}|wenigstens {v}",
        "bis zum {v}|vor dem {v}|spätestens am {v}",
        "ab dem {v}|nach dem {v}|frühestens am {v}|seit dem {v}",
    ),
    "en": (
        "at most {v}|no more than {v}|less than {v}|up to {v}|{v} at most|a maximum of {v}",
        "at least {v}|more than {v}|not less than {v}|a minimum of {v}",
        "until {v}|before {v}|by {v}|on {v} at the latest|no later than {v}",
        "from {v}|after {v}|since {v}|from {v} onwards|not before {v}",
    ),
    "ar": (
        "لا يزيد عن {v}|أقل من {v}|بحد أقصى {v}|{v} على الأكثر|لا يتجاوز {v}",
        "على الأقل {v}|أكثر من {v}|ما لا يقل عن {v}|{v} على الأقل",
        "حتى {v}|قبل {v}|في موعد أقصاه {v}",
        "اعتبارًا من {v}|بعد {v}|منذ {v}|ابتداءً من {v}",
    ),
    "fa": (
        "حداکثر {v}|کمتر از {v}|تا {v}",
        "حداقل {v}|بیش از {v}|دست‌کم {v}|بیشتر از {v}",
        "تا {v}|پیش از {v}|حداکثر تا {v}|قبل از {v}",
        "از {v}|پس از {v}|از {v} به بعد|بعد از {v}",
    ),
    "uk": (
        "щонайбільше {v}|не більше {v}|менше {v}|до {v}|не більше ніж {v}",
        "щонайменше {v}|не менше {v}|понад {v}|більше ніж {v}|принаймні {v}",
        "до {v}|не пізніше {v}|перед {v}",
        "з {v}|після {v}|від {v}|починаючи з {v}|не раніше {v}",
    ),
    "ru": (
        "не более {v}|менее {v}|до {v}|максимум {v}|не больше {v}",
        "не менее {v}|более {v}|минимум {v}|больше {v}|свыше {v}|как минимум {v}",
        "до {v}|не позднее {v}|не позже {v}",
        "с {v}|после {v}|начиная с {v}|не ранее {v}",
    ),
    "tr": (
        "en fazla {v}|en çok {v}|{v} altında|azami {v}",
        "en az {v}|asgari {v}|{v} veya daha fazla|{v} üzerinde",
        "{v} tarihine kadar|{v} tarihinden önce|en geç {v} tarihinde",
        "{v} tarihinden itibaren|{v} tarihinden sonra",
    ),
    "fr": (
        "au maximum {v}|au plus {v}|moins de {v}|pas plus de {v}|jusqu’à {v}|{v} au maximum",
        "au moins {v}|plus de {v}|au minimum {v}|pas moins de {v}",
        "jusqu’au {v}|avant le {v}|au plus tard le {v}|d’ici le {v}",
        "à partir du {v}|après le {v}|dès le {v}|depuis le {v}|à compter du {v}",
    ),
    "ro": (
        "cel mult {v}|mai puțin de {v}|nu mai mult de {v}|maximum {v}|până la {v}",
        "cel puțin {v}|mai mult de {v}|peste {v}|minimum {v}",
        "până la {v}|până pe {v}|înainte de {v}|cel târziu pe {v}",
        "din {v}|de la {v}|după {v}|începând cu {v}",
    ),
    "pl": (
        "najwyżej {v}|nie więcej niż {v}|mniej niż {v}|maksymalnie {v}|do {v}",
        "co najmniej {v}|więcej niż {v}|przynajmniej {v}|ponad {v}|nie mniej niż {v}",
        "do {v}|przed {v}|najpóźniej {v}|nie później niż {v}",
        "od {v}|po {v}|począwszy od {v}|nie wcześniej niż {v}",
    ),
    "bg": (
        "най-много {v}|не повече от {v}|по-малко от {v}|до {v}|максимум {v}",
        "най-малко {v}|поне {v}|повече от {v}|над {v}|минимум {v}|не по-малко от {v}",
        "до {v}|преди {v}|най-късно до {v}|не по-късно от {v}",
        "от {v}|след {v}|считано от {v}|не по-рано от {v}",
    ),
    "it": (
        "al massimo {v}|non più di {v}|meno di {v}|fino a {v}|al più {v}",
        "almeno {v}|più di {v}|non meno di {v}|oltre {v}",
        "fino al {v}|prima del {v}|entro il {v}|al più tardi il {v}",
        "dal {v}|dopo il {v}|a partire dal {v}|non prima del {v}",
    ),
    "es": (
        "como máximo {v}|no más de {v}|menos de {v}|hasta {v}|un máximo de {v}",
        "al menos {v}|más de {v}|como mínimo {v}|por lo menos {v}",
        "hasta el {v}|antes del {v}|a más tardar el {v}",
        "a partir del {v}|después del {v}|desde el {v}",
    ),
    "hu": (
        "legfeljebb {v}|kevesebb mint {v}|maximum {v}|nem több mint {v}",
        "legalább {v}|több mint {v}|minimum {v}",
        "{v} előtt|legkésőbb {v}",
        "{v} után|legkorábban {v}|{v} óta",
    ),
    "hr": (
        "najviše {v}|ne više od {v}|manje od {v}|do {v}|maksimalno {v}",
        "najmanje {v}|više od {v}|barem {v}|preko {v}|ne manje od {v}",
        "do {v}|prije {v}|najkasnije {v}|najkasnije do {v}",
        "od {v}|nakon {v}|počevši od {v}|ne prije {v}",
    ),
    "el": (
        "το πολύ {v}|λιγότερο από {v}|έως {v}|μέχρι {v}|όχι περισσότερο από {v}",
        "τουλάχιστον {v}|περισσότερο από {v}|πάνω από {v}|όχι λιγότερο από {v}",
        "έως τις {v}|μέχρι τις {v}|πριν από τις {v}|το αργότερο στις {v}",
        "από τις {v}|μετά τις {v}|όχι πριν από τις {v}",
    ),
    "fi": (
        "enintään {v}|korkeintaan {v}|alle {v}|vähemmän kuin {v}",
        "vähintään {v}|yli {v}|enemmän kuin {v}|ainakin {v}",
        "{v} mennessä|{v} asti|ennen {v}|viimeistään {v}|{v} saakka",
        "{v} alkaen|{v} jälkeen|{v} lähtien|aikaisintaan {v}",
    ),
    "sv": (
        "högst {v}|inte mer än {v}|mindre än {v}|upp till {v}|maximalt {v}",
        "minst {v}|mer än {v}|över {v}|inte mindre än {v}|åtminstone {v}",
        "till {v}|före {v}|senast {v}|fram till {v}|till och med {v}",
        "från {v}|efter {v}|från och med {v}|tidigast {v}|sedan {v}",
    ),
    "nl": (
        "hoogstens {v}|niet meer dan {v}|minder dan {v}|maximaal {v}|ten hoogste {v}",
        "minstens {v}|meer dan {v}|ten minste {v}|minimaal {v}|niet minder dan {v}",
        "tot {v}|vóór {v}|uiterlijk op {v}|tot en met {v}|niet later dan {v}",
        "vanaf {v}|na {v}|sinds {v}|met ingang van {v}|niet vóór {v}",
    ),
}  # fmt: skip


def limited(random: Random, code: str, *, is_turned: bool) -> tuple[str, str]:
    """A limited value in German and in the language, there with the other side where it is turned round."""
    worth = draw(random, random.choice(("amount", "percent", "duration", "date", "date")))
    side = random.randrange(2)
    return _said(random, worth, "de", side), _said(random, worth, code, 1 - side if is_turned else side)


def _said(random: Random, worth: Worth, code: str, side: int) -> str:
    ways = PHRASES[code][2 + side if worth.kind == "date" else side].split("|")
    return random.choice(ways).format(v=write(random, worth, code))
