"""A fact moves: what is scheduled is held, what is out is listed, and nothing leaves with the old words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from campaigns.approvals.moved_facts import moved_facts
from campaigns.approvals.validity import valid_approval
from campaigns.content.actions import write_revision
from campaigns.content.models import PostFact
from campaigns.content.queries import latest_revision
from campaigns.content.recall.actions import keep_text
from campaigns.content.recall.models import Recall
from campaigns.content.recall.queries import items_of, open_items, recalled_variants
from campaigns.errors import BadInput, Conflict, NotAllowed, NotReady
from campaigns.facts.actions import change_fact
from campaigns.facts.versions import present_state, versions_of
from campaigns.placements.actions import move, propose_placement
from campaigns.placements.actions.together import chosen_cells, schedule_cells
from campaigns.placements.models import Publication
from campaigns.placements.overview.matrix import campaign_matrix
from campaigns.placements.overview.standing import TextState
from campaigns.placements.queries import get_placement
from campaigns.placements.recall.actions import (
    change_and_recall,
    check_and_release,
    doubt_and_recall,
    let_stand,
    retire_and_recall,
    succeed_and_hold,
    take_down,
)
from campaigns.placements.recall.affected import affected_by, affected_in
from campaigns.placements.recall.daily import look_at_facts, something_to_look_at
from campaigns.placements.recall.warnings import endings, will_be_held
from campaigns.placements.recall.work import (
    deltas,
    facts_to_check,
    out_with_old_words,
    take_suggestion,
    texts_to_renew,
)
from campaigns.placements.sending.claim import Wanted, claim_placements
from campaigns.vocabulary import FactStatus, PlacementStatus, RecallCause
from tests.campaigns.placements.recall.stage import (
    LINK,
    Scene,
    approve_anew,
    minimum_wage,
    rate_of_the_year,
    with_wage,
    words_of,
)

IN_DECEMBER = datetime(2026, 12, 15, 18)
ON_THE_THIRD = datetime(2027, 1, 3, 18)
NEW_YEAR = datetime(2027, 1, 1, 8, tzinfo=UTC)


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return minimum_wage(session, now=now)


def change(session: Session, scene: Scene, now: datetime, amount: str = "14.20"):  # type: ignore[no-untyped-def]
    return change_and_recall(
        session,
        fact=scene.rate,
        state=with_wage(session, scene.rate, amount),
        based_on=scene.rate.revision,
        why="The ordinance was changed.",
        by=scene.cast.lawyer,
        now=now,
    )


def may_leave(session: Session, scene: Scene, language: str, on: date) -> bool:
    proof = scene.proofs[language]
    found = valid_approval(
        session,
        digest=proof.digest,
        language=language,
        channel=proof.channel,
        on=on,
        programme_id=scene.cast.programme.id or 0,
    )
    return found is not None


def test_post_with_the_old_wage_is_refused_for_the_third_of_january(
    session: Session, scene: Scene, now: datetime
) -> None:
    with pytest.raises(NotReady) as refused:
        scene.place(session, "de", ON_THE_THIRD, now)
    assert str(refused.value) == (
        "On 2027-01-03 this is no longer so: “Mindestlohn: 13,90\u00a0€ pro Stunde” holds until 2026-12-31, then "
        "“Mindestlohn: 14,60\u00a0€ pro Stunde”. Bring the words up to date, or choose an earlier day."
    )
    assert scene.place(session, "de", datetime(2026, 12, 31, 18), now).status is PlacementStatus.SCHEDULED


def test_post_with_the_old_mini_job_limit_is_refused_for_the_third_of_january(
    session: Session, now: datetime
) -> None:
    scene = rate_of_the_year(session, topic="minijob", fact="minijob.limit", now=now)
    with pytest.raises(NotReady, match=r"603\u00a0€.* holds until 2026-12-31, then .*633\u00a0€"):
        scene.place(session, "de", ON_THE_THIRD, now)
    assert scene.place(session, "de", datetime(2026, 12, 31, 18), now).status is PlacementStatus.SCHEDULED


def test_proposal_and_move_past_the_end_are_refused_alike(
    session: Session, scene: Scene, now: datetime
) -> None:
    placed = scene.place(session, "de", IN_DECEMBER, now)
    with pytest.raises(NotReady, match="is no longer so"):
        move(session, placement_id=placed.id or 0, wall=ON_THE_THIRD, by=scene.cast.staff, now=now)
    with pytest.raises(NotReady, match="is no longer so"):
        propose_placement(
            session,
            variant_id=scene.variants["ar"].id or 0,
            account=scene.account,
            wall=ON_THE_THIRD,
            zone="Europe/Berlin",
            by=scene.cast.staff,
            now=now,
        )


def test_claim_holds_what_is_no_longer_so_whatever_was_approved(
    session: Session, scene: Scene, now: datetime
) -> None:
    placed = scene.place(session, "de", IN_DECEMBER, now)
    # Behind every action's back: the worker looks once more, just before the first byte.
    scene.rate.valid_to = date(2026, 12, 14)
    session.add(scene.rate)
    session.flush()
    due = placed.due_at
    assert due is not None
    claims, left = claim_placements(
        session.connection(), wanted=[Wanted(placed.id or 0, placed.digest or "")], token="t", now=due
    )
    assert claims == []
    assert left[0].status is PlacementStatus.HELD
    assert "“Mindestlohn: 13,90\u00a0€ pro Stunde” holds until 2026-12-14" in str(left[0].reason)


def test_change_holds_the_scheduled_and_voids_every_approval(
    session: Session, scene: Scene, now: datetime
) -> None:
    german = scene.place(session, "de", IN_DECEMBER, now)
    arabic = scene.place(session, "ar", IN_DECEMBER, now)
    assert may_leave(session, scene, "ar", IN_DECEMBER.date())
    recall = change(session, scene, now)
    assert (recall.cause, recall.held, recall.languages) == (RecallCause.CHANGED, 2, ["ar", "de"])
    for row in (german, arabic):
        held = get_placement(session, row.id or 0)
        assert held.status is PlacementStatus.HELD
        assert held.next_at is None
        assert "A fact behind these words has changed" in held.reason
    assert not may_leave(session, scene, "ar", IN_DECEMBER.date())


def test_versions_are_only_added(session: Session, scene: Scene, now: datetime) -> None:
    change(session, scene, now, "14.20")
    change(session, scene, now, "14.30")
    numbers = {
        version.number: version.values["wage"]["value"] for version in versions_of(session, scene.rate)
    }
    assert numbers == {1: "13.90", 2: "14.20", 3: "14.30"}


def reword(
    session: Session, scene: Scene, language: str, sentence: str, now: datetime, **said: bool
) -> Recall:
    """The fact's sentence anew in one language; the other languages keep theirs."""
    state = present_state(session, scene.rate)
    texts = {**state.texts, language: {**state.texts[language], "sentence": sentence}}
    recall = change_and_recall(
        session,
        fact=scene.rate,
        state=replace(state, texts=texts),
        based_on=scene.rate.revision,
        why="Clearer.",
        by=scene.cast.lawyer,
        now=now,
        **said,
    )
    assert recall is not None
    return recall


def test_words_that_move_in_one_language_recall_every_language_with_what_the_source_said(
    session: Session, scene: Scene, now: datetime
) -> None:
    arabic = scene.place(session, "ar", IN_DECEMBER, now)
    recall = reword(session, scene, "de", "Ab dem ersten Tag gelten {wage} brutto pro Stunde.", now)
    assert recall.languages == ["ar", "de"]
    assert get_placement(session, arabic.id or 0).status is PlacementStatus.HELD
    assert not may_leave(session, scene, "ar", IN_DECEMBER.date())
    found = {delta.open.variant.language: delta for delta in deltas(session, open_items(session))}
    assert found["de"].elsewhere is None
    told = found["ar"].elsewhere
    assert told is not None
    assert told.language == "de"
    assert "Ab dem ersten Tag" in "".join(piece.text for piece in told.pieces if piece.kind != "taken")


def test_edit_beside_words_that_the_fact_left_as_they_were_answers_no_recall(
    session: Session, scene: Scene, now: datetime
) -> None:
    reword(session, scene, "de", "Ab dem ersten Tag gelten {wage} brutto pro Stunde.", now)
    arabic = scene.variants["ar"]

    def write(words: dict[str, object]) -> set[str]:
        write_revision(
            session, variant=arabic, words=words, based_on=arabic.revision, by=scene.cast.translator, now=now
        )
        return {one.variant.language for one in open_items(session)}

    words = words_of(session, arabic)
    assert write({**words, "hashtags": []}) == {"ar", "de"}
    assert write({**words, "body": "منذ اليوم الأول."}) == {"ar", "de"}, "the alternative text still says it"
    assert write({**words, "body": "منذ اليوم الأول.", "alt_text": "صورة."}) == {"de"}


def test_words_of_a_further_language_recall_no_other(session: Session, scene: Scene, now: datetime) -> None:
    state = present_state(session, scene.rate)
    texts = {code: parts for code, parts in state.texts.items() if code != "ar"}
    scene.place(session, "de", IN_DECEMBER, now)
    for each in (replace(state, texts=texts), state):
        change_and_recall(
            session,
            fact=scene.rate,
            state=each,
            based_on=scene.rate.revision,
            why="Arabic is written anew.",
            by=scene.cast.lawyer,
            now=now,
        )
    assert {one.variant.language for one in open_items(session)} == {"ar"}
    assert may_leave(session, scene, "de", IN_DECEMBER.date())


def test_another_value_is_not_only_the_wording(session: Session, scene: Scene, now: datetime) -> None:
    with pytest.raises(BadInput, match="no longer says the same"):
        change_and_recall(
            session,
            fact=scene.rate,
            state=with_wage(session, scene.rate, "14.20"),
            based_on=1,
            why="Clearer.",
            only_wording=True,
            by=scene.cast.lawyer,
            now=now,
        )


def test_wording_that_a_person_answers_for_recalls_its_language_alone(
    session: Session, scene: Scene, now: datetime
) -> None:
    german = scene.place(session, "de", IN_DECEMBER, now)
    arabic = scene.place(session, "ar", IN_DECEMBER, now)
    sentence = "لا يقل الأجر عن {wage} إجماليًا في الساعة."
    recall = reword(session, scene, "ar", sentence, now, only_wording=True)
    assert versions_of(session, scene.rate)[0].only_wording
    assert recall.languages == ["ar"]
    assert get_placement(session, german.id or 0).status is PlacementStatus.SCHEDULED
    assert get_placement(session, arabic.id or 0).status is PlacementStatus.HELD
    assert may_leave(session, scene, "de", IN_DECEMBER.date())


def test_source_read_again_recalls_nothing(session: Session, scene: Scene, now: datetime) -> None:
    scene.place(session, "de", IN_DECEMBER, now)
    state = replace(present_state(session, scene.rate), read_on=date(2026, 11, 23))
    recall = change_and_recall(
        session, fact=scene.rate, state=state, based_on=1, why="Read again.", by=scene.cast.lawyer, now=now
    )
    assert recall is None
    assert recalled_variants(session, [row.id or 0 for row in scene.variants.values()]) == set()
    assert may_leave(session, scene, "de", IN_DECEMBER.date())


def test_what_is_out_is_listed_with_its_link_and_can_be_taken_down(
    session: Session, scene: Scene, now: datetime
) -> None:
    scene.post_by_hand(session, "de", now)
    recall = change(session, scene, now + timedelta(days=1))
    assert recall.out == 1
    listed = affected_in(session, recall_id=recall.id or 0).out
    assert [entry.publication.url for entry in listed if entry.publication] == [LINK]
    # Nothing of the German text is still to leave: its translator has nothing to do; the Arabic one has.
    assert {one.variant.language for one in texts_to_renew(session, programme_id=recall.programme_id)} == {
        "ar"
    }
    number = recall.programme_id
    assert out_with_old_words(session, programme_id=number) == {recall.id: 1}
    publication = session.exec(select(Publication)).one()
    take_down(session, publication=publication, by=scene.cast.staff, now=now)
    assert publication.withdrawn_at == now
    assert out_with_old_words(session, programme_id=number) == {}
    with pytest.raises(Conflict):
        take_down(session, publication=publication, by=scene.cast.staff, now=now)


def test_what_is_out_may_stand_but_does_not_vanish_when_the_words_follow(
    session: Session, scene: Scene, now: datetime
) -> None:
    posted = scene.post_by_hand(session, "de", now)
    recall = change(session, scene, now)
    number = recall.programme_id
    item = next(one.item for one in items_of(session, recall.id or 0) if one.variant.language == "de")
    take_suggestion(session, item_id=item.id or 0, based_on=item.revision, by=scene.cast.translator, now=now)
    assert out_with_old_words(session, programme_id=number) == {recall.id: 1}
    listed = affected_in(session, recall_id=recall.id or 0).out
    assert [entry.placement.id for entry in listed] == [posted.id]
    let_stand(session, recall=recall, by=scene.cast.staff, now=now)
    assert out_with_old_words(session, programme_id=number) == {}


def test_suggestion_puts_the_new_amount_in_and_leads_back_into_the_calendar(
    session: Session, scene: Scene, now: datetime
) -> None:
    placed = scene.place(session, "ar", IN_DECEMBER, now)
    change(session, scene, now)
    found = {delta.open.variant.language: delta for delta in deltas(session, open_items(session))}
    assert [(moved.old, moved.new) for moved in found["de"].moved] == [("13,90\u00a0€", "14,20\u00a0€")]
    arabic = found["ar"]
    assert [(moved.old, moved.new) for moved in arabic.moved] == [
        ("\u206613.90\u00a0€\u2069", "\u206614.20\u00a0€\u2069")
    ]
    for delta in found.values():
        take_suggestion(
            session,
            item_id=delta.open.item.id or 0,
            based_on=delta.open.item.revision,
            by=scene.cast.translator,
            now=now,
        )
    said = str(words_of(session, scene.variants["ar"]))
    assert "14.20" in said
    assert "13.90" not in said
    approve_anew(session, scene, "ar", now=now)
    outcome = schedule_cells(
        session,
        campaign=scene.campaign,
        cells=chosen_cells(session, scene.campaign),
        by=scene.cast.staff,
        now=now,
    )
    assert outcome.done == 1
    assert get_placement(session, placed.id or 0).status is PlacementStatus.SCHEDULED
    assert open_items(session) == []


def test_second_change_before_the_words_followed_still_finds_the_first_amount(
    session: Session, scene: Scene, now: datetime
) -> None:
    change(session, scene, now, "14.20")
    change(session, scene, now, "14.30")
    german = [one for one in deltas(session, open_items(session)) if one.open.variant.language == "de"]
    assert len(german) == 1
    assert "14,30" in german[0].suggested["headline"] + german[0].suggested["number"]
    assert "13,90" not in str(german[0].suggested)


def test_lawyer_may_say_that_the_words_stay(session: Session, scene: Scene, now: datetime) -> None:
    recall = change(session, scene, now)
    item = next(one.item for one in items_of(session, recall.id or 0) if one.variant.language == "de")
    with pytest.raises(NotAllowed):
        keep_text(session, item=item, reason="Fine.", by=scene.cast.staff, now=now)
    with pytest.raises(BadInput):
        keep_text(session, item=item, reason=" ", by=scene.cast.lawyer, now=now)
    keep_text(
        session, item=item, reason="It names last year's rate on purpose.", by=scene.cast.lawyer, now=now
    )
    assert may_leave(session, scene, "de", IN_DECEMBER.date())
    assert not may_leave(session, scene, "ar", IN_DECEMBER.date())


def test_successor_leaves_december_alone_and_holds_what_comes_after(
    session: Session, scene: Scene, now: datetime
) -> None:
    early = scene.place(session, "de", IN_DECEMBER, now)
    late = scene.place(session, "de", datetime(2026, 12, 30, 18), now)
    state = replace(with_wage(session, scene.rate, "14.00"), valid_from=date(2026, 12, 24))
    new = succeed_and_hold(
        session, fact=scene.rate, state=state, based_on=1, why="Earlier.", by=scene.cast.lawyer, now=now
    )
    assert new.key == "minimum_wage.rate_2026-12-24"
    assert scene.rate.valid_to == date(2026, 12, 23)
    assert get_placement(session, early.id or 0).status is PlacementStatus.SCHEDULED
    held = get_placement(session, late.id or 0)
    assert held.status is PlacementStatus.HELD
    assert held.reason_values["instead"] == "Mindestlohn: 14\u00a0€ pro Stunde"
    assert new.valid_to == date(2026, 12, 31), "the one of January is there already"
    assert open_items(session) == []


def test_end_of_a_fact_is_noticed_by_itself_and_the_successor_takes_over(
    session: Session, scene: Scene, now: datetime
) -> None:
    programme = scene.cast.programme
    assert not something_to_look_at(session, programme=programme, now=now)
    assert something_to_look_at(session, programme=programme, now=NEW_YEAR)
    looked = look_at_facts(session, programme=programme, now=NEW_YEAR)
    assert looked.recalled == 1
    assert not something_to_look_at(session, programme=programme, now=NEW_YEAR)
    tied = set(session.exec(select(PostFact.fact_id).where(PostFact.post_id == scene.post.id)))
    assert tied == {scene.next_rate.id}
    german = next(one for one in deltas(session, open_items(session)) if one.open.variant.language == "de")
    assert german.open.recall.cause is RecallCause.ENDED
    assert "14,60" in str(german.suggested)
    assert "13,90" not in str(german.suggested)


def test_withdrawn_fact_lets_nothing_out(session: Session, scene: Scene, now: datetime) -> None:
    placed = scene.place(session, "de", IN_DECEMBER, now)
    retire_and_recall(session, fact=scene.rate, by=scene.cast.lawyer, now=now)
    assert get_placement(session, placed.id or 0).status is PlacementStatus.HELD
    with pytest.raises(NotReady, match="was withdrawn"):
        scene.place(session, "ar", IN_DECEMBER, now)
    with pytest.raises(Conflict):
        change(session, scene, now)


def test_doubt_stops_all_until_a_lawyer_has_looked(session: Session, scene: Scene, now: datetime) -> None:
    check_and_release(session, fact=scene.rate, review_on=None, by=scene.cast.lawyer, now=now)
    scene.place(session, "de", IN_DECEMBER, now)
    recall = doubt_and_recall(session, fact=scene.rate, by=scene.cast.staff, now=now)
    assert recall is not None
    assert recall.held == 1
    assert not may_leave(session, scene, "de", IN_DECEMBER.date())
    check_and_release(session, fact=scene.rate, review_on=None, by=scene.cast.lawyer, now=now)
    assert scene.rate.status is FactStatus.CHECKED
    assert may_leave(session, scene, "de", IN_DECEMBER.date())


def test_change_behind_the_back_of_recall_is_found_and_holds_at_once(
    session: Session, scene: Scene, now: datetime
) -> None:
    change_fact(
        session,
        fact=scene.rate,
        state=with_wage(session, scene.rate, "14.20"),
        based_on=1,
        why="Somewhere else.",
        by=scene.cast.lawyer,
        now=now,
    )
    assert not may_leave(session, scene, "de", IN_DECEMBER.date())
    look_at_facts(session, programme=scene.cast.programme, now=now)
    assert {one.variant.language for one in open_items(session)} == {"de", "ar"}


def test_reminder_stops_by_itself_when_its_day_is_over(session: Session, scene: Scene, now: datetime) -> None:
    scene.post.not_after = date(2026, 12, 20)
    session.add(scene.post)
    session.flush()
    placed = scene.place(session, "de", datetime(2026, 12, 20, 23, 30), now)
    with pytest.raises(NotReady, match="over on 2026-12-20"):
        scene.place(session, "ar", datetime(2026, 12, 21, 9), now)
    late = datetime(2026, 12, 21, 8, tzinfo=UTC)
    assert look_at_facts(session, programme=scene.cast.programme, now=now).stopped == 0
    assert look_at_facts(session, programme=scene.cast.programme, now=late).stopped == 1
    assert get_placement(session, placed.id or 0).status is PlacementStatus.CANCELLED


def test_what_relies_on_a_fact_is_counted_down_to_pictures_and_approvals(
    session: Session, scene: Scene, now: datetime
) -> None:
    scene.place(session, "de", IN_DECEMBER, now)
    found = affected_by(session, fact_id=scene.rate.id or 0)
    assert found.languages == {"de", "ar"}
    assert (found.texts, found.proofs, found.approvals, found.scheduled) == (2, 2, 2, 1)
    assert found.pictures == 2 * len(scene.post.formats)
    assert [campaign.id for campaign in found.campaigns] == [scene.campaign.id]


def test_changed_and_due_facts_wait_for_a_lawyer(session: Session, scene: Scene, now: datetime) -> None:
    number = scene.cast.programme.id or 0
    due = {fact.key for fact in facts_to_check(session, programme_id=number, today=date(2026, 11, 23))}
    assert due == set()
    change(session, scene, now)
    changed = facts_to_check(session, programme_id=number, today=date(2026, 11, 23))
    assert [fact.key for fact in changed] == ["minimum_wage.rate_2026"]


def test_scheduled_post_whose_words_are_being_changed_is_told_before_it_is_held(
    session: Session, scene: Scene, now: datetime
) -> None:
    placed = scene.place(session, "de", IN_DECEMBER, now)
    number = scene.campaign.id or 0
    assert will_be_held(session, campaign_id=number) == []
    words = {**words_of(session, scene.variants["de"]), "headline": "13,90\u00a0€ pro Stunde"}
    write_revision(
        session, variant=scene.variants["de"], words=words, based_on=1, by=scene.cast.staff, now=now
    )
    assert [one.placement.id for one in will_be_held(session, campaign_id=number)] == [placed.id]
    [ending] = endings(session, campaign_id=number, today=date(2026, 11, 23), language="de")
    assert "Mindestlohn: 13,90\u00a0€ pro Stunde" in str(ending)
    assert endings(session, campaign_id=number, today=date(2026, 10, 1), language="de") == []


def test_cell_of_a_held_text_shows_its_own_way_again(session: Session, scene: Scene, now: datetime) -> None:
    scene.place(session, "de", IN_DECEMBER, now)
    change(session, scene, now)

    def states() -> dict[str, TextState]:
        return {
            cell.language: cell.state
            for cell in campaign_matrix(session, scene.campaign, on=now.date()).cells
        }

    assert set(states().values()) == {TextState.OUTDATED}
    item = next(one.item for one in open_items(session) if one.variant.language == "de")
    take_suggestion(session, item_id=item.id or 0, based_on=1, by=scene.cast.translator, now=now)
    assert states() == {"de": TextState.WRITTEN, "ar": TextState.OUTDATED}


def test_edit_beside_the_old_amount_answers_no_recall(session: Session, scene: Scene, now: datetime) -> None:
    change(session, scene, now)
    arabic = scene.variants["ar"]

    def write(words: dict[str, object]) -> set[str]:
        write_revision(
            session, variant=arabic, words=words, based_on=arabic.revision, by=scene.cast.translator, now=now
        )
        return {one.variant.language for one in open_items(session)}

    words = words_of(session, arabic)
    assert write({**words, "hashtags": []}) == {"ar", "de"}
    assert recalled_variants(session, [arabic.id or 0]) == {arabic.id}
    renewed = {
        name: text.replace("13.90", "14.20") if isinstance(text, str) else text
        for name, text in words.items()
    }
    assert write(renewed) == {"de"}


def test_languages_may_follow_before_the_source_does(session: Session, scene: Scene, now: datetime) -> None:
    change(session, scene, now)
    items = {one.variant.language: one.item.id or 0 for one in open_items(session)}
    for code in ("ar", "de"):
        take_suggestion(session, item_id=items[code], based_on=1, by=scene.cast.translator, now=now)
    source, arabic = (latest_revision(session, scene.variants[code]) for code in ("de", "ar"))
    assert source is not None
    assert arabic is not None
    assert arabic.source_digest == source.digest


def test_lawyer_is_told_what_moved_until_the_new_words_are_approved(
    session: Session, scene: Scene, now: datetime
) -> None:
    change(session, scene, now)
    arabic = scene.variants["ar"]

    def told() -> list[tuple[str, list[tuple[str, str]], list[str]]]:
        found = moved_facts(session, [arabic], source="de", reader="de").get(arabic.id or 0, [])
        return [
            (
                one.why,
                [(value.old, value.new) for value in one.values],
                [words.language for words in one.words],
            )
            for one in found
        ]

    for one in open_items(session):
        take_suggestion(session, item_id=one.item.id or 0, based_on=1, by=scene.cast.translator, now=now)
    values = [("13,90\u00a0€", "14,20\u00a0€")]
    assert told() == [("The ordinance was changed.", values, ["de", "ar"])]
    approve_anew(session, scene, "ar", now=now)
    words = {**words_of(session, arabic), "hashtags": []}
    write_revision(
        session, variant=arabic, words=words, based_on=arabic.revision, by=scene.cast.translator, now=now
    )
    assert told() == []
