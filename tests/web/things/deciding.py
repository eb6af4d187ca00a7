"""What is decided once: imports, proposals, emerging phrases, tokens, rows of exports that nobody recognised."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from campaigns.needs.actions.importing import import_needs
from campaigns.needs.actions.proposing import dismiss_proposal, mark_planned
from campaigns.needs.actions.undoing import undo_import
from campaigns.needs.emerging.actions import dismiss_phrase, save_phrases
from campaigns.needs.emerging.models import EmergingPhrase
from campaigns.needs.emerging.phrases import Phrase
from campaigns.needs.models import NeedBatch, Proposal
from campaigns.needs.tokens.actions import issue_token, revoke_token
from campaigns.people.models import Programme
from campaigns.reach.actions import import_figures, understand_export
from campaigns.reach.actions.attaching import dismiss_row
from campaigns.reach.models import UnmatchedRow
from tests.web.desk_stage import feed_account
from tests.web.things.stage import Names, Stage, thing

LOG = "Datum;Sprache;Frage\n2026-11-20;de;Wie hoch ist das Kindergeld?\n"
EXPORT = "Beitrags-ID;Permalink;Beschreibung;Aufrufe\n990000001;https://www.facebook.com/x/posts/990000001;Etwas;77\n"


def _programme(stage: Stage) -> Programme:
    return stage.session.get_one(Programme, stage.programme_id)


@thing("import", "taken in", "undone")
def batch(stage: Stage, state: str) -> Names:
    import_needs(
        stage.session,
        programme=_programme(stage),
        data=LOG.encode(),
        name="log.csv",
        key=b"k" * 32,
        by=stage.staff,
        now=stage.now,
    )
    row = stage.session.exec(select(NeedBatch)).one()
    if state == "undone":
        undo_import(stage.session, batch_id=row.id or 0, by=stage.staff, now=stage.now)
    return {"batch_id": row.id}


@thing("proposal", "open", "planned", "dismissed")
def proposal(stage: Stage, state: str) -> Names:
    row = Proposal(
        programme_id=stage.programme_id,
        topic="child_benefit",
        as_of=stage.now.date(),
        created_at=stage.now,
    )
    stage.session.add(row)
    stage.session.flush()
    decide = {"planned": mark_planned, "dismissed": dismiss_proposal}.get(state)
    if decide:
        decide(stage.session, proposal_id=row.id or 0, by=stage.staff, now=stage.now)
    return {"proposal_id": row.id}


@thing("phrase", "open", "dismissed")
def phrase(stage: Stage, state: str) -> Names:
    save_phrases(
        stage.session,
        programme=_programme(stage),
        phrases=[Phrase("deutschlandpass", "de", asked=12, before=0, likelihood=30.0)],
        as_of=stage.now.date(),
        now=stage.now,
    )
    row = stage.session.exec(select(EmergingPhrase)).one()
    if state == "dismissed":
        dismiss_phrase(
            stage.session,
            programme=_programme(stage),
            phrase_id=row.id or 0,
            reason="A shop.",
            by=stage.staff,
            now=stage.now,
        )
    return {"phrase_id": row.id}


@thing("token", "good", "revoked")
def token(stage: Stage, state: str) -> Names:
    about = {"by": stage.scene.cast.lead, "now": stage.now}
    row, _secret = issue_token(
        stage.session, programme=_programme(stage), name="Contact form", secret="s" * 40, **about
    )
    if state == "revoked":
        revoke_token(stage.session, token_id=row.id or 0, **about)
    return {"token_id": row.id}


@thing("unmatched row", "open", "dismissed")
def unmatched(stage: Stage, state: str) -> Names:
    account = feed_account(stage.session, stage.scene.cast)
    export = understand_export(stage.session, account=account, data=EXPORT.encode(), name="e.csv")
    import_figures(
        stage.session, account=account, export=export, by=stage.staff, now=stage.now - timedelta(days=1)
    )
    row = stage.session.exec(select(UnmatchedRow)).one()
    if state == "dismissed":
        dismiss_row(stage.session, row=row, by=stage.staff, now=stage.now)
    return {"row_id": row.id, "export_id": row.batch_id}
