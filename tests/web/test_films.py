"""Films, photos, logos and voices on the desk."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import lxml.html
import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import Engine
from sqlmodel import select

from assets.films.spec import FILM_FORMATS
from assets.store import Store
from campaigns.content.films.choice import FORMATS, PREFIX
from campaigns.content.films.making import MadeFilm
from campaigns.content.films.orders import FilmOrder
from campaigns.content.films.recording import record_films
from campaigns.content.media.models import Photo, Voice
from campaigns.content.models import Variant
from campaigns.content.queries import latest_revision
from campaigns.db import read_scope, session_scope
from campaigns.people.models import Programme
from campaigns.settings import Settings
from campaigns.vocabulary import Role, WorkKind
from campaigns.work.models import Work
from tests.builders import submit
from tests.web.desk import Desk
from tests.web.stage import Scene, desk_in, scene

__all__ = ["desk_in", "scene"]

Log = Callable[..., Desk]
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(200))


def picture(size: tuple[int, int] = (800, 640)) -> BytesIO:
    out = BytesIO()
    Image.new("RGB", size, (30, 90, 120)).save(out, "JPEG")
    return BytesIO(out.getvalue())


def recording(seconds: float = 8) -> BytesIO:
    """A tone as WAV."""
    wave = (np.sin(np.arange(int(16_000 * seconds)) / 6) * 9000).astype("<i2").tobytes()
    form = struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16)
    head = b"RIFF" + struct.pack("<I", 36 + len(wave)) + b"WAVEfmt " + form
    return BytesIO(head + b"data" + struct.pack("<I", len(wave)) + wave)


def page_of(desk: Desk, address: str) -> Any:
    response = desk.get(address)
    assert response.status_code == 200, response.get_data(as_text=True)[:500]
    return lxml.html.document_fromstring(response.get_data(as_text=True))


@pytest.fixture
def film(scene: Scene, engine: Engine, settings: Settings, now: datetime) -> str:
    """A film of the German words; its bytes are not about pictures."""
    store = Store(settings.files_url)
    beside = [
        {"kind": "captions", "media_type": "text/vtt", "digest": store.put(b"WEBVTT\n", "text/vtt")},
        {"kind": "poster", "media_type": "image/jpeg", "digest": store.put(b"\xff\xd8\xffx", "image/jpeg")},
    ]
    with session_scope(engine) as session:
        words = latest_revision(session, scene.german)
        assert words is not None
        order = FilmOrder(
            scene.german.id or 0, words.id or 0, 1, "de", "film/story", scene.post.layout, spec=None
        )
        made = MadeFilm(
            order, store.put(FILM, "video/mp4"), 1080, 1920, len(FILM), 12.5, beside, "1", "test", {}
        )
        (row,) = record_films(session, made=[made], now=now)
        return row.digest


def test_formats_of_the_desk_are_those_of_films() -> None:
    assert tuple(PREFIX + key for key in FILM_FORMATS) == FORMATS


def test_film_is_shown_with_captions_and_poster(film: str, scene: Scene, desk_in: Log) -> None:
    page = page_of(desk_in(Role.STAFF), f"/media/film/{scene.post.id}?language=de")

    (video,) = page.xpath("//video")
    assert video.get("poster") == f"/films/{film}.jpg"
    assert video.xpath(".//source/@src") == [f"/films/{film}.mp4"]
    assert video.xpath(".//track[@kind='captions'][@srclang='de']/@src") == [f"/films/{film}.vtt"]


def test_lawyer_sees_the_film_that_will_leave(
    film: str, scene: Scene, engine: Engine, now: datetime, desk_in: Log
) -> None:
    with session_scope(engine) as session:
        variant = session.get_one(Variant, scene.german.id)
        number = submit(session, scene.cast, variant, now=now).id
    page = page_of(desk_in(Role.LAWYER, languages=("de",)), f"/review/{number}")

    assert page.xpath("//article//video//source/@src") == [f"/films/{film}.mp4"]
    assert page.xpath("//article//video//track/@src") == [f"/films/{film}.vtt"]


def test_player_gets_the_piece_it_asks_for(film: str, desk_in: Log) -> None:
    desk = desk_in(Role.BOARD)
    answer = desk.get(f"/films/{film}.mp4", headers={"Range": "bytes=4-11"})

    assert (answer.status_code, answer.data) == (206, FILM[4:12])
    assert answer.headers["Content-Range"] == f"bytes 4-11/{len(FILM)}"
    assert desk.get(f"/films/{film}.vtt").content_type.startswith("text/vtt")
    assert desk.get(f"/films/{film}.srt").status_code == 404
    assert desk.get(f"/films/{'0' * 64}.mp4").status_code == 404


def test_pictures_of_the_matrix_stay_pictures(film: str, scene: Scene, desk_in: Log) -> None:
    """A film must not take the place of a thumbnail anywhere."""
    campaign, desk = f"/campaigns/{scene.campaign.id}", desk_in(Role.STAFF)
    for address in (campaign, "/media", f"{campaign}/posts/{scene.post.id}"):
        page = page_of(desk, address)
        assert not [src for src in page.xpath("//img/@src") if film in src]


def test_films_are_asked_for_once(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk, address = desk_in(Role.STAFF), f"/media/films/{scene.campaign.id}"
    for _ in range(2):
        desk.send(address, data={"format": ["film/story", "film/square"], "sound": "bed", "language": ["ar"]})
    with read_scope(engine) as session:
        (order,) = session.exec(select(Work.order).where(Work.kind == WorkKind.MAKE_FILMS)).all()
    assert order == {
        "posts": None,
        "languages": ["ar"],
        "formats": ["film/story", "film/square"],
        "sound": "bed",
        "photo": None,
    }
    page = page_of(desk, address)
    assert page.xpath("//progress"), "the bar is there after the page was loaded anew"


def test_no_format_is_a_sentence_beside_its_field(scene: Scene, desk_in: Log) -> None:
    answer = desk_in(Role.STAFF).send(f"/media/films/{scene.campaign.id}", data={"sound": "bed"})

    assert answer.status_code == 422
    assert "at least one format" in answer.get_data(as_text=True)


def test_photo_comes_in_with_its_rights(
    scene: Scene, engine: Engine, settings: Settings, desk_in: Log
) -> None:
    desk = desk_in(Role.STAFF)
    rights = {"credit": "Photographer 1", "licence": "CC BY 4.0", "usable_until": "2027-12-31"}
    assert desk.send("/media/photos", data={**rights, "photo": (picture(), "x.jpg")}).status_code == 303

    with read_scope(engine) as session:
        (photo,) = session.exec(select(Photo)).all()
        session.expunge(photo)
    assert (photo.credit, photo.width, photo.height) == ("Photographer 1", 800, 640)
    assert Store(settings.files_url).get(photo.digest).startswith(b"\xff\xd8\xff")
    assert desk.get(f"/photos/{photo.digest}?w=320").content_type == "image/webp"
    assert desk.send(f"/media/photos/{photo.id}/remove").status_code == 303
    assert photo.digest not in desk.get("/media/photos").get_data(as_text=True)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"credit": "", "licence": "CC0"}, "who made the photo"),
        ({"credit": "A", "licence": ""}, "under which licence"),
        ({"credit": "A", "licence": "CC0", "shows_people": "yes"}, "they agreed"),
        ({"credit": "A", "licence": "CC0", "usable_until": "2020-01-01"}, "has passed"),
        ({"credit": "A", "licence": "CC0", "photo": (BytesIO(b"<svg/>"), "x.png")}, "SVG"),
        ({"credit": "A", "licence": "CC0", "photo": (BytesIO(b""), "")}, "Choose a file"),
    ],
)
def test_threat_13_a_photo_without_rights_or_consent_does_not_come_in_and_says_why(
    scene: Scene, desk_in: Log, sent: dict[str, Any], said: str
) -> None:
    answer = desk_in(Role.STAFF).send("/media/photos", data={"photo": (picture(), "x.jpg"), **sent})

    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_threat_13_where_a_photo_was_taken_and_what_a_logo_hides_are_kept_and_shown_nowhere(
    scene: Scene, engine: Engine, settings: Settings, desk_in: Log
) -> None:
    """The photo of a person comes with its place and the camera's owner, the logo with words behind its pixels."""
    exif = Image.Exif()
    exif[0x013B] = "Owner HIDDEN"
    exif.get_ifd(0x8825)[0x001D] = "HIDDEN-place"
    hidden = PngInfo()
    hidden.add_text("Comment", "HIDDEN words")
    hidden.add_itxt("XML:com.adobe.xmp", "HIDDEN <x:xmpmeta/>", zip=True)
    photo, logo = BytesIO(), BytesIO()
    Image.new("RGB", (800, 640)).save(photo, "JPEG", exif=exif, comment=b"HIDDEN")
    Image.new("RGBA", (800, 640), (1, 2, 3, 0)).save(logo, "PNG", pnginfo=hidden)
    assert photo.getvalue().count(b"HIDDEN") == 3 and b"HIDDEN" in logo.getvalue()
    rights = {
        "credit": "A",
        "licence": "CC0",
        "shows_people": "yes",
        "consent": "yes",
        "consent_note": "On paper.",
    }

    staff, lead = desk_in(Role.STAFF), desk_in(Role.LEAD)
    sent = staff.send("/media/photos", data={**rights, "photo": (BytesIO(photo.getvalue()), "x.jpg")})
    assert sent.status_code == 303, sent.get_data(as_text=True)
    lead.send("/media/logos", data={"name": "Partner", "logo": (BytesIO(logo.getvalue()), "logo.png")})

    with read_scope(engine) as session:
        kept = [session.exec(select(Photo.digest)).one()]
        brand = session.get_one(Programme, scene.cast.programme.id).brand
        kept += [each["digest"] for each in brand["logos"]]
    shown = [staff.get(f"/photos/{kept[0]}").data, *(Store(settings.files_url).get(each) for each in kept)]
    for data in shown:
        with Image.open(BytesIO(data)) as seen:
            assert not seen.getexif() and not {"comment", "Comment", "XML:com.adobe.xmp", "xmp"} & set(
                seen.info
            )
        assert b"HIDDEN" not in data


def test_logo_stands_in_the_brand_until_it_is_taken_away(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk = desk_in(Role.LEAD)

    def logos() -> list[str]:
        with read_scope(engine) as session:
            programme = session.get_one(Programme, scene.cast.programme.id)
            return [logo["name"] for logo in programme.brand.get("logos", [])]

    for name in ("Partner", "Funder", "Partner"):
        desk.send("/media/logos", data={"name": name, "logo": (picture(), "logo.jpg")})
    assert logos() == ["Partner", "Funder"]
    desk.send("/media/logos/remove", data={"name": "Partner"})
    assert logos() == ["Funder"]


def test_voice_belongs_to_the_words_and_is_heard(scene: Scene, engine: Engine, desk_in: Log) -> None:
    desk = desk_in(Role.TRANSLATOR)
    sent = {"file": (recording(), "voice.mp3"), "speaker": "Translator AR"}
    assert desk.send(f"/media/voices/{scene.arabic.id}", data=sent).status_code == 303

    with read_scope(engine) as session:
        (voice,) = session.exec(select(Voice)).all()
        words = latest_revision(session, scene.arabic)
        assert words is not None and voice.revision_id == words.id
        session.expunge(voice)
    assert abs(voice.seconds - 8) < 0.05
    assert desk.get(f"/voices/{voice.digest}.wav").data[:4] == b"RIFF"
    hasty = {"file": (recording(1), "voice.mp3"), "speaker": "Translator AR"}
    told = desk.send(f"/media/voices/{scene.arabic.id}", data=hasty)
    assert told.status_code == 422 and "to be read along" in told.get_data(as_text=True)
    playlist = {"file": (BytesIO(b"#EXTM3U\n/etc/passwd\n"), "voice.mp3"), "speaker": "Translator AR"}
    refused = desk.send(f"/media/voices/{scene.arabic.id}", data=playlist)
    assert refused.status_code == 422
    shown = refused.get_data(as_text=True)
    assert "no sound we can read" in shown and 'value="Translator AR"' in shown
