"""New voices, and the objection of somebody to what was done to their login, in each of their states."""

from __future__ import annotations

from datetime import timedelta

from campaigns.people.actions import grant_role
from campaigns.people.actions.objecting import objection_token, take_back_login
from campaigns.people.actions.voices import confirm_voice, object_to_voice
from campaigns.people.models import Person
from campaigns.people.new_voices import NewVoice, new_voices
from campaigns.vocabulary import Role
from tests.builders import make_person
from tests.web.things.stage import Names, Stage, thing


@thing("new voice", "waiting", "objected", "confirmed", "a day old")
def new_voice(stage: Stage, state: str) -> Names:
    person, voice = _granted(stage, days=1 if state == "a day old" else 0)
    if state == "objected":
        object_to_voice(stage.session, voice=voice, by=stage.scene.cast.lead, now=stage.now)
    elif state == "confirmed":
        confirm_voice(stage.session, voice=voice, up_to=voice.up_to, by=stage.scene.cast.lead, now=stage.now)
    return {"person_id": person.id, "up_to": voice.up_to}


@thing("objection", "open", "used", "over")
def objection(stage: Stage, state: str) -> Names:
    person, voice = _granted(stage, days=30 if state == "over" else 0)
    if state == "used":
        take_back_login(stage.session, person=person, up_to=voice.up_to, by=None, now=stage.now)
    return {"token": objection_token(stage.key, person_id=person.id or 0, up_to=voice.up_to)}


def _granted(stage: Stage, *, days: int) -> tuple[Person, NewVoice]:
    """An admin gave somebody the role of a lawyer, so many days ago."""
    person, at = (
        make_person(stage.session, "new@scene.example", now=stage.now),
        stage.now - timedelta(days=days),
    )
    grant_role(
        stage.session, person=person, programme_id=stage.programme_id, role=Role.LAWYER, language="de",
        by=stage.scene.cast.admin, now=at,
    )  # fmt: skip
    voices = new_voices(stage.session, {person.id or 0}, programme_id=stage.programme_id, now=at)
    return person, voices[person.id or 0]
