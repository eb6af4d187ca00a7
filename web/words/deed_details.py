"""The words of the audit trail for what stands beside a deed: names of values, and the values."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _

from campaigns.vocabulary import DeciderKind, NoteKind, Origin, Risk, Role, WorkKind
from web.formats import day, language_name, moment
from web.words.content import kind_word, topic_word
from web.words.labels import label
from web.words.needs import platform_word
from web.words.review import channel_word, link_word, note_word

#: SHA-256 in full; its beginning tells it from others.
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@cache
def details() -> dict[str, Any]:
    """The word for what stands beside the action."""
    return {
        "about": _("number"),
        "after": _("now"),
        "cause": _("cause"),
        "instead_of": _("instead of"),
        "recall": _("recall"),
        "texts": _("texts"),
        "valid_to": _("last day"),
        "values": _("values"),
        "only_wording": _("the same in other words"),
        "before": _("before"),
        "channel": _("channel"),
        "digest": _("digest"),
        "digests": _("digests"),
        "doubted": _("unconfirmed"),
        "due_at": _("moment"),
        "duplicates": _("known already"),
        "rounded": _("shortened counts"),
        "facts": _("facts"),
        "state": _("what it says"),
        "second_lawyer": _("two lawyers for high risk"),
        "said_of_itself": _("name and imprint"),
        "approval_days": _("days an approval holds"),
        "campaign": _("campaign"),
        "confirmed": _("confirmed"),
        "corrected": _("corrected"),
        "files": _("files"),
        "found": _("found"),
        "held_out": _("held out"),
        "imported": _("taken in"),
        "how": _("how"),
        "proven_by": _("logged in with"),
        "demanded": _("demanded"),
        "people": _("people"),
        "key": _("key"),
        "kind": _("kind"),
        "language": _("language"),
        "languages": _("languages"),
        "kept": _("kept"),
        "made_at": _("made on"),
        "matched": _("matched"),
        "model_right": _("right by the model"),
        "name": _("name"),
        "place": _("place"),
        "platform": _("platform"),
        "link": _("link"),
        "password_alone": _("after a login with the password alone"),
        "link_kind": _("decided by"),
        "second_needed": _("second lawyer needed"),
        "to_person": _("asked"),
        "posts": _("posts"),
        "read": _("read"),
        "rejected": _("not taken"),
        "revision": _("revision"),
        "role": _("role"),
        "rows": _("rows"),
        "rules_right": _("right by keywords"),
        "secrets": _("secrets"),
        "source": _("taken from"),
        "status": _("state"),
        "topic": _("topic"),
        "trained_on": _("learned from"),
        "version": _("version"),
        "valid_until": _("valid until"),
        "account": _("account"),
        "address": _("fingerprint of the address"),
        "asked_by": _("asked by"),
        "at": _("moment"),
        "batch_id": _("import"),
        "by_hand": _("by hand"),
        "cents": _("cents"),
        "changed": _("changed"),
        "characters": _("characters"),
        "check": _("check"),
        "colours": _("colours"),
        "deleted": _("deleted"),
        "due_on": _("due on"),
        "emblem": _("emblem"),
        "emblem_mm": _("emblem, millimetres"),
        "emblem_percent": _("emblem, per cent"),
        "endpoint": _("address of the service"),
        "figures": _("figures"),
        "file": _("file"),
        "flaws": _("flaws"),
        "formats": _("formats"),
        "hidden": _("hidden"),
        "keys": _("fingerprints of the codes"),
        "kits": _("kits"),
        "known": _("known"),
        "layout": _("layout"),
        "left": _("left alone"),
        "letters": _("letters by mail"),
        "login": _("login"),
        "made": _("made"),
        "mailed": _("mailed"),
        "minor": _("small edit"),
        "model": _("model"),
        "monthly_characters": _("characters a month"),
        "new_key": _("new key"),
        "news": _("news"),
        "objected": _("objected"),
        "once": _("for once"),
        "order": _("order"),
        "origin": _("origin"),
        "page": _("page"),
        "partner": _("partner"),
        "parts": _("parts"),
        "password": _("fingerprint of the password"),
        "photo": _("photo"),
        "position": _("position"),
        "post": _("post"),
        "practice": _("practice"),
        "programme": _("programme"),
        "public": _("public"),
        "publication": _("publication"),
        "readings": _("readings"),
        "reason": _("reason"),
        "recipients": _("recipients"),
        "restored": _("put back"),
        "risk": _("risk"),
        "risk_before": _("risk before"),
        "roles": _("roles"),
        "secret": _("fingerprint of the link"),
        "token": _("fingerprint of the token"),
        "server": _("server"),
        "service": _("service"),
        "sha256": _("SHA-256"),
        "since": _("since"),
        "space": _("group"),
        "proof": _("proof"),
        "statement": _("statement"),
        "taken": _("taken over"),
        "task": _("task"),
        "tasks": _("tasks"),
        "today": _("today"),
        "trail": _("rows of the trail"),
        "unmatched": _("not matched"),
        "up_to": _("up to"),
        "variant_id": _("text"),
        "waiting": _("waiting"),
        "was": _("before"),
    }


@cache
def proofs() -> dict[str, Any]:
    """How somebody proved who they are."""
    return {
        "password": _("password"),
        "code": _("code of an app"),
        "passkey": _("passkey"),
        "recovery": _("recovery code"),
        "provider": _("single sign-on"),
    }


@cache
def bearings() -> dict[str, Any]:
    """What bears out that something was posted by hand."""
    return {
        "address": _("address of the post"),
        "screenshot": _("screenshot"),
        "word": _("none, only what was said"),
    }


def detail_word(key: str) -> str:
    return str(details().get(key, key.replace("_", " ")))


def detail_value(key: str, value: Any) -> str:
    """Languages, roles, days and the like by name; everything else as it is stored."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, dict) and key == "digests":
        return ", ".join(f"{channel_word(each)} {digest[:12]}" for each, digest in value.items())
    if isinstance(value, dict) and key == "facts":
        return ", ".join(f"{number} {seal[:12]}" for number, seal in value.items())
    if isinstance(value, str) and _FINGERPRINT.fullmatch(value):
        return value[:12]
    if isinstance(value, list):
        return ", ".join(detail_value(key.removesuffix("s"), each) for each in value)
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if key in ("due_at", "made_at", "was"):
        return moment(datetime.fromisoformat(value))
    if key == "valid_until":
        return day(date.fromisoformat(value))
    if key in ("how", "proven_by"):
        return str(proofs().get(value, value))
    if key == "proof":
        return str(bearings().get(value, value))
    if key == "role" and value in set(Role):
        return label(Role(value))
    if key in ("risk", "risk_before") and value in set(Risk):
        return label(Risk(value))
    if key == "origin" and value in set(Origin):
        return label(Origin(value))
    if key == "link_kind" and value in set(DeciderKind):
        return link_word(DeciderKind(value))
    if key == "due_on":
        return day(date.fromisoformat(value))
    if key == "kind" and value in set(NoteKind):
        return note_word(NoteKind(value))
    if key == "kind" and value in set(WorkKind):
        return label(WorkKind(value))
    named = {
        "language": language_name,
        "channel": channel_word,
        "platform": platform_word,
        "topic": topic_word,
        "kind": kind_word,
    }.get(key)
    return named(value) if named else value
