"""One post with its variants: words, pictures in every format, what is missing, where it goes."""

from __future__ import annotations

from werkzeug.wrappers import Response

from campaigns.approvals.to_write import return_reasons
from campaigns.content.models import Post
from campaigns.content.queries import current_renditions, current_slides, latest_revisions, variants_of_posts
from campaigns.content.rules import can_write
from campaigns.errors import NotFound
from campaigns.placements.overview.facts_used import facts_used
from campaigns.placements.overview.matrix import campaign_matrix
from campaigns.placements.queries import entries
from campaigns.vocabulary import WorkKind
from campaigns.work.queries import open_work
from web import identity
from web.database import session
from web.formats import locale
from web.fragments import show
from web.identity import page
from web.standing import today
from web.views.campaigns.blueprint import campaign_pages, opened
from web.views.campaigns.cells import lines, may_act
from web.views.campaigns.pages import aim_of
from web.words.content import format_word, kept_reason, kind_word


@campaign_pages.get("/campaigns/<int:campaign_id>/posts/<int:post_id>")
@page()
def post(campaign_id: int, post_id: int) -> Response:
    """The post: what it is for, its facts, and every language with its pictures."""
    campaign = opened(campaign_id)
    matrix = campaign_matrix(session(), campaign, on=today())
    rows = {row.post.id: row for row in matrix.rows}
    if post_id not in rows:
        raise NotFound("There is no such post in this campaign.")
    chosen: Post = rows[post_id].post
    cells = rows[post_id].cells
    ids = [cell.variant_id for cell in cells]
    variants = variants_of_posts(session(), [post_id]).get(post_id, {})
    words = latest_revisions(session(), variants.values())
    written = [row.id or 0 for row in words.values()]
    pictures, slides = current_renditions(session(), written), current_slides(session(), written)
    places = entries(session(), variant_ids=ids)
    actor = identity.actor()
    return show(
        "campaigns/post.html",
        campaign=campaign,
        post=chosen,
        aim=aim_of(campaign, chosen.position, chosen.aim),
        posts=[row.post for row in rows.values()],
        line=next(line for line in lines(matrix, return_reasons(session(), ids)) if line.post.id == post_id),
        words=words,
        pictures={
            variant_id: [*pictures.get(row.id or 0, []), *slides.get(row.id or 0, [])]
            for variant_id, row in words.items()
        },
        places={each: [entry for entry in places if entry.variant.id == each] for each in ids},
        facts=facts_used(
            session(),
            post_ids=[post_id],
            language=locale().language,
            today=today(),
        ),
        may_do=may_act(actor, campaign.languages),
        may_write={code for code in variants if can_write(actor, language=code)},
        work=open_work(session(), kind=WorkKind.RENDER_CAMPAIGN, subject_id=campaign_id),
        kept_reason=kept_reason,
        kind_word=kind_word,
        format_word=format_word,
    )
