"""`litfass kit`."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.files import written
from commands.output import emit, json_option, lines, note

if TYPE_CHECKING:
    from sqlmodel import Session

    from campaigns.kits.opening import OpenKit
    from commands.composition import Instance


@click.command()
@click.argument("campaign_id", metavar="CAMPAIGN", type=int)
@click.option("--language", "languages", multiple=True, required=True, help="A language; may be repeated.")
@click.option("--partner", help="Name of a partner that has this kit: its newest version, with its own link.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The ZIP to write.")
@json_option
def kit(campaign_id: int, languages: tuple[str, ...], partner: str | None, out: Path, as_json: bool) -> None:
    """What a partner gets of a campaign: approved texts, pictures, films, a folder for each language.

    Only what may leave today gets in. The same contents are the same bytes.
    """
    from commands.composition import instance

    with instance() as here:
        with here.reading() as session:
            kits = [_opened(session, here, campaign_id, code, partner) for code in dict.fromkeys(languages)]
        _write(out, kits, here)
        with here.transaction() as session:
            _record(session, here, campaign_id, kits)
    content = out.read_bytes()
    if as_json:
        emit(
            {
                "path": str(out),
                "size": len(content),
                "digest": hashlib.sha256(content).hexdigest(),
                "languages": [each.said["language"] for each in kits],
                "posts": {each.said["language"]: len(each.posts) for each in kits},
                "good_until": {each.said["language"]: each.said["expires_on"] for each in kits},
            }
        )
    else:
        lines(str(out))


def _opened(
    session: Session, here: Instance, campaign_id: int, language: str, partner: str | None
) -> OpenKit:
    from campaigns.clock import wall_time
    from campaigns.content.queries import get_campaign
    from campaigns.errors import NotReady
    from campaigns.kits.actions.making import end_of
    from campaigns.kits.gathering import gather
    from campaigns.kits.opening import Shut, open_version
    from campaigns.kits.queries import kit_of_partner, version_of
    from campaigns.kits.versions import build_version, read_version
    from campaigns.languages import language as check_language
    from campaigns.people.queries import get_programme

    check_language(language)
    campaign = get_campaign(session, campaign_id)
    programme = get_programme(session, campaign.programme_id)
    today = wall_time(here.now, programme.zone).date()
    if partner is not None:
        row = kit_of_partner(session, campaign=campaign, name=partner, language=language, today=today)
        manifest = read_version(version_of(session, row).manifest)
    else:
        gathered = gather(session, campaign, language, today=today)
        expires_on = end_of(gathered, language, wanted=None, today=today)
        for each in gathered.left_out:
            note(f"{language}: post {each.post.position} is left out. {each.reason}")
        made_on = max((part.made_on for part in gathered.parts), default=date.min)
        manifest = build_version(
            programme=programme,
            gathered=gathered,
            language=language,
            number=0,
            made_on=made_on,
            expires_on=expires_on,
        )
    try:
        return open_version(session, manifest, programme_id=campaign.programme_id, on=today)
    except Shut as shut:
        raise NotReady(
            "The kit in {language} is held: {reason}", language=language, reason=str(shut.reason)
        ) from None


def _write(out: Path, kits: list[OpenKit], here: Instance) -> None:
    from campaigns.kits.archive import write_archive

    with written(out) as file:
        write_archive(kits, read_file=here.store.get, out=file)


def _record(session: Session, here: Instance, campaign_id: int, kits: list[OpenKit]) -> None:
    from campaigns.content.queries import get_campaign
    from campaigns.people.audit import record

    record(
        session,
        action="write_kit",
        subject="campaign",
        subject_id=campaign_id,
        by=None,
        programme_id=get_campaign(session, campaign_id).programme_id,
        now=here.now,
        languages=[each.said["language"] for each in kits],
    )
