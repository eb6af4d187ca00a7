"""Rows of proofs and approvals, written by hand or forged together with what they name."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from campaigns.canonical import digest_of
from campaigns.db import session_scope
from campaigns.placements.approval_ends.withdrawing import withdraw_and_hold
from tests.rules.tampering.house import START, House, exchange, manifest, put_back, tell_as_it_stands


def row_manifest_letter(house: House) -> None:
    stored = manifest(house)
    place = house.dice.randrange(len(stored))
    other = "x" if stored[place] != "x" else "y"
    changed = stored[:place] + other + stored[place + 1 :]
    house.run("UPDATE proof SET manifest = :m WHERE channel = 'folder'", m=changed)


def row_manifest_field(house: House) -> None:
    """A field of the stored proof says something else, and its digest is computed anew in every row."""
    said = json.loads(manifest(house))
    name = house.dice.choice(["title", "text", "target", "link", "notice", "funder", "direction"])
    said[name] = f"{said[name]}{house.dice.randrange(10**6)}"
    exchange(house, said)


def row_alt_text(house: House) -> None:
    said = json.loads(manifest(house))
    said["media"][0]["alt"] += f" {house.dice.randrange(10**6)}"
    exchange(house, said)


def row_media_digest(house: House) -> None:
    """The proof names another file, which is there."""
    said, data = json.loads(manifest(house)), house.others[house.dice.choice(sorted(house.others))]
    digest = hashlib.sha256(data).hexdigest()
    said["media"][0]["digest"] = digest
    house.files[digest] = data
    exchange(house, said)


def row_other_proof(house: House) -> None:
    """The placement points to what was approved for another channel."""
    house.run("UPDATE placement SET proof_id = (SELECT id FROM proof WHERE channel = 'feed' LIMIT 1)")


def row_other_digest(house: House) -> None:
    house.run("UPDATE placement SET digest = :d", d=hashlib.sha256(house.dice.randbytes(8)).hexdigest())
    tell_as_it_stands(house)


def row_language(house: House) -> None:
    house.run("UPDATE approval SET language = 'ar'")


def row_channel(house: House) -> None:
    house.run("UPDATE approval SET channel = 'feed'")


def row_withdrawn(house: House) -> None:
    with session_scope(house.stage.engine) as session:
        withdraw_and_hold(
            session,
            variant_ids={house.stage.variant_id},
            reason="A doubt.",
            programme_id=house.stage.cast.programme.id or 0,
            by=house.stage.cast.lawyer,
            now=START,
        )


def row_expired(house: House) -> None:
    day = START.date() - timedelta(days=house.dice.randrange(1, 400))
    house.run("UPDATE approval SET valid_until = :d", d=day)


def row_prolonged(house: House) -> None:
    """The approval lasts longer than the lawyer said; the trail still says what they said."""
    day = START.date() + timedelta(days=house.dice.randrange(1, 400))
    house.run("UPDATE approval SET valid_until = :d", d=day)


def row_other_lawyer(house: House) -> None:
    """Somebody puts another lawyer's name under the approval."""
    house.run("UPDATE approval SET by = :p", p=house.stage.cast.second_lawyer.person_id)


def row_forged(house: House) -> None:
    """A proof with other words and an approval of it, every digest in the database computed anew."""
    said = json.loads(manifest(house))
    said["text"] += f" {house.dice.randrange(10**6)}"
    exchange(house, said)
    house.run("UPDATE approval SET digest = :d WHERE channel = 'folder'", d=digest_of(said))


def row_forged_lately(house: House) -> None:
    """What was withdrawn is approved again by a row that no lawyer wrote."""
    row_withdrawn(house)
    house.run(
        "INSERT INTO approval (proof_id, digest, language, channel, decision, reason, place, by, at) "
        "SELECT proof_id, digest, language, channel, decision, reason, place, by, at FROM approval "
        "WHERE decision = 'approve'"
    )
    put_back(house)


def row_withdrawal_gone(house: House) -> None:
    """The lawyer's withdrawal is taken out of the table, and the post is put back into the calendar."""
    row_withdrawn(house)
    house.run("DELETE FROM approval WHERE decision = 'withdraw'")
    put_back(house)
