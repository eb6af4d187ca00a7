"""A model of topics: learns what keywords miss, is kept only when it is better, and is never code."""

from __future__ import annotations

import io
import pickle
import random
from collections.abc import Callable

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from assets.store import Store
from campaigns.errors import BadInput, NotReady, Unusable
from campaigns.needs.actions import confirm_topic, import_needs, record_need
from campaigns.needs.learning import training
from campaigns.needs.learning.actions import save_training, store_model
from campaigns.needs.learning.combining import combined
from campaigns.needs.learning.features import DIMENSIONS
from campaigns.needs.learning.model import TopicModel, read_model
from campaigns.needs.learning.queries import ConfirmRate, confirm_rate, confirmed_examples, model_of
from campaigns.needs.learning.training import Example, Trained, train
from campaigns.needs.models import AdviceNeed, NeedWeek
from campaigns.needs.topics.matching import TopicScore
from campaigns.needs.topics.taxonomy import taxonomy
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.vocabulary import Role
from tests.campaigns.needs.conftest import MOMENT
from tests.campaigns.needs.waiting import let_in

#: Words of one group that no keyword knows, and what advisors there mean by them.
SLANG = {"wage": ("Kohle", "Mäuse", "Zaster"), "housing": ("Bude", "Hütte", "Bleibe")}


def examples(count: int, seed: int = 1) -> list[Example]:
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        topic = chance.choice(sorted(SLANG))
        words = [
            chance.choice(("heute", "bitte", "immer", "nie", "noch", "schon", "jetzt", "wieder"))
            for _ in range(4)
        ]
        words.insert(chance.randrange(4), chance.choice(SLANG[topic]))
        found.append(Example(" ".join(words), "de", topic))
    return found


def small_model() -> TopicModel:
    weights = numpy.zeros((2, DIMENSIONS), dtype=numpy.float32)
    return TopicModel(("housing", "wage"), weights, numpy.array([0.0, 1.0], dtype=numpy.float32))


@pytest.fixture
def without_scikit_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> object:
        raise ImportError

    monkeypatch.setattr(training, "import_module", missing)


def test_training_without_its_library_is_refused_in_a_sentence(without_scikit_learn: None) -> None:
    with pytest.raises(Unusable, match="Keywords go on deciding"):
        train(examples(300), book=taxonomy())


def test_training_with_too_few_questions_is_refused() -> None:
    with pytest.raises(NotReady, match="200"):
        train(examples(50), book=taxonomy())


def test_a_model_is_a_file_of_numbers() -> None:
    again = read_model(small_model().to_bytes())
    assert again.topics == ("housing", "wage")
    chances = again.chances("Wann kommt mein Geld?", "de")
    assert sum(chances.values()) == pytest.approx(1)
    assert chances["wage"] > chances["housing"]


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pytest.fail, ("a stored model ran code",))


def evil_file() -> bytes:
    out = io.BytesIO()
    numpy.savez(out, schema=numpy.array([Evil()], dtype=object), weights=numpy.zeros(1), bias=numpy.zeros(1))
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", pickle.dumps(Evil()), evil_file()], ids=["empty", "zip", "pickle", "npz"]
)
def test_a_file_that_is_no_model_is_refused_and_never_run(data: bytes) -> None:
    with pytest.raises(BadInput, match="Train it once more"):
        read_model(data)


_RULES = st.lists(
    st.tuples(st.sampled_from(["wage", "housing", "work"]), st.floats(0.1, 9)),
    max_size=3,
    unique_by=lambda one: one[0],
)
_CHANCES = st.dictionaries(
    st.sampled_from(["wage", "housing", "work", "tax"]), st.floats(0.001, 1), min_size=1
)


@given(_RULES, _CHANCES)
def test_combining_gives_at_most_three_topics_in_order_with_a_confidence(
    rules: list[tuple[str, float]], weights: dict[str, float]
) -> None:
    total = sum(weights.values())
    scores = combined([TopicScore(*one) for one in rules], {key: one / total for key, one in weights.items()})
    assert len(scores) <= 3
    assert [one.score for one in scores] == sorted((one.score for one in scores), reverse=True)
    assert all(0 <= one.score <= 1 for one in scores)
    assert scores or not rules


def test_a_model_that_is_unsure_leaves_a_question_unclear() -> None:
    assert combined([], {"wage": 0.5, "housing": 0.5}) == []
    assert combined([], {"wage": 0.7, "housing": 0.3}) == [TopicScore("wage", 0.7)]


def test_only_a_model_that_is_clearly_better_is_kept() -> None:
    def judged(model_right: int) -> Trained:
        return Trained(small_model(), 200, 100, 60, model_right)

    assert [judged(right).is_better for right in (50, 60, 62, 70)] == [False, False, False, True]


def test_a_model_learns_the_words_of_a_group_and_is_used_from_then_on(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    lines = "\n".join(f"0{1 + at % 9}.11.2026;{one.text} {at}" for at, one in enumerate(examples(400)))
    take = {"name": "l.csv", "key": b"k" * 32, "by": None, "now": MOMENT}
    import_needs(session, programme=programme, data=f"Datum;Anfrage\n{lines}".encode(), **take)  # type: ignore[arg-type]
    staff = acting(Role.STAFF)
    for topic, words in SLANG.items():
        ids = [
            need.id or 0
            for need in session.exec(select(AdviceNeed))
            if any(word in (need.text or "") for word in words)
        ]
        confirm_topic(session, need_ids=ids, topic=topic, by=staff, now=MOMENT)
    programme_id, files = programme.id or 0, Store("memory://learning")
    trained = train(confirmed_examples(session, programme_id=programme_id), book=taxonomy())
    assert trained.is_better
    assert trained.model_right / trained.held_out > 0.95
    save_training(
        session, programme=programme, trained=trained, digest=store_model(files, trained), now=MOMENT
    )
    model = model_of(session, files, programme_id=programme_id)
    question = "Datum;Anfrage\n10.11.2026;Wo bleibt meine Kohle, bitte schon wieder?\n"
    import_needs(session, programme=programme, data=question.encode(), model=model, **take)  # type: ignore[arg-type]
    newest = session.exec(select(AdviceNeed).order_by(AdviceNeed.id.desc())).first()  # type: ignore[union-attr]
    assert newest is not None
    assert (newest.topic, newest.topics[0]["score"] > 0.5) == ("wage", True)


def test_the_confirm_rate_counts_suggestions_that_were_checked(
    session: Session, programme: Programme, acting: Callable[[Role], Actor]
) -> None:
    staff, programme_id = acting(Role.STAFF), programme.id or 0
    lines = "\n".join(f"{1 + at:02}.11.2026;Wann kommt mein Lohn?" for at in range(20))
    lines += "\n" + "\n".join(f"{1 + at:02}.10.2026;Xyzzy plugh foo bar?" for at in range(20))
    import_needs(
        session,
        programme=programme,
        data=f"Datum;Anfrage\n{lines}".encode(),
        name="l.csv",
        key=b"k" * 32,
        by=None,
        now=MOMENT,
    )
    needs = session.exec(select(AdviceNeed)).all()
    suggested = [need.id or 0 for need in needs if need.suggested]
    silent = [need.id or 0 for need in needs if not need.suggested]
    confirm_topic(session, need_ids=[*suggested[:15], *silent], topic="wage", by=staff, now=MOMENT)
    confirm_topic(session, need_ids=suggested[15:], topic="housing", by=staff, now=MOMENT)
    assert sorted(need.id or 0 for need in needs if need.corrected_from is not None) == sorted(
        [*suggested[15:], *silent]
    )
    let_in(session, programme_id)
    weeks = session.exec(select(NeedWeek)).all()
    assert [sum(week.corrected for week in weeks if week.topic == key) for key in ("wage", "housing")] == [
        20,
        5,
    ]
    for values in ({"topic": "wage"}, {"text": "Kommt mein Lohn noch?", "topic": "wage"}):
        record_need(session, programme=programme, values=values, key=b"k" * 32, by=staff, now=MOMENT)
    rate = confirm_rate(session, programme_id=programme_id)
    assert (len(silent), rate.decided, rate.kept) == (20, 21, 16)


@pytest.mark.parametrize(
    ("decided", "kept", "shown"),
    [
        (49, 49, (40, None)),
        (57, 40, (50, 0.7)),
        (128, 101, (120, 0.8)),
        (129, 101, (120, 0.8)),
        (2007, 1853, (2000, 0.92)),
    ],
)
def test_the_confirm_rate_is_told_in_steps_of_several_suggestions(
    decided: int, kept: int, shown: tuple[int, float | None]
) -> None:
    rate = ConfirmRate(decided, kept)
    assert (rate.at_least, rate.share) == shown
