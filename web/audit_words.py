"""What was done, in the reader's language: the words of the audit trail. An action without a word keeps its name."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _

from campaigns.vocabulary import DeciderKind, NoteKind, Origin, Risk, Role, WorkKind
from web.content_words import kind_word, topic_word
from web.formats import day, language_name, moment
from web.needs_words import platform_word
from web.review_words import channel_word, link_word, note_word
from web.words import label

#: SHA-256 in full; its beginning tells it from others.
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@cache
def deeds() -> dict[str, Any]:
    """The action's word by its name in the trail."""
    return {
        "add_account": _("connected an account"),
        "account_fell_ill": _("noticed a problem of an account"),
        "add_fact": _("wrote a fact"),
        "add_language": _("added a language to a campaign"),
        "remove_language": _("took a language out of a campaign"),
        "add_post": _("added a post to a campaign"),
        "add_note": _("said something about a card"),
        "add_person": _("added a login"),
        "approve_by_link": _("approved through a one-time link"),
        "escalate_review": _("told the leads that a decision is overdue"),
        "expire_placement": _("let a proposal expire: its slot passed unapproved"),
        "issue_review_link": _("let somebody outside decide"),
        "remind_review": _("reminded the lawyers"),
        "return_by_link": _("returned a text through a one-time link"),
        "revoke_review_link": _("took a one-time link back"),
        "add_programme": _("began the programme"),
        "add_space": _("registered a group"),
        "adopt_topic": _("took over facts from the library"),
        "answer_rumour": _("planned the answer to a rumour"),
        "approve_variant": _("approved a text"),
        "ask_for_pictures": _("asked for pictures"),
        "ask_for_films": _("asked for films"),
        "add_photo": _("added a photo"),
        "remove_photo": _("removed a photo"),
        "add_logo": _("added a logo"),
        "remove_logo": _("removed a logo"),
        "set_funder": _("changed what the funder asks of pictures"),
        "add_voice": _("added a recording"),
        "remove_voice": _("removed a recording"),
        "attach_figures": _("said which post a row of an export is about"),
        "ask_machine": _("asked the machine for help"),
        "dismiss_figures": _("said that a row of an export is about no post of ours"),
        "import_figures": _("took in an export of figures"),
        "undo_figures": _("undid an export of figures"),
        "fix_report": _("fixed a report"),
        "open_report": _("gave the public page of a report a new address"),
        "close_report": _("closed the public page of a report"),
        "note_costs": _("noted what a campaign cost"),
        "owe_report": _("noted when a report is due"),
        "drop_owed_report": _("dropped a due report"),
        "send_owed_report": _("made a due report and mailed it"),
        "add_partner": _("added a partner"),
        "change_partner": _("changed a partner"),
        "end_partner": _("took a partner out of the register"),
        "keep_region": _("wrote a contact block of a region"),
        "make_kit": _("made a kit"),
        "add_kit_version": _("made a new version of a kit"),
        "renew_kit_link": _("gave a kit a new link"),
        "hold_kit": _("held a kit"),
        "free_kit": _("let a kit be used again"),
        "withdraw_kit": _("withdrew a kit"),
        "tell_partner": _("wrote to a partner about kits"),
        "remove_subscriber": _("took an address out of a newsletter"),
        "type_figures": _("typed figures in"),
        "cancel_placement": _("cancelled a placement"),
        "cancel_work": _("stopped long work"),
        "change_account": _("changed how an account is reached"),
        "change_fact": _("changed a fact"),
        "rate_fact": _("gave a fact another risk"),
        "change_profile": _("changed the own profile"),
        "change_programme": _("changed the programme"),
        "change_rumour": _("changed the topic of a rumour"),
        "change_topic": _("changed a topic"),
        "check_fact": _("checked a fact"),
        "check_rumour": _("began to check a rumour"),
        "close_review": _("set a text approved, one lawyer being enough"),
        "close_account": _("removed an account"),
        "close_space": _("closed a group"),
        "confirm_absent": _("confirmed that a post is not there"),
        "confirm_login": _("proved again who it is"),
        "add_passkey": _("added a passkey"),
        "remove_passkey": _("removed a passkey"),
        "begin_authenticator": _("began to set up an authenticator app"),
        "add_authenticator": _("set up an authenticator app"),
        "remove_authenticator": _("removed an authenticator app"),
        "new_recovery_codes": _("made new recovery codes"),
        "forget_factors": _("removed all second factors"),
        "make_login_link": _("made a link to choose a password"),
        "tie_sign_on": _("tied a login to single sign-on"),
        "take_in_login": _("took a login in with a programme"),
        "rehash_password": _("hashed a password with stronger settings"),
        "use_recovery_code": _("used a recovery code"),
        "review_access": _("looked through the list of access"),
        "demand_second_factor": _("decided whether a second factor is demanded"),
        "confirm_topic": _("confirmed a topic"),
        "take_back_topics": _("took topics back that were said of questions"),
        "create_campaign": _("planned a campaign"),
        "doubt_placement": _("could not tell whether a post arrived"),
        "disable_person": _("disabled a login"),
        "dismiss_finding": _("let a finding stand"),
        "reopen_finding": _("took back that a finding may stand"),
        "reopen_review": _("had a second lawyer asked about a text"),
        "dismiss_phrase": _("dismissed a phrase"),
        "dismiss_proposal": _("dismissed a proposal"),
        "end_membership": _("ended a membership"),
        "end_fact": _("set the last day of a fact"),
        "enable_person": _("opened a login again"),
        "fail_placement": _("could not send a post"),
        "flag_facts": _("had facts checked again"),
        "find_phrases": _("looked for new phrases"),
        "forget_old_keys": _("dropped old keys"),
        "forget_old_needs": _("deleted old questions"),
        "forget_old_work": _("cleared away old work"),
        "forget_words": _("deleted the words of questions"),
        "grant_role": _("gave a role"),
        "tell_new_voice": _("told of a new voice of a lawyer"),
        "confirm_voice": _("confirmed who a new lawyer is"),
        "object_to_voice": _("objected to a new voice"),
        "tell_role_changes": _("told the leads that roles were changed"),
        "hand_over_placement": _("made a post a hand-off"),
        "hold_placement": _("held a placement"),
        "import_needs": _("imported questions"),
        "issue_token": _("gave a program access"),
        "judge_rumour": _("judged a rumour"),
        "keep_text": _("said that a text stays true"),
        "let_stand": _("let posts with old words stand"),
        "log_in": _("logged in"),
        "log_rumour": _("logged a rumour"),
        "make_topic": _("made a topic"),
        "keep_secret": _("exchanged the token of an account"),
        "keep_app": _("entered what the office is registered as at a channel"),
        "drop_app": _("removed a registration at a channel"),
        "change_habits": _("changed language or times of an account"),
        "rename_account": _("renamed an account"),
        "end_newsletter": _("deleted the list of a newsletter"),
        "break_off_permit": _("broke off connecting an account"),
        "ask_permit": _("began to connect an account at its channel"),
        "choose_page": _("chose the page that an account stands for"),
        "give_permit": _("got leave of a channel to post for an account"),
        "refuse_permit": _("got no leave of a channel to post for an account"),
        "mark_posted": _("posted by hand"),
        "mark_posted_against": _("posted by hand what was held or not approved"),
        "take_over_placement": _("took a hand-off over"),
        "put_off_placement": _("put a hand-off off"),
        "allow_early_placement": _("noted that a group allows a post early"),
        "change_space": _("changed a group"),
        "visit_space": _("looked through a group"),
        "be_away": _("said until when they are away"),
        "miss_placement": _("let a post wait: its moment had passed"),
        "move_post": _("changed the order of posts"),
        "move_placement": _("moved a placement"),
        "pause_account": _("paused an account"),
        "pause_sending": _("paused sending"),
        "place": _("put a post into the calendar"),
        "plan_proposal": _("made a proposal a campaign"),
        "propose_placement": _("proposed a placement"),
        "publish_rumour": _("marked a rumour as answered"),
        "publish_placement": _("published posts"),
        "recall_fact": _("recalled what was made from a fact"),
        "retire_fact": _("withdrew a fact"),
        "settle_doubts": _("settled a doubt about a fact"),
        "take_down": _("noted that a post was taken down"),
        "remove_post": _("took a post out of a campaign"),
        "repeat_campaign": _("planned a campaign once more"),
        "request_work": _("asked for long work"),
        "retire_topic": _("retired a topic"),
        "restore_phrase": _("took back that a phrase is no need"),
        "restore_backup": _("restored a backup"),
        "export_programme": _("exported the programme"),
        "import_programme": _("imported the programme"),
        "resume_account": _("resumed an account"),
        "resume_sending": _("resumed sending"),
        "return_variant": _("returned a text"),
        "revoke_role": _("took a role away"),
        "revoke_token": _("took a program's access away"),
        "rotate_keys": _("exchanged the key of secrets"),
        "save_practice": _("kept a practice"),
        "save_proposal": _("kept a proposal"),
        "schedule_placement": _("scheduled a placement"),
        "send_again": _("had a post sent again"),
        "set_colours": _("changed the colours"),
        "set_look": _("changed the look of a post"),
        "set_password": _("set a password"),
        "set_programme_languages": _("chose the languages"),
        "set_up_machine": _("set up machine help"),
        "submit_variant": _("submitted a text"),
        "switch_off_machine": _("switched machine help off"),
        "train_topics": _("learned topics from confirmed questions"),
        "undo_import": _("undid an import"),
        "use_practice": _("planned from a practice"),
        "watch_rumour": _("watches a rumour"),
        "take_down_placement": _("took a post down"),
        "correct_placement": _("put corrected words in the place of a published post's"),
        "try_account_key": _("tried whether a server knows messages again"),
        "withdraw_approval": _("withdrew an approval"),
        "write_fact": _("wrote a fact"),
        "write_revision": _("wrote a text"),
        "add_term": _("added a term to the glossary"),
        "change_term": _("changed a term of the glossary"),
        "confirm_source": _("found a text fitting its changed source"),
        "decide_text": _("decided about a text from a file"),
        "hide_term": _("switched a term of the glossary off or on"),
        "import_copy": _("took translations in from a file"),
        "reset_term": _("set a term of the glossary back"),
        "say_term": _("wrote the forms of a term in a language"),
    }


@cache
def things() -> dict[str, Any]:
    """The word for what it was done to."""
    return {
        "account": _("account"),
        "advice_need": _("question"),
        "backup": _("backup"),
        "campaign": _("campaign"),
        "channel_app": _("registration at a channel"),
        "emerging_phrase": _("phrase"),
        "fact": _("fact"),
        "glossary_term": _("term"),
        "intake_token": _("access of a program"),
        "kit": _("kit"),
        "keys": _("keys"),
        "need_batch": _("import"),
        "insight_batch": _("export of figures"),
        "publication": _("publication"),
        "region": _("region"),
        "report_due": _("due report"),
        "report_version": _("fixed report"),
        "unmatched_row": _("row of an export"),
        "own_topic": _("topic"),
        "person": _("person"),
        "partner": _("partner"),
        "photo": _("photo"),
        "placement": _("placement"),
        "practice": _("practice"),
        "programme": _("programme"),
        "proposal": _("proposal"),
        "rumour": _("rumour"),
        "sending_pause": _("pause"),
        "space": _("group"),
        "topic": _("topic"),
        "trained_topics": _("model of topics"),
        "variant": _("text"),
        "work": _("work"),
    }


def deed(action: str) -> str:
    return str(deeds().get(action, action.replace("_", " ")))


def thing(subject: str) -> str:
    return str(things().get(subject, subject.replace("_", " ")))


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
    if key in ("due_at", "made_at"):
        return moment(datetime.fromisoformat(value))
    if key == "valid_until":
        return day(date.fromisoformat(value))
    if key in ("how", "proven_by"):
        return str(proofs().get(value, value))
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
