"""The mail of a newsletter as its readers will get it: plain text on the page, HTML in a frame that may do nothing."""

from __future__ import annotations

from base64 import b64encode

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from assets.errors import StoreFault
from campaigns.approvals.models import Proof
from campaigns.approvals.proofs import latest_proofs
from campaigns.errors import NotFound, NotReady
from campaigns.languages import sort_languages
from campaigns.newsletter.mails import Copy, Masthead, Picture, Section, html_of, text_of
from campaigns.newsletter.queries import NEWSLETTER, same_issue
from campaigns.newsletter.sections import masthead_of, section_from
from campaigns.placements.gate import read_manifest
from campaigns.placements.models import Placement
from web.database import session
from web.fragments import show
from web.identity import page
from web.security import POLICY
from web.views.calendar.blueprint import calendar_pages, opened


@calendar_pages.get("/calendar/placements/<int:placement_id>/mail")
@page()
def mail(placement_id: int) -> Response:
    """Both forms of the mail; `language` chooses which of the reader's languages are in it."""
    row = _issue(placement_id)
    issue = same_issue(session(), row)
    chosen = _chosen(row, issue)
    sections, masthead, copy = _mail(row, issue, chosen)
    response = show(
        "calendar/mail.html",
        row=row,
        codes=sort_languages(issue),
        chosen=chosen,
        turned={code: _turned(placement_id, chosen, code) for code in issue},
        subject=sections[0].title,
        masthead=masthead,
        text=text_of(sections, masthead, copy),
        address=url_for("calendar.mail_page", placement_id=placement_id, language=chosen),
    )
    response.headers["Content-Security-Policy"] = _policy({"frame-src": "'self'"})
    return response


@calendar_pages.get("/calendar/placements/<int:placement_id>/mail.html")
@page()
def mail_page(placement_id: int) -> Response:
    """The HTML alone, as a mail program shows it. It may use its own styles and pictures, and nothing else."""
    row = _issue(placement_id)
    issue = same_issue(session(), row)
    sections, masthead, copy = _mail(row, issue, _chosen(row, issue))
    response = current_app.make_response(html_of(sections, masthead, copy, address_of=_inside))
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _issue(placement_id: int) -> Placement:
    row = opened(placement_id)
    if row.channel != NEWSLETTER or row.account_id is None:
        raise NotFound("Only posts of a newsletter are mails.")
    return row


def _chosen(row: Placement, issue: dict[str, Placement]) -> list[str]:
    """The languages in the order in which they were asked for; the placement's own when none was."""
    asked = [code for code in dict.fromkeys(request.args.getlist("language")) if code in issue]
    return asked or [code for code, each in issue.items() if each.id == row.id]


def _turned(placement_id: int, chosen: list[str], code: str) -> str:
    """The same page with one language more or less."""
    languages = [each for each in chosen if each != code] if code in chosen else [*chosen, code]
    return url_for("calendar.mail", placement_id=placement_id, language=languages)


def _mail(
    row: Placement, issue: dict[str, Placement], chosen: list[str]
) -> tuple[list[Section], Masthead, Copy]:
    found = [_section(issue[code], code) for code in chosen]
    sections = [section for section in found if section is not None]
    if not sections:
        raise NotReady("There is no mail to look at yet. Write the words and submit them first.")
    masthead = masthead_of(session(), row.account_id or 0)
    leave = f"{current_app.config['BASE_URL']}/newsletter/leave/…"
    return sections, masthead, Copy("reader@example.org", "preview", leave)


def _section(row: Placement, language: str) -> Section | None:
    """What was approved for it, or what was submitted last."""
    proof = session().get(Proof, row.proof_id) if row.proof_id else None
    proof = proof or latest_proofs(session(), [row.variant_id]).get((row.variant_id, NEWSLETTER))
    if proof is None:
        return None
    manifest = read_manifest(proof.manifest, digest=proof.digest, channel=NEWSLETTER, language=language)
    pictures = tuple(
        Picture(content, file["digest"], file["media_type"], file["alt"], file["width"], file["height"])
        for file in manifest["media"]
        if (content := _content(str(file["digest"])))
    )
    return section_from(manifest, pictures)


def _content(digest: str) -> bytes:
    try:
        return bytes(current_app.extensions["litfass_store"].get(digest))
    except StoreFault:
        return b""


def _inside(picture: Picture) -> str:
    return f"data:{picture.media_type};base64,{b64encode(picture.content).decode()}"


def _policy(changes: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, **changes}.items())
