"""What films are to be made: every chosen post, language and format whose words are written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from assets.errors import AssetError
from assets.films.spec import FilmSpec, Sound
from assets.films.spec import Photo as FilmPhoto
from assets.store import Store
from campaigns.channels import Profile, profiles
from campaigns.content.copy import Copy
from campaigns.content.films.choice import PREFIX, Choice
from campaigns.content.films.scenes import film_spec
from campaigns.content.media.credit import SYNTHETIC, credit_of, set_apart
from campaigns.content.media.models import Photo, Voice
from campaigns.content.media.queries import check_usable, get_photo, voices_of
from campaigns.content.models import Post, Revision, Variant
from campaigns.content.queries import get_campaign, latest_revisions, posts_of_campaign, variants_of_posts
from campaigns.content.rendering.orders import brand_of
from campaigns.content.rendering.targets import film_room
from campaigns.errors import NotReady, Refusal
from campaigns.people.models import Programme


@dataclass(frozen=True)
class FilmOrder:
    """One film to make, with all that is needed; or, with a `problem`, why it cannot be. `photo_id` is the photo behind
    its words."""

    variant_id: int
    revision_id: int
    post: int
    language: str
    format: str
    layout: str
    spec: FilmSpec | None
    problem: AssetError | Refusal | None = None
    photo_id: int | None = None


def film_orders(
    session: Session,
    *,
    campaign_id: int,
    store: Store,
    choice: Choice,
    today: date,
    languages: Collection[str] | None = None,
    posts: Collection[int] | None = None,
    channels: Collection[Profile] = (),
) -> list[FilmOrder]:
    """An order for each post × format × language that has words, languages of one film side by side.

    `posts` are ids. Posts without pictures (comments for groups) give none. `channels` are accounts as their servers
    describe themselves; films keep within their limits as within those of every kind of channel.
    """
    campaign = get_campaign(session, campaign_id)
    chosen = [
        post
        for post in posts_of_campaign(session, campaign_id)
        if post.formats and (posts is None or post.id in posts)
    ]
    variants = variants_of_posts(session, [post.id or 0 for post in chosen])
    revisions = latest_revisions(session, [v for row in variants.values() for v in row.values()])
    voices = voices_of(session, [row.id or 0 for row in revisions.values()])
    programme = session.get_one(Programme, campaign.programme_id)
    photo = None
    if choice.photo is not None:
        photo = get_photo(session, choice.photo, programme_id=campaign.programme_id)
        check_usable(photo, today=today)
    every = (*profiles().values(), *channels)
    room = {key: film_room(key.removeprefix(PREFIX), every) for key in choice.formats}
    make = _Maker(store, programme, choice, photo, room)
    return [
        make.order(post, variant, revisions[variant.id or 0], voices, key)
        for post in chosen
        for key in choice.formats
        for variant in variants.get(post.id or 0, {}).values()
        if variant.id in revisions and (languages is None or variant.language in languages)
    ]


class _Maker:
    """Orders of one campaign; brand and photo are read once."""

    def __init__(
        self,
        store: Store,
        programme: Programme,
        choice: Choice,
        photo: Photo | None,
        room: Mapping[str, int | None],
    ) -> None:
        self._store, self._choice, self._room = store, choice, room
        self._brand = brand_of(programme, store)
        self._photo = None if photo is None else FilmPhoto(store.get(photo.digest))
        self._credit = "" if photo is None else credit_of(photo)

    def order(
        self, post: Post, variant: Variant, revision: Revision, voices: dict[int, Voice], key: str
    ) -> FilmOrder:
        spec, problem = None, None
        try:
            spec = film_spec(
                Copy.from_dict(revision.words),
                layout=post.layout,
                format_key=key,
                language=variant.language,
                brand=self._brand,
                sound=self._sound(variant.language, voices.get(revision.id or 0)),
                photo=self._photo,
                credit=self._said_of(voices.get(revision.id or 0)),
                most_bytes=self._room[key],
            )
        except (AssetError, Refusal) as fault:
            problem = fault
        return FilmOrder(
            variant_id=variant.id or 0,
            revision_id=revision.id or 0,
            post=post.position,
            language=variant.language,
            format=key,
            layout=post.layout,
            spec=spec,
            problem=problem,
            photo_id=self._choice.photo,
        )

    def _said_of(self, voice: Voice | None) -> str:
        """Who made the photo; and that a machine speaks, where one does."""
        speaks = voice is not None and voice.is_synthetic and self._choice.sound.startswith("voice")
        return " · ".join(filter(None, (self._credit, set_apart(SYNTHETIC) if speaks else "")))

    def _sound(self, language: str, voice: Voice | None) -> Sound:
        chosen = self._choice.sound
        if chosen == "none" or chosen == "bed":
            return Sound(chosen)
        if voice is None:
            raise NotReady(
                "There is no recording of these words in {language}. Record them and add the recording to the film, "
                "or choose music.",
                language=language,
            )
        return Sound("voice", self._store.get(voice.digest), with_bed=chosen == "voice_over_bed")


def side_by_side(orders: Sequence[FilmOrder]) -> list[list[FilmOrder]]:
    """Orders of the same post and format together: those films share ground and timing."""
    rows: dict[tuple[int, str], list[FilmOrder]] = {}
    for order in orders:
        rows.setdefault((order.post, order.format), []).append(order)
    return list(rows.values())
