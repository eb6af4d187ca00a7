"""Texts of which something was changed after they were submitted or approved, and texts on their way to readers."""

from __future__ import annotations

from datetime import timedelta

from campaigns.approvals.actions import approve_review
from campaigns.clock import wall_time
from campaigns.content.models import Campaign
from campaigns.people.actions import disable_person
from campaigns.people.models import Person
from campaigns.placements.actions import hold, place
from tests.builders import give_pictures, seen, submit
from tests.web.desk_stage import ZONE, feed_account
from tests.web.things import keeping
from tests.web.things.approving import withdraw
from tests.web.things.leaving import bound
from tests.web.things.stage import Names, Stage, thing

#: Submitted, and what would leave is another thing by now.
SUBMITTED = ("submitted, then edited", "submitted, then drawn anew", "submitted, then led elsewhere")
#: Approved, and no approval counts any more.
APPROVED = ("approved, then drawn anew", "approved, then led elsewhere", "approval over", "lawyer gone")
#: Recalled: other words are needed first.
RECALLED = ("submitted, then doubted", "approved, then doubted")
PLACED = ("scheduled", "held by hand", "published", "published, then withdrawn")


@thing("text", *SUBMITTED, *APPROVED, *RECALLED, *PLACED)
def text(stage: Stage, state: str) -> Names:
    if state in PLACED:
        _placed(stage, state)
    elif state == "approval over":
        _approved_until_yesterday(stage)
    elif state == "lawyer gone":
        stage.approved()
        lawyer = stage.session.get_one(Person, stage.lawyer.person_id)
        disable_person(stage.session, person=lawyer, by=None, now=stage.now)
    else:
        word, _comma, change = state.partition(", then ")
        stage.submitted() if word == "submitted" else stage.approved()
        _changed(stage, change)
    variant = stage.german()
    return {"variant_id": variant.id, "based_on": variant.revision}


def _changed(stage: Stage, how: str) -> None:
    if how == "edited":
        stage.edit()
    elif how == "drawn anew":
        give_pictures(stage.session, stage.scene.campaign, now=stage.now, tag="anew")
    elif how == "led elsewhere":
        stage.session.get_one(Campaign, stage.scene.campaign.id).link = "https://advice.example/other"
    elif how == "doubted":
        keeping.fact(stage, "doubted")
    stage.session.flush()


def _approved_until_yesterday(stage: Stage) -> None:
    then = stage.now - timedelta(days=3)
    request = submit(stage.session, stage.scene.cast, stage.german(), now=then)
    approve_review(
        stage.session,
        request_id=request.id or 0,
        seen=seen(stage.session, request),
        valid_until=(stage.now - timedelta(days=1)).date(),
        by=stage.lawyer,
        now=then,
    )


def _placed(stage: Stage, state: str) -> None:
    if state.startswith("published"):
        bound(stage, "published")
        if state == "published, then withdrawn":
            withdraw(stage)
        return
    row = place(
        stage.session,
        variant_id=stage.scene.german.id or 0,
        proof=stage.approved(),
        account=feed_account(stage.session, stage.scene.cast),
        wall=wall_time(stage.now + timedelta(days=1), ZONE),
        zone=ZONE,
        by=stage.staff,
        now=stage.now,
    )
    if state == "held by hand":
        about = {"placement_id": row.id or 0, "by": stage.staff, "now": stage.now}
        hold(stage.session, reason="We wait for the ministry.", **about)
