"""What a return or a note can point at: words, pictures and films, the link, the funder's statement."""

from __future__ import annotations

import json
from collections.abc import Iterable

from campaigns.approvals.models import Proof
from campaigns.content.copy import Copy
from campaigns.content.models import Revision

#: Before the format of a file: “picture.square”, “picture.film/story”.
PICTURE = "picture"
LINK = "link"
FUNDER = "funder"


def places_beside(proofs: Iterable[Proof]) -> list[str]:
    """What leaves beside the words, each once: files by their format, the link, the funder's statement."""
    manifests = [json.loads(proof.manifest) for proof in proofs]
    files = [f"{PICTURE}.{file['format']}" for said in manifests for file in said["media"]]
    links = [LINK for said in manifests if said["target"]]
    funders = [FUNDER for said in manifests if said["funder"]]
    return list(dict.fromkeys([*files, *links, *funders]))


def places_of(revision: Revision, proofs: Iterable[Proof]) -> list[str]:
    """Everything that can be pointed at, the words first."""
    return [*Copy.from_dict(revision.words).texts(), *places_beside(proofs)]
