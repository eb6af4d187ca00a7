"""The job that makes films: whole or not at all, stopped when asked, going on after a kill."""

from __future__ import annotations

import os
import signal
import threading
import time
from io import BytesIO
from multiprocessing import active_children
from typing import Any

import av
import pytest
import srt
import webvtt
from sqlmodel import Session, col, select

from assets.films.turn import turn
from assets.store import Store
from campaigns.approvals.preparing import prepare_parts
from campaigns.approvals.proofs import build_manifest
from campaigns.channels import profiles
from campaigns.content.films.asking import ask_for_films
from campaigns.content.films.choice import Choice
from campaigns.content.models import Campaign, Rendition, Revision, Variant
from campaigns.db import session_scope
from campaigns.vocabulary import WorkStatus
from campaigns.work.actions import ask_cancel, claim_work
from campaigns.work.models import Work
from scheduler.deps import Deps
from scheduler.jobs.child import run_in_child
from scheduler.jobs.running import do_work
from scheduler.rounds import run_once
from tests import builders
from tests.scheduler.stage import Stage


def run_here(deps: Deps, work_id: int) -> None:
    do_work(deps.settings, deps.engine, deps.clock, work_id=work_id, worker=deps.worker)


def asked(stage: Stage, campaign_id: int | None = None, **choice: Any) -> int:
    """Films of a campaign of one post in German and Arabic, wide ones: they are the smallest."""
    with session_scope(stage.engine) as session:
        if campaign_id is None:
            campaign = builders.make_campaign(session, stage.cast, now=stage.now)
        else:
            campaign = session.get_one(Campaign, campaign_id)
        work = ask_for_films(
            session,
            campaign=campaign,
            choice=Choice(**{"formats": ("film/landscape",), "sound": "none", **choice}),
            by=stage.cast.staff,
            now=stage.now,
        )
        return work.id or 0


def films(stage: Stage) -> list[Rendition]:
    with Session(stage.engine, expire_on_commit=False) as session:
        return list(session.exec(select(Rendition).where(col(Rendition.seconds).is_not(None))))


def outcome(stage: Stage, work_id: int) -> Work:
    with Session(stage.engine, expire_on_commit=False) as session:
        return session.get_one(Work, work_id)


@pytest.fixture
def made(stage: Stage) -> Stage:
    work_id = asked(stage, sound="bed")
    run_once(stage.deps(run_work=run_here))
    work = outcome(stage, work_id)
    assert (work.status, work.result) == (WorkStatus.DONE, {"made": 2, "not_made": []}), work.refusal
    return stage


@pytest.mark.any_database
def test_films_are_made_with_captions_and_poster_and_belong_to_what_is_approved(made: Stage) -> None:
    store = Store(made.settings.files_url)
    rows = films(made)
    assert [row.format for row in rows] == ["film/landscape"] * 2
    for row in rows:
        check_film(store.get(row.digest), row)
        for channel in profiles().values():
            if "video/mp4" in channel.media.types:
                assert channel.media.takes(row.size, row.seconds), channel.name
        kinds = {(one["kind"], one["media_type"]): store.get(one["digest"]) for one in row.beside}
        vtt = webvtt.from_buffer(BytesIO(kinds["captions", "text/vtt"]))
        cues = list(srt.parse(kinds["captions", "application/x-subrip"].decode()))
        assert len(list(vtt)) == len(cues) >= 1
        assert cues[-1].end.total_seconds() <= (row.seconds or 0)
        assert kinds["poster", "image/jpeg"].startswith(b"\xff\xd8\xff")
    check_proofs(made, rows)


def check_film(data: bytes, row: Rendition) -> None:
    """What a decoder that is not ours finds in the file, held against the row."""
    with av.open(BytesIO(data)) as box:
        (video,), (audio,) = box.streams.video, box.streams.audio
        assert (video.codec_context.name, video.codec_context.profile) == ("h264", "High")
        assert (video.width, video.height, video.pix_fmt) == (row.width, row.height, "yuv420p")
        assert audio.codec_context.name == "aac"
        assert abs(float(box.duration or 0) / av.time_base - (row.seconds or 0)) < 0.1
    assert 0 < data.find(b"moov") < data.find(b"mdat"), "the head of the file has to come first"


def check_proofs(stage: Stage, rows: list[Rendition]) -> None:
    """Where a channel takes films the film leaves, with all that belongs to it in the manifest."""
    with session_scope(stage.engine) as session:
        for row in rows:
            variant = session.get_one(Variant, session.get_one(Revision, row.revision_id).variant_id)
            parts = prepare_parts(
                session, variant=variant, channels=["feed", "handoff"], desk=builders.DESK, now=stage.now
            )
            feed, group = (build_manifest(part)["media"] for part in parts)
            assert [(file["digest"], file["seconds"], file["beside"]) for file in feed] == [
                (row.digest, row.seconds, row.beside)
            ]
            assert [file["digest"] for file in group] == [row.digest], "a group takes the film by hand"


@pytest.mark.any_database
def test_the_same_films_again_change_nothing(made: Stage) -> None:
    before = {row.id: row.digest for row in films(made)}
    for piece in made.settings.film_dir.glob("*.nut"):
        piece.unlink()
    with Session(made.engine) as session:
        newest = session.exec(select(Work).order_by(col(Work.id).desc())).first()
    assert newest is not None
    asked(made, campaign_id=newest.subject_id, sound="bed")
    run_once(made.deps(run_work=run_here))
    assert {row.id: row.digest for row in films(made)} == before


def test_a_killed_worker_leaves_nothing_visible_and_its_pieces_are_used_again(stage: Stage) -> None:
    work_id = asked(stage)
    deps = stage.deps(run_work=run_in_child)
    with session_scope(stage.engine) as session:
        claim_work(session, worker=deps.worker, now=stage.now)
    thread = threading.Thread(target=run_in_child, args=(deps, work_id))
    thread.start()
    pieces = wait_for_a_piece(stage)
    for child in active_children():
        if child.name == f"work-{work_id}" and child.pid:
            os.kill(child.pid, signal.SIGKILL)
    thread.join()
    assert (outcome(stage, work_id).status, films(stage)) == (WorkStatus.WAITING, [])
    assert not any(Store(stage.settings.files_url).get(d)[4:8] == b"ftyp" for d in stored(stage))

    run_once(stage.deps(run_work=run_here))
    assert (outcome(stage, work_id).status, len(films(stage))) == (WorkStatus.DONE, 2)
    assert {path: path.stat().st_mtime_ns for path in pieces} == pieces


def wait_for_a_piece(stage: Stage) -> dict[Any, int]:
    for _ in range(6000):
        if found := {path: path.stat().st_mtime_ns for path in stage.settings.film_dir.glob("*.nut")}:
            return found
        time.sleep(0.01)
    raise AssertionError("no piece was made within a minute")


def stored(stage: Stage) -> list[str]:
    return Store(stage.settings.files_url).digests()


def test_films_that_are_stopped_do_not_become_visible(stage: Stage) -> None:
    work_id = asked(stage)
    deps = stage.deps(run_work=run_here)
    with session_scope(stage.engine) as session:
        claim_work(session, worker=deps.worker, now=stage.now)
        ask_cancel(session, work_id=work_id, by=stage.cast.staff, now=stage.now)
    run_here(deps, work_id)
    assert (outcome(stage, work_id).status, films(stage)) == (WorkStatus.CANCELLED, [])


def test_a_voice_that_nobody_recorded_is_a_sentence_for_each_language(stage: Stage) -> None:
    work_id = asked(stage, sound="voice")
    run_once(stage.deps(run_work=run_here))
    told = outcome(stage, work_id).result
    assert told["made"] == 0
    assert {item["values"]["language"] for item in told["not_made"]} == {"de", "ar"}


def test_only_one_makes_films_at_a_time(stage: Stage) -> None:
    class GaveUp(Exception):
        pass

    def give_up() -> None:
        raise GaveUp

    path = stage.settings.film_dir / "turn"
    with turn(path), pytest.raises(GaveUp), turn(path, waiting=give_up):
        raise AssertionError("both were let in")
    with turn(path, waiting=give_up):
        pass
