"""The list of campaigns, and the page of one."""

from __future__ import annotations

from flask import Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from campaigns.approvals.to_write import return_reasons
from campaigns.clock import wall_time
from campaigns.content.models import Campaign
from campaigns.needs.models import Proposal
from campaigns.needs.rules import can_see_radar
from campaigns.placements.calendar.timeline import campaign_timeline
from campaigns.placements.overview.cards import Card, campaign_cards
from campaigns.placements.overview.facts_used import facts_used
from campaigns.placements.overview.matrix import campaign_matrix
from campaigns.placements.overview.stages import stages_of
from campaigns.placements.overview.standing import TextState
from campaigns.placements.recall.warnings import endings, recalls_open_in, will_be_held
from campaigns.planning.concerns import UNCHECKED
from campaigns.vocabulary import CampaignStage, VariantStatus, WorkKind
from campaigns.work.queries import get_work, last_work, open_work
from web import database, identity
from web.database import session
from web.formats import locale
from web.fragments import show
from web.identity import page
from web.not_made import not_made
from web.views.campaigns.blueprint import campaign_pages, opened
from web.views.campaigns.cells import THROUGH, lines, may_act, through_by_language, todos
from web.words.calendar import OVERDUE, zone_word
from web.words.content import kind_word, say, topic_word
from web.words.facts import reading_language
from web.words.labels import label
from web.words.states import mark

#: The order in which stages stand on the list: what moves first, what is over last.
STAGES = (
    CampaignStage.RUNNING,
    CampaignStage.SCHEDULED,
    CampaignStage.REVIEW,
    CampaignStage.WRITING,
    CampaignStage.PLANNED,
    CampaignStage.FINISHED,
    CampaignStage.ARCHIVED,
)


@campaign_pages.get("/campaigns")
@page()
def index() -> AnyResponse:
    programme = identity.programme()
    archived = request.args.get("archived") == "yes"
    today = wall_time(database.now(), programme.zone).date()
    cards = campaign_cards(session(), programme_id=programme.id or 0, today=today, archived=archived)
    chosen = request.args.get("stage")
    return show(
        "campaigns/index.html",
        cards=[card for stage in STAGES for card in _at(cards, stage) if chosen in (None, stage.value)],
        tabs=stage_tabs(cards, chosen, archived),
        moment=database.now(),
        archived=archived,
        may_do=may_act(identity.actor(), ()),
        progress_of=progress_of,
    )


@campaign_pages.get("/campaigns/<int:campaign_id>")
@page()
def campaign(campaign_id: int) -> AnyResponse:
    """The campaign: what is missing, the matrix, and what it rests on."""
    chosen = opened(campaign_id)
    today = wall_time(database.now(), identity.programme().zone).date()
    matrix = campaign_matrix(session(), chosen, on=today)
    returned = [cell.variant_id for cell in matrix.cells if cell.state is TextState.RETURNED]
    post_ids = [row.post.id or 0 for row in matrix.rows]
    return show(
        "campaigns/campaign.html",
        campaign=chosen,
        stage=stages_of(session(), [chosen], today=today)[chosen.id or 0],
        matrix=matrix,
        lines=lines(matrix, return_reasons(session(), returned)),
        columns=through_by_language(matrix),
        todos=todos(matrix),
        through=matrix.count(*THROUGH),
        legend=[mark(state) for state in TextState],
        may_do=may_act(identity.actor(), matrix.languages),
        work=open_work(session(), kind=WorkKind.RENDER_CAMPAIGN, subject_id=chosen.id),
        not_made=not_made(last_work(session(), kind=WorkKind.RENDER_CAMPAIGN, subject_id=chosen.id)),
        moments=campaign_timeline(session(), chosen.id or 0, database.now()),
        facts=facts_used(session(), post_ids=post_ids, language=locale().language, today=today),
        positions={row.post.id: row.post.position for row in matrix.rows},
        evidence=_evidence(chosen),
        may_see_radar=can_see_radar(identity.actor()),
        warnings=_said(chosen, "warnings"),
        recalls=recalls_open_in(session(), [cell.variant_id for cell in matrix.cells]),
        will_be_held=will_be_held(session(), campaign_id=chosen.id),
        endings=[
            say(item.msgid, item.values)
            for item in endings(
                session(), campaign_id=chosen.id or 0, today=today, language=reading_language()
            )
        ],
        topic_word=topic_word,
        kind_word=kind_word,
        overdue=OVERDUE,
        zone_word=zone_word,
    )


@campaign_pages.get("/campaigns/<int:campaign_id>/pictures/<int:work_id>")
@page()
def pictures_ended(campaign_id: int, work_id: int) -> Response:
    """Asked while pictures are made: nothing until then; then the page is to be loaded once more."""
    opened(campaign_id)
    ended = get_work(session(), work_id).ended_at is not None
    return Response(status=204, headers={"HX-Refresh": "true"} if ended else {})


def stage_tabs(cards: list[Card], chosen: str | None, archived: bool) -> list[tuple[str, str, bool, int]]:
    """All campaigns, then those of each stage at which any stands."""
    kept = "yes" if archived else None
    everything = (_("All"), url_for("campaigns.index", archived=kept), chosen is None, len(cards))
    return [everything] + [
        (
            label(stage),
            url_for("campaigns.index", stage=stage.value, archived=kept),
            chosen == stage.value,
            len(found),
        )
        for stage in STAGES
        if (found := _at(cards, stage))
    ]


def progress_of(card: Card) -> list[tuple[int, str]]:
    """How far a campaign's texts are, as parts of one bar with their tones."""
    count = card.variants
    return [
        (card.approved, "good"),
        (count[VariantStatus.SUBMITTED], "moving"),
        (count[VariantStatus.DRAFT] + count[VariantStatus.RENDERED], "waiting"),
        (count[VariantStatus.RETURNED] + card.lapsed, "stop"),
        (count[VariantStatus.MISSING], "quiet"),
    ]


def aim_of(chosen: Campaign, position: int, otherwise: str) -> str:
    """What a post is for, in the reader's language where the plan can still say it."""
    posts = chosen.plan.get("posts", [])
    aim = posts[position - 1].get("aim") if position <= len(posts) else None
    return say(aim["msgid"], aim["values"]) if aim else otherwise


def _at(cards: list[Card], stage: CampaignStage) -> list[Card]:
    return [card for card in cards if card.stage is stage]


def _evidence(chosen: Campaign) -> list[str]:
    """Why the campaign exists: what the plan says, and what the radar counted when it was proposed.

    For those who may read the radar; others read counts in fixed reports.
    """
    if not can_see_radar(identity.actor()):
        return []
    said = _said(chosen, "evidence")
    proposal = session().get(Proposal, chosen.proposal_id) if chosen.proposal_id else None
    reasons = proposal.evidence.get("reasons", []) if proposal else []
    said += [say(item["msgid"], item.get("values", {})) for item in reasons if isinstance(item, dict)]
    return list(dict.fromkeys(said))


def _said(chosen: Campaign, part: str) -> list[str]:
    """What was said when it was planned, but for what may have changed since and stands beside each fact."""
    told = [item for item in chosen.plan.get(part, []) if item["msgid"] != UNCHECKED]
    return [say(item["msgid"], item["values"]) for item in told]
