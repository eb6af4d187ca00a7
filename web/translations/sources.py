"""Every text that the desk shows, found in the sources: what a catalogue has to translate.

Pages and views name their texts with `_()` and `ngettext()`. What the road itself says is raised or stored as an
English sentence with {named} values and translated where it is shown, so there the sentences are found in the
code: what is handed to a refusal, a finding or a reason, and every other text that reads as a sentence.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path

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
    "assets/bench_texts.py",
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
    "Silence": (0,),
    "Tampered": (0,),
    "well": (0, 1),
    "note": (0, 1, 2),
    "fails": (0, 1, 2),
    "Finding": (0, 2, 3),
}
#: Entries of a dictionary that are said to people.
ENTRIES = ("reason", "what")
REFUSALS = ("Refusal", "AssetError")
#: Some end with what a channel answered, which is a sentence of its own.
SENTENCE = re.compile(r"[A-Z{“][^\n]*[a-z}”][^\n]* [^\n]*(?:[.?!…”]|\{answer\})")
#: Calls whose texts are for those who read the log or the code.
UNSEEN = ("debug", "info", "warning", "error", "exception", "RuntimeError", "ValueError", "TypeError", "text")

#: Every source file as it was read: all that stands in it, what holds before what is held.
Sources = dict[Path, Sequence[ast.AST]]
Found = tuple[str | tuple[str, ...], str]


def template() -> Catalog:
    """Every text with the files it stands in."""
    catalogue = Catalog(project="Litfass", version="", msgid_bugs_address="", charset="utf-8")
    sources = {path: parsed(path) for path in _files((*PACKAGES, "web"))}
    refusals = _refusals(sources.values())
    for message, place in [*of_pages(refusals), *of_sentences(sources, refusals), *of_data()]:
        catalogue.add(message, locations=[(place, 0)])
    return catalogue


def parsed(path: Path) -> Sequence[ast.AST]:
    """Everything that stands in a source file, what holds before what is held."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def of_pages(refusals: Set[str]) -> Iterator[Found]:
    """What views, forms and templates say."""
    own = ("_", "gettext", "lazy_gettext", *refusals)
    found = extract_from_dir(
        ROOT / "web",
        method_map=list(PAGES),
        options_map={"templates/**.html": JINJA},
        keywords={**dict.fromkeys(own), "ngettext": (1, 2), "lazy_ngettext": (1, 2)},
    )
    for name, _line, message, _comments, _context in found:
        yield message, f"web/{Path(name).as_posix()}"


def of_sentences(sources: Sources, refusals: Set[str]) -> Iterator[Found]:
    """What the road, the pictures and the worker say."""
    calls = CALLS | dict.fromkeys(refusals, (0,))
    for path, source in sources.items():
        place = path.relative_to(ROOT)
        if place.parts[0] in PACKAGES:
            for message in sorted(_told(source, calls) | sentences_of(source)):
                yield message, place.as_posix()


def of_data() -> Iterator[Found]:
    """Names that live in data: kinds of posts, feasts, deadlines, layouts, channels."""
    for message in planning_sentences():
        yield message, "campaigns/planning/sentences.py"
    for message in reach_sentences():
        yield message, "campaigns/reach/insights/definitions.toml"
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


def _files(packages: Iterable[str]) -> Iterator[Path]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            if not path.relative_to(ROOT).as_posix().startswith(LEFT_OUT):
                yield path


def _refusals(sources: Iterable[Sequence[ast.AST]]) -> set[str]:
    """The names of everything that is a refusal, however far down."""
    bases = {
        node.name: {_name(base) for base in node.bases}
        for source in sources
        for node in source
        if isinstance(node, ast.ClassDef)
    }
    found, grown = set(REFUSALS), True
    while grown:
        more = {name for name, above in bases.items() if above & found} - found
        found, grown = found | more, bool(more)
    return found


def _told(source: Sequence[ast.AST], calls: dict[str, tuple[int, ...]]) -> set[str]:
    """What is handed to a refusal, a finding or a reason."""
    found: set[str] = set()
    for node in source:
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


def sentences_of(source: Sequence[ast.AST]) -> set[str]:
    """Texts that read as a sentence, wherever they stand, but neither comments nor words for the log."""
    unseen = {
        id(inner)
        for node in source
        if isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Call) and _name(node.func) in UNSEEN)
        for inner in ast.walk(node)
    }
    return {
        node.value
        for node in source
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in unseen
        and SENTENCE.fullmatch(node.value)
    }


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
