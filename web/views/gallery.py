"""Every component of the desk on one page, for whoever writes or judges a screen. Any login reaches it."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from campaigns.languages import written_languages
from campaigns.vocabulary import VariantStatus
from web import database
from web.forms import Form
from web.fragments import show
from web.identity import anybody, page
from web.waiting import Item
from web.words.states import marks

gallery_pages = Blueprint("gallery", __name__)

WORDS = {
    "de": "Kindergeld: 259 Euro im Monat (§ 66 EStG)",
    "en": "Child benefit: 259 euros a month (§ 66 EStG)",
    "ar": "إعانة الأطفال: 259 يورو شهريًا (§ 66 EStG)",
    "fa": "کمک‌هزینهٔ فرزند: ۲۵۹ یورو در ماه (§ 66 EStG)",
    "uk": "Допомога на дітей: 259 євро на місяць (§ 66 EStG)",
}


@gallery_pages.get("/gallery")
@page(needs=anybody)
def gallery() -> Response:
    form = Form(start={"name": "Beratung am Dienstag", "kind": "b", "languages": ["de", "ar"]})
    form.errors = {"day": "Write a day like 2027-01-11.", "": "Nothing was saved yet."}
    return show(
        "gallery.html",
        form=form,
        words=WORDS,
        languages=written_languages(),
        states=[kind(word) for kind, word in marks()],
        variant_states=list(VariantStatus),
        items=[
            Item(
                "Kindergeld, Beitrag 2",
                "#",
                note="Zurückgegeben: die Frist fehlt",
                state=VariantStatus.RETURNED,
            ),
            Item("إعانة الأطفال", "#", language="ar", state=VariantStatus.SUBMITTED, due_at=database.now()),
        ],
    )
