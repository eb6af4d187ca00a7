"""Lines from pieces: full, balanced, settled. All widths in ems."""

from bisect import bisect_right
from itertools import pairwise

from assets.typeset.breaks import SOFT_HYPHEN, hyphenation
from assets.typeset.measure import advance
from assets.typeset.paragraph import Copy, Paragraph, Piece
from assets.typeset.protect import balanced_lines

_EPSILON = 1e-6
_ISOLATES = "\u2066\u2067\u2068"
LONELY = 0.4  # of the measure: a line inside a paragraph that is shorter leaves a hole
LEAST_LAST = 0.25  # and a last line that is shorter
#: A line of a headline may be so much of the measure shorter if that keeps an article or a preposition with its noun.
HANGING = 0.25
_SHORT_WORD = 3  # letters; articles and prepositions have rarely more
_SENTENCE_ENDS = (".", "!", "?", "…", "؟", ".)", "!)", "?)")
_PAUSES = frozenset(",;:،؛.!?؟")
_SEPARATOR = " ·"  # stands between two parts of a line; at the end of one the line itself parts

# A cut is (paragraph, first piece, piece after the last): a line before its text is put together.
_Cut = tuple[Paragraph, int, int]


def _cuts(copy: Copy, measure: float) -> list[_Cut]:
    """Full lines of a text none of whose pieces is wider than the measure."""
    cuts: list[_Cut] = []
    for paragraph in copy.paragraphs:
        cuts += _filled(paragraph, 0, measure)
    return cuts


def _filled(paragraph: Paragraph, first: int, measure: float) -> list[_Cut]:
    """Full lines of a paragraph from this piece on."""
    cuts: list[_Cut] = []
    count = len(paragraph.pieces)
    while first < count:
        after = bisect_right(paragraph.ends, paragraph.starts[first] + measure + _EPSILON, first)
        after = max(after, first + 1)
        cuts.append((paragraph, first, after))
        first = after
    return cuts


def _cut_width(cut: _Cut) -> float:
    paragraph, first, after = cut
    return paragraph.ends[after - 1] - paragraph.starts[first]


class Line:
    """One line: its width at once, its text when it is asked for, because most tried lines are never drawn."""

    __slots__ = ("_cut", "_text", "width")

    def __init__(self, width: float, text: str = "", cut: _Cut | None = None) -> None:
        self.width, self._text, self._cut = width, text, cut

    @property
    def text(self) -> str:
        text = self._text
        if self._cut is not None:
            paragraph, first, after = self._cut
            row = paragraph.pieces[first:after]
            text = "".join(piece.text + piece.space for piece in row[:-1]) + row[-1].text
        if text.endswith(SOFT_HYPHEN):
            text = text[:-1] + "-"
        return text.replace(SOFT_HYPHEN, "").removesuffix(_SEPARATOR)


def _lines_of(cuts: list[_Cut]) -> list[Line]:
    return [Line(_cut_width(cut), cut=cut) for cut in cuts]


def fill(copy: Copy, measure: float, hyphenate: bool = False) -> list[Line] | None:
    """Lines no wider than the measure, each as full as it can be; None when a piece is wider than a line."""
    if copy.widest <= measure + _EPSILON:
        return _lines_of(_cuts(copy, measure))
    if not hyphenate:
        return None
    lines: list[Line] = []
    for paragraph in copy.paragraphs:
        made = _fill_parting(paragraph.pieces, copy, measure)
        if made is None:
            return None
        lines += made
    return lines


def line_count(copy: Copy, measure: float, hyphenate: bool = False) -> int | None:
    """How many lines `fill` makes."""
    if copy.widest <= measure + _EPSILON:
        return len(_cuts(copy, measure))
    lines = fill(copy, measure, hyphenate)
    return None if lines is None else len(lines)


def _fill_parting(pieces: tuple[Piece, ...], copy: Copy, measure: float) -> list[Line] | None:
    """Full lines where at least one word is too wide and has to be parted."""
    lines: list[Line] = []
    text, width, gap, gap_width = "", 0.0, "", 0.0
    waiting = list(reversed(pieces))
    while waiting:
        piece = waiting.pop()
        if width + gap_width + piece.width <= measure + _EPSILON:
            text, width = text + gap + piece.text, width + gap_width + piece.width
            gap, gap_width = piece.space, piece.space_width
            continue
        parted = _part(piece, copy, measure, measure - width - gap_width if text else measure)
        if parted is not None:
            first, rest = parted
            if first is not None:
                text, width = text + gap + first.text, width + gap_width + first.width
            waiting.append(rest)
        elif not text:
            return None
        else:
            waiting.append(piece)
        if text:
            lines.append(Line(width, text))
        text, width, gap, gap_width = "", 0.0, "", 0.0
    if text:
        lines.append(Line(width, text))
    return lines


def _part(piece: Piece, copy: Copy, measure: float, room: float) -> tuple[Piece | None, Piece] | None:
    """A piece too wide for any line parted so that its first half fills the room; None when it need not or cannot."""
    if piece.width <= measure + _EPSILON:
        return None
    for limit in (room, measure):
        for head, tail in hyphenation(piece.text, copy.language):
            width = advance(head, copy.path, copy.language, copy.direction)
            if width <= limit + _EPSILON:
                rest_width = advance(tail, copy.path, copy.language, copy.direction)
                rest = Piece(tail, piece.space, rest_width, piece.space_width)
                if limit == room:
                    return Piece(head, "", width, 0.0), rest
                return None, piece
    return None


def balance(copy: Copy, measure: float, hyphenate: bool = False) -> list[Line] | None:
    """As few lines as `fill` makes, but of nearly equal width. A text with a parted word stays as full as it is."""
    if copy.widest > measure + _EPSILON:
        return fill(copy, measure, hyphenate)
    cuts = [cut for paragraph in copy.paragraphs for cut in _evened(paragraph, measure)]
    return _lines_of(_colons_end_lines(cuts, measure))


def _evened(paragraph: Paragraph, measure: float, is_end_free: bool = False) -> list[_Cut]:
    """A paragraph in as few lines as it needs, cut so that the squares of what its lines lack of the measure are least:
    no line is filled at the cost of a word alone on the next, and a line rather ends before a short word than behind
    it. With `is_end_free` the last line may lack what it likes, unless it is very short, and no line ends with a label
    that as many lines can keep with what it names."""
    count, starts, ends = len(paragraph.pieces), paragraph.starts, paragraph.ends
    parted = count * measure * measure  # more than all lines can lack together
    hanging = [0.0 if is_end_free else _hanging(paragraph, after, measure) for after in range(count + 1)]
    # By the number of lines: for each end, the least cost of getting there, and where its last line begins.
    row: dict[int, float] = {0: 0.0}
    begins: list[dict[int, int]] = []
    while count not in row:
        following: dict[int, tuple[float, int]] = {}
        for first, cost in row.items():
            for after in range(first + 1, count + 1):
                lacks = measure - (ends[after - 1] - starts[first])
                if lacks < -_EPSILON and after > first + 1:
                    break
                is_free = is_end_free and after == count and measure - lacks >= LEAST_LAST * measure
                better = cost + hanging[after] + (0.0 if is_free else lacks * lacks)
                if is_end_free and _ends_with_label(paragraph, after):
                    better += parted
                if after not in following or better < following[after][0] - _EPSILON:
                    following[after] = (better, first)
        row = {after: cost for after, (cost, _) in following.items()}
        begins.append({after: first for after, (_, first) in following.items()})
    cuts, after = [], count
    for choice in reversed(begins):
        cuts.append((paragraph, choice[after], after))
        after = choice[after]
    return cuts[::-1]


def _colons_end_lines(cuts: list[_Cut], measure: float) -> list[_Cut]:
    """The cuts with no first word behind a colon alone at the end of a line: it begins the next one where that has the
    room, because what follows a colon is read as one."""
    moved = list(cuts)
    for number in range(len(moved) - 1):
        (paragraph, first, after), (following, _, end) = moved[number : number + 2]
        if (
            following is paragraph
            and after - first > 1
            and paragraph.pieces[after - 2].text.endswith(":")
            and paragraph.ends[end - 1] - paragraph.starts[after - 1] <= measure + _EPSILON
        ):
            moved[number : number + 2] = [(paragraph, first, after - 1), (paragraph, after - 1, end)]
    return moved


def _hanging(paragraph: Paragraph, after: int, measure: float) -> float:
    """What it costs to end a line before this piece: behind a word too short to end one, or before the short last word
    of a clause."""
    if not 0 < after < len(paragraph.pieces):
        return 0.0
    last, following = paragraph.pieces[after - 1], paragraph.pieces[after]
    is_hanging = _is_short(last) or (
        following.text[-1:] in _PAUSES and len(following.text) <= _SHORT_WORD + 1
    )
    return (HANGING * measure) ** 2 if is_hanging else 0.0


def _is_short(piece: Piece) -> bool:
    last = piece.text.rpartition(" ")[2]
    return len(last) <= _SHORT_WORD and last.isalpha()


def settle(copy: Copy, measure: float, hyphenate: bool = False) -> list[Line] | None:
    """Full lines, but no last line of a lonely short word where a slightly narrower measure avoids it, no beginning
    left at the end of a line while what it begins stands on the next, and no word left alone before a long paragraph
    or number, which may not part, where as many lines can be cut more evenly."""
    if copy.widest > measure + _EPSILON:
        return fill(copy, measure, hyphenate)
    cuts = _cuts(copy, measure)
    for share in (0.97, 0.94, 0.9, 0.86, 0.82):
        if len(cuts) < 2 or _cut_width(cuts[-1]) >= LEAST_LAST * measure or copy.widest > measure * share:
            break
        tried = _cuts(copy, measure * share)
        if len(tried) == len(cuts):
            cuts = tried
    cuts = _carried(cuts, measure)
    if _shortest_inside(cuts) < LONELY * measure or _labels_parted(cuts):
        evened = [cut for one in copy.paragraphs for cut in _evened(one, measure, is_end_free=True)]
        least = LONELY * measure
        cuts = max(
            cuts, evened, key=lambda tried: (min(_shortest_inside(tried), least), -_labels_parted(tried))
        )
    return _lines_of(cuts)


def _carried(cuts: list[_Cut], measure: float) -> list[_Cut]:
    """The cuts with beginnings carried over to the line on which they go on, where that makes no line more."""
    for number in range(len(cuts) - 1):
        paragraph, first, after = cuts[number]
        if after - first < 2 or not _leaves_a_beginning(paragraph, after):
            continue
        shorter, rest = (paragraph, first, after - 1), after - 1
        if _cut_width(shorter) < LONELY * measure:
            continue
        tried = [*cuts[:number], shorter, *_filled(paragraph, rest, measure)]
        tried += [cut for cut in cuts[number + 1 :] if cut[0] is not paragraph]
        if len(tried) == len(cuts):
            cuts = tried
    return cuts


def _leaves_a_beginning(paragraph: Paragraph, after: int) -> bool:
    """Whether a line that ends before this piece leaves behind a label, the first word of a part, or a short word that
    begins a sentence or leads to a number ("Stand:", "· Allgemeine", "Der", "bis")."""
    if not 1 < after < len(paragraph.pieces):
        return False
    before, last, following = (
        piece.text.strip(_ISOLATES) for piece in paragraph.pieces[after - 2 : after + 1]
    )
    if last.endswith(":") or before.endswith("·"):
        return True
    return _is_short(paragraph.pieces[after - 1]) and (
        before.endswith(_SENTENCE_ENDS) or following[:1].isdigit()
    )


def _ends_with_label(paragraph: Paragraph, after: int) -> bool:
    """Whether a line that ends before this piece leaves a label behind."""
    return after < len(paragraph.pieces) and paragraph.pieces[after - 1].text.endswith(":")


def _labels_parted(cuts: list[_Cut]) -> int:
    """How many lines end with a label."""
    return sum(_ends_with_label(paragraph, after) for paragraph, _, after in cuts)


def _shortest_inside(cuts: list[_Cut]) -> float:
    """Width of the shortest line that another of its paragraph follows."""
    return min((_cut_width(one) for one, other in pairwise(cuts) if one[0] is other[0]), default=float("inf"))


def for_drawing(lines: list[Line], direction: str) -> list[str]:
    """The texts of the lines, direction isolates whole in each."""
    texts = [line.text for line in lines]
    if direction == "ltr" and not any(sign in text for text in texts for sign in _ISOLATES):
        return texts
    return balanced_lines(texts)
