"""What readers of a newsletter reach: signing up, confirming, leaving. No cookie is read or set here.

Looking at a page changes nothing, because programs that look through mail open every link in it: only a pressed
button confirms or leaves. The answer to a filled-in page is the same whoever reads the newsletter already.
"""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaigns.errors import BadInput, NotFound
from campaigns.languages import languages
from campaigns.newsletter import actions
from campaigns.newsletter.actions import note_sign_up
from campaigns.newsletter.addresses import LONGEST
from campaigns.newsletter.queries import languages_of, newsletter_of
from campaigns.newsletter.wording import FALLBACK, say, spoken, wording
from campaigns.people.attempts import TooManyTries
from campaigns.people.models import Programme
from campaigns.placements.accounts.connecting import is_connected
from campaigns.placements.models import Account
from campaigns.settings import secret_key
from web import database
from web.database import SAFE
from web.identity import page
from web.letters import secrets_key, settings
from web.letting_in import admit_address, keyed

newsletter = Blueprint("newsletter", __name__, url_prefix="/newsletter")


@newsletter.get("/<key>/<int:account_id>")
@page(public=True)
def door(key: str, account_id: int) -> Response:
    """On to the page in the reader's language."""
    account, _programme = newsletter_of(database.session(), key=key, account_id=account_id)
    codes = languages_of(database.session(), account)
    chosen = request.accept_languages.best_match(codes) or codes[0]
    return redirect(url_for("newsletter.sign_up", key=key, account_id=account_id, language=chosen), code=302)


@newsletter.route("/<key>/<int:account_id>/<language>", methods=["GET", "POST"])
@page(public=True)
def sign_up(key: str, account_id: int, language: str) -> Response:
    """The page to sign up on."""
    typed, limited = request.form.get("email", "")[: LONGEST + 1], False
    if request.method not in SAFE:
        try:
            # Counted in a transaction of its own, before this request opens one.
            admit_address(keyed("newsletter", typed.strip().casefold()))
        except TooManyTries:
            limited = True
    account, programme = newsletter_of(database.session(), key=key, account_id=account_id)
    codes = languages_of(database.session(), account)
    if language not in codes:
        raise NotFound("There is no such newsletter.")
    if request.method in SAFE or not _is_open(account, programme):
        return _page(account, programme, codes, language)
    if limited:
        return _page(account, programme, codes, language, wrong=("", "too_many"), status=429)
    chosen = request.form.getlist("languages")
    try:
        # The language of the page first: it is the one they read.
        wanted = sorted(chosen[: len(codes)], key=lambda code: code != language)
        note_sign_up(
            database.session(), account=account, email=typed, languages=wanted, read_in=language,
            key=secrets_key(), now=database.now(),
        )  # fmt: skip
    except BadInput as problem:
        wrong = ("email", "bad_address") if problem.field == "email" else ("languages", "no_language")
        return _page(account, programme, codes, language, wrong=wrong, status=422)
    return _said(language, "sent_title", "sent_text", whose=programme)


@newsletter.route("/confirm/<token>", methods=["GET", "POST"])
@page(public=True)
def confirm(token: str) -> Response:
    """The button of the confirmation."""
    session, now = database.session(), database.now()
    language = actions.language_of(session, token=token, hash_key=_hash_key(), now=now)
    if language is None:
        return _said(_guessed(), "expired_title", "expired_text", status=404)
    whose = actions.programme_of(session, token=token, hash_key=_hash_key(), now=now)
    if request.method in SAFE:
        return _said(language, "confirm_title", "", button="confirm_button", whose=whose)
    actions.confirm(session, token=token, now=now)
    return _said(language, "confirmed_title", "confirmed_text", whose=whose)


@newsletter.route("/leave/<code>", methods=["GET", "POST"])
@page(public=True)
def leave(code: str) -> Response:
    """The button to leave; the same address takes the one click of a mail program (RFC 8058)."""
    session, now = database.session(), database.now()
    language = actions.language_of(session, code=code, hash_key=_hash_key(), now=now) or _guessed()
    whose = actions.programme_of(session, code=code, hash_key=_hash_key(), now=now)
    if request.method in SAFE:
        return _said(language, "leave_title", "leave_text", button="leave_button", whose=whose)
    actions.leave(session, code=code, hash_key=_hash_key(), now=now)
    return _said(language, "left_title", "left_text", whose=whose)


def _page(
    account: Account,
    programme: Programme,
    codes: list[str],
    language: str,
    *,
    wrong: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    chosen = request.form.getlist("languages") if request.method not in SAFE else [language]
    body = render_template(
        "newsletter/sign_up.html",
        **_frame(language),
        programme=programme,
        account=account,
        codes=codes,
        names={code: languages()[code] for code in codes},
        chosen=chosen,
        typed=request.form.get("email", "")[:LONGEST],
        wrong=wrong,
        is_open=_is_open(account, programme),
    )
    return make_response(body, status)


def _said(
    language: str,
    title: str,
    text: str,
    *,
    button: str = "",
    whose: Programme | None = None,
    status: int = 200,
) -> Response:
    """A page with one sentence and at most one button; `whose` newsletter it is about, where the link tells."""
    body = render_template(
        "newsletter/said.html",
        **_frame(language),
        title=title,
        text=text,
        button=button,
        programme=whose,
    )
    response = make_response(body, status)
    # The address holds a secret: no other site is told where somebody came from.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _frame(language: str) -> dict[str, object]:
    """What every page is written with: the words of the reader's language, and its direction."""
    row = languages()[spoken(language)]
    return {"say": lambda text, **values: say(language, text, **values), "row": row, "language": language}


def _guessed() -> str:
    """The language of a reader of whom nothing else is known."""
    return request.accept_languages.best_match(list(wording())) or FALLBACK


def _is_open(account: Account, programme: Programme) -> bool:
    return programme.closed_at is None and is_connected(
        account.channel, account.options, has_secret=bool(account.secret)
    )


def _hash_key() -> bytes:
    return secret_key(settings(), "pseudonym.key")
