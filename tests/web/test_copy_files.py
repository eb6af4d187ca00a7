"""Files for translators on the desk: down, up, and the choice between two versions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import lxml.html
from sqlalchemy import Engine

from campaigns.content.models import Post
from campaigns.db import read_scope, session_scope
from campaigns.vocabulary import Role, WorkKind
from campaigns.work.queries import open_work
from tests.builders import WORDS
from tests.web.desk import Desk
from tests.web.stage import Scene, desk_in, scene
from tests.web.test_copy import latest, page_of, typed, words_of

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]


def downloaded(desk: Desk, scene: Scene, language: str = "ar", kind: str = "xliff") -> bytes:
    answer = desk.get(f"/copy/texts.download?campaign={scene.campaign.id}&format={kind}&language={language}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.data


def sent(desk: Desk, data: bytes, origin: str = "human") -> str:
    answer = desk.send(
        "/copy/files",
        {"file": (io.BytesIO(data), "campaign.xlf"), "origin": origin},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_translation_comes_back_into_its_text(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))
    data = downloaded(desk, scene).replace(WORDS["ar"].body.encode(), "نص من الأداة.".encode())

    assert "1 place was written." in sent(desk, data)
    assert latest(engine, scene.arabic)["body"] == "نص من الأداة."


def test_conflict_is_shown_with_both_versions_and_decided(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)
    data = downloaded(desk, scene).replace(WORDS["ar"].body.encode(), "من الملف".encode())
    desk.send(f"/copy/{scene.arabic.id}", typed("ar", body="من المكتب"))
    sent(desk, data)

    page = page_of(desk, "/copy/files")
    (conflict,) = page.find_class("conflict")
    assert "من الملف" in words_of(conflict) and "من المكتب" in words_of(conflict)
    assert latest(engine, scene.arabic)["body"] == "من المكتب"
    address = conflict.xpath(".//form/@action")[0]
    assert desk.send(address, {"take": "file"}).status_code == 303
    assert latest(engine, scene.arabic)["body"] == "من الملف"
    assert page_of(desk, "/copy/files").find_class("conflict") == []


def test_translator_gets_only_their_languages(scene: Scene, desk_in: Log) -> None:
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))
    with zipfile.ZipFile(io.BytesIO(downloaded(desk, scene, language=""))) as archive:
        assert archive.namelist() == [f"campaign-{scene.campaign.id}.ar.xlf"]


def test_hostile_file_is_refused_beside_its_field(scene: Scene, desk_in: Log) -> None:
    answer = desk_in(Role.STAFF).send(
        "/copy/files",
        {"file": (io.BytesIO(b'<!DOCTYPE x [<!ENTITY a "b">]><xliff/>'), "x.xlf")},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 422
    assert "document type" in answer.get_data(as_text=True)


def test_file_of_another_programme_changes_nothing(
    scene: Scene, engine: Engine, desk_in: Log, desk_of: Log
) -> None:
    data = downloaded(desk_in(Role.STAFF), scene).replace(WORDS["ar"].body.encode(), "غريب".encode())

    assert "another programme" in sent(desk_of(Role.LEAD), data)
    assert latest(engine, scene.arabic)["body"] == WORDS["ar"].body


def test_glossary_is_kept_on_the_desk(scene: Scene, desk_in: Log) -> None:
    desk = desk_in(Role.STAFF)
    desk.send("/settings/glossary", {"name": "Faire Integration", "kind": "office"})
    page = page_of(desk, "/settings/glossary?language=ar")
    assert "Faire Integration" in words_of(page)
    desk.send(
        "/settings/glossary/faire_integration/forms",
        {"language": "ar", "allowed": "الاندماج العادل", "is_confirmed": "yes"},
    )
    assert "الاندماج العادل" in words_of(page_of(desk, "/settings/glossary?language=ar"))
    answer = desk.send(
        "/settings/glossary/faire_integration/forms",
        {"language": "ar", "allowed": "a", "forbidden": "A"},
    )
    assert answer.status_code == 422
    desk.send("/settings/glossary/faire_integration/hide", {"hidden": "yes"})
    assert "Switched off" in words_of(page_of(desk, "/settings/glossary/faire_integration"))
    desk.send("/settings/glossary/faire_integration/reset")
    assert desk.get("/settings/glossary/faire_integration").status_code == 404


def test_translator_writes_forms_of_their_language_only(scene: Scene, desk_in: Log) -> None:
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))

    assert desk.get("/settings/glossary/jobcenter?language=ar").status_code == 200
    form = {"allowed": "x"}
    assert desk.send("/settings/glossary/jobcenter/forms", {**form, "language": "ar"}).status_code == 303
    assert desk.send("/settings/glossary/jobcenter/forms", {**form, "language": "de"}).status_code == 403


def test_what_a_file_wrote_is_told_and_gets_its_pictures(scene: Scene, engine: Engine, desk_in: Log) -> None:
    with session_scope(engine) as session:
        session.get_one(Post, scene.post.id).formats = ["square"]
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))
    data = downloaded(desk, scene).replace(WORDS["ar"].body.encode(), "نص من الأداة.".encode())
    page = lxml.html.document_fromstring(sent(desk, data))

    (told,) = page.xpath("//section[@aria-labelledby='outcome']")
    assert told.xpath(".//a/@href") == [f"/copy/{scene.arabic.id}"]
    assert "0 places" not in words_of(told)
    with read_scope(engine) as session:
        work = open_work(session, kind=WorkKind.RENDER_CAMPAIGN, subject_id=scene.campaign.id)
        assert work is not None
        assert work.order == {"posts": [scene.post.id], "languages": ["ar"]}


def test_whoever_has_one_language_gets_one_document(scene: Scene, desk_in: Log) -> None:
    desk = desk_in(Role.TRANSLATOR, languages=("ar",))
    page = page_of(desk, "/copy/files")

    assert page.xpath("//select[@name='language']/option/@value") == ["ar"]
