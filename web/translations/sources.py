"""Every text that the desk shows, found in the sources: what a catalogue has to translate.

Pages and views name their texts with `_()` and `ngettext()`. What the road itself says is raised or stored as an
English sentence with {named} values and translated where it is shown, so there the sentences are found in the
code: what is handed to a refusal, a finding or a reason, and every other text that reads as a sentence.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from assets.layouts import layout_for, layout_keys
from campaigns.channels import profiles
from campaigns.content.glossary.starter import shipped_terms
from campaigns.lifecycle import TABLES
from campaigns.planning.sentences import planning_sentences
from campaigns.reach.sentences import reach_sentences

ROOT = Path(__file__).resolve().parents[2]
PAGES = (("**.py", "python"), ("templates/**.html", "jinja2"))
JINJA = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
PACKAGES = ("campaigns", "assets", "scheduler")
#: What is no word of the desk: the demo's own content, the tables' history, samples, and what programs are told.
LEFT_OUT = (
    "assets/bench.py",
    "assets/fonts/build.py",
    "campaigns/demo",
    "campaigns/migrations",
    "campaigns/needs/api.py",
    "campaigns/needs/openapi.py",
)

#: Calls whose texts are shown to people, with the places of those texts; every refusal is added by its class.
CALLS: dict[str, tuple[int, ...]] = {
    "Part": (1, 2),
    "reason": (0,),
    "Reason": (0,),
    "Tampered": (0,),
    "well": (0, 1),
    "note": (0, 1, 2),
    "fails": (0, 1, 2),
    "Finding": (0, 2, 3),
}
#: Entries of a dictionary that are said to people.
ENTRIES = ("reason", "what")
REFUSALS = ("Refusal", "AssetError")
SENTENCE = re.compile(r"[A-Z{“][^\n]*[a-z}”][^\n]* [^\n]*[.?!…”]")
#: Calls whose texts are for those who read the log or the code.
UNSEEN = ("debug", "info", "warning", "error", "exception", "RuntimeError", "ValueError", "TypeError", "text")

#: Every source file as it was read.
Trees = dict[Path, ast.Module]
Found = tuple[str | tuple[str, ...], str]


def template() -> Catalog:
    """Every text with the files it stands in."""
    catalogue = Catalog(project="Litfass", version="", msgid_bugs_address="", charset="utf-8")
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in _files((*PACKAGES, "web"))}
    for message, place in [*of_pages(trees), *of_sentences(trees), *of_data()]:
        catalogue.add(message, locations=[(place, 0)])
    return catalogue


def of_pages(trees: Trees) -> Iterator[Found]:
    """What views, forms and templates say."""
    found = extract_from_dir(
        ROOT / "web",
        method_map=list(PAGES),
        options_map={"templates/**.html": JINJA},
        keywords=_keywords(trees),
    )
    for name, _line, message, _comments, _context in found:
        yield message, f"web/{Path(name).as_posix()}"


def of_sentences(trees: Trees) -> Iterator[Found]:
    """What the road, the pictures and the worker say."""
    road = {path: tree for path, tree in trees.items() if path.relative_to(ROOT).parts[0] in PACKAGES}
    calls = CALLS | dict.fromkeys(_refusals(road.values()), (0,))
    for path, tree in road.items():
        place = path.relative_to(ROOT).as_posix()
        for message in sorted(_told(tree, calls) | sentences_of(tree)):
            yield message, place


def of_data() -> Iterator[Found]:
    """Names that live in data: kinds of posts, feasts, deadlines, layouts, channels."""
    for message in planning_sentences():
        yield message, "campaigns/planning/sentences.py"
    for message in reach_sentences():
        yield message, "campaigns/reach/definitions.toml"
    for key in layout_keys():
        layout = layout_for(key)
        yield layout.name, "assets/layouts"
        yield layout.purpose, "assets/layouts"
    for profile in profiles().values():
        yield profile.name, "campaigns/channel_profiles"
    for term in shipped_terms():
        if term.note:
            yield term.note, "campaigns/content/glossary/starter"
    for kind, _steps in TABLES.values():
        yield kind, "campaigns/lifecycle.py"


def _keywords(trees: Trees) -> dict[str, Any]:
    own = ("_", "gettext", "lazy_gettext", *_refusals(trees.values()))
    return {**dict.fromkeys(own), "ngettext": (1, 2), "lazy_ngettext": (1, 2)}


def _files(packages: Iterable[str]) -> Iterator[Path]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            if not path.relative_to(ROOT).as_posix().startswith(LEFT_OUT):
                yield path


def _refusals(trees: Iterable[ast.Module]) -> set[str]:
    """The names of everything that is a refusal, however far down."""
    bases = {
        node.name: {_name(base) for base in node.bases}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found, grown = set(REFUSALS), True
    while grown:
        more = {name for name, above in bases.items() if above & found} - found
        found, grown = found | more, bool(more)
    return found


def _told(tree: ast.Module, calls: dict[str, tuple[int, ...]]) -> set[str]:
    """What is handed to a refusal, a finding or a reason."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for place in calls.get(_name(node.func), ()):
                if place < len(node.args):
                    found |= _texts(node.args[place])
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in ENTRIES:
                    found |= _texts(value)
    return found


def _texts(node: ast.expr) -> set[str]:
    if isinstance(node, ast.IfExp):
        return _texts(node.body) | _texts(node.orelse)
    if (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search("[A-Za-z]{2}", node.value)
    ):
        return {node.value}
    return set()


def sentences_of(tree: ast.Module) -> set[str]:
    """Texts that read as a sentence, wherever they stand, but neither comments nor words for the log."""
    unseen = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Call) and _name(node.func) in UNSEEN)
        for inner in ast.walk(node)
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in unseen
        and SENTENCE.fullmatch(node.value)
    }


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
