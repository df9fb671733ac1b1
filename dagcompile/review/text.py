"""A review as a terminal shows it.

    HEAD (3f2a6c0d9b8e) -> the sources

    daily_delays: 1 breaking, 1 risky
      breaking  - param `top` removed: int = 10
                  whoever gives `top` by name fails
      risky     ~ config `clean.max_delay` changed: 600 -> 900
                  runs give other values; reaches `by_carrier`, `by_hour`, output `result`
      on airflow
                  a new version of the DAG is made
      artifacts
        airflow/daily_delays_dag.py  +2 -3

What is told of pipelines comes first, then code that is another, the text of artifacts, what holds
for all, and last how many changed. What is the same in many pipelines is told once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from dagcompile.changes import WEIGHTS, Weight
from dagcompile.diagnostics.colours import PLAIN, Palette, painted
from dagcompile.review.coding import LISTED, Group, beside, groups, place
from dagcompile.review.grouping import Entry, alike, entries
from dagcompile.review.records import FileChange, Note, Review
from dagcompile.review.saying import Block, Said, among, blocks, line, said, summary, title

FILES = 6
"""Artifacts of many pipelines that are listed; of others only the number is told."""
_WIDTH = 100
_WORD = max(map(len, WEIGHTS))


def text_of(review: Review, *, palette: Palette = PLAIN) -> str:
    """All of a review; ends with a newline."""
    page = _Page(palette)
    paragraphs = ["\n".join(page.entry(each)) for each in entries(review)]
    paragraphs += ["\n".join(page.code(each)) for each in groups(review.code)]
    paragraphs += ["\n".join(page.diff(*each, review)) for each in alike(review.pipelines)]
    paragraphs += ["\n".join(page.note(each)) for each in review.notes if each.weight]
    if review.pipelines or review.code:
        paragraphs.insert(0, f"{line(review.old)} -> {line(review.new)}")
    last = [
        summary(review),
        *(f"note: {line(each.text)}" for each in review.notes if not each.weight),
    ]
    return "\n\n".join([*paragraphs, "\n".join(last)]) + "\n"


@dataclass(frozen=True, slots=True)
class _Page:
    """Lines of a review."""

    palette: Palette

    def entry(self, entry: Entry) -> Iterator[str]:
        """What changes of pipelines, what comes of it, and which files are others."""
        pipeline = entry.told
        name = painted(among(entry.ids) if entry.ids else line(pipeline.id), self.palette.codes)
        was = f", which was {line(pipeline.was)}" if pipeline.was and not entry.ids else ""
        yield f"{name}{was}: {title(entry)}"
        for block in blocks(pipeline.changes):
            yield from self._block(block)
        for target, impacts in pipeline.impacts.items():
            yield f"  on {line(target)}"
            for each in impacts:
                word = "" if each.weight == "cosmetic" else each.weight
                yield from self._wrapped(each.text, word, each.weight)
        if pipeline.files:
            yield "  artifacts"
            files = pipeline.files[:FILES] if entry.ids else pipeline.files
            width = max(len(line(each.path)) for each in files)
            for file in files:
                yield f"    {line(file.path):<{width}}  {what_became(file)}"
            if more := len(pipeline.files) - len(files):
                yield f"    and {more} more"

    def code(self, group: Group) -> Iterator[str]:
        """What is another in sources alone."""
        yield from wrap(group.title, _WIDTH)
        shown = group.changes[:LISTED]
        width = max(len(line(each.name)) for each in shown)
        for each in shown:
            yield f"  {line(each.name):<{width}}  {place(each)}{beside(each)}"
        if more := len(group.changes) - len(shown):
            yield f"  and {more} more"

    def note(self, note: Note) -> Iterator[str]:
        """What matters of both sides."""
        yield from wrap(f"{note.weight}: {line(note.text)}", _WIDTH)

    def _block(self, block: Block) -> Iterator[str]:
        for each in block.changes:
            yield from self._change(said(each), block.weight)
        reason = "; ".join(filter(None, (line(block.reason), block.reached)))
        yield from self._wrapped(reason, "", block.weight)

    def _change(self, change: Said, weight: Weight) -> Iterator[str]:
        head = f"  {self._word(weight, weight)}  {self._signed(change.sign)} {change.head}"
        before, after = change.before, change.after
        match before, after:
            case None, None:
                yield head
            case (None, str(only)) | (str(only), None):
                yield f"{head}: {only}"
            case _ if len(f"{before}{after}") + _WORD + len(change.head) + 12 <= _WIDTH:
                yield f"{head}: {before} -> {after}"
            case _:
                yield head
                yield f"{' ' * (_WORD + 6)}{self._signed('-', str(before))}"
                yield f"{' ' * (_WORD + 6)}{self._signed('+', str(after))}"

    def _wrapped(self, text: str, word: str, weight: Weight) -> Iterator[str]:
        """`text` behind the column of weights, as many lines as it takes."""
        for each in wrap(
            line(text), _WIDTH - _WORD - 6, break_long_words=False, break_on_hyphens=False
        ):
            yield f"  {self._word(word, weight)}{' ' * (2 if word else 4)}{each}".rstrip()
            word = ""

    def _word(self, word: str, weight: Weight) -> str:
        colours = {
            "breaking": self.palette.errors,
            "risky": self.palette.warnings,
            "safe": self.palette.fixes,
            "cosmetic": self.palette.margins,
        }
        return painted(word, colours[weight]) + " " * (_WORD - len(word))

    def _signed(self, sign: str, text: str = "") -> str:
        colour = {"+": self.palette.fixes, "-": self.palette.marks}.get(sign, "")
        return painted(f"{sign} {text}".rstrip(), colour)

    def diff(self, file: FileChange, more: int, review: Review) -> Iterator[str]:
        """The unified diff of a file, below the names of its two sides; `more` have the same."""
        palette, path = self.palette, line(file.path)
        old = f"{line(review.old)}: {path}" if file.old is not None else "no such file"
        new = f"{line(review.new)}: {path}" if file.new is not None else "no such file"
        yield painted(f"--- {old}", palette.codes)
        yield painted(f"+++ {new}", palette.codes)
        for each in file.diff.lines:
            colour = {"+": palette.fixes, "-": palette.marks, "@": palette.margins}
            yield painted(each, colour.get(each[:1], ""))
        if more:
            yield f"and the same in {also(more)}"


def also(more: int) -> str:
    """How many more artifacts have changed in the same way."""
    return f"{more} more artifact{'s' * (more > 1)}, but for the name of the pipeline"


def what_became(file: FileChange) -> str:
    """What is told of an artifact behind its path."""
    diff = file.diff
    if file.old is None or file.new is None:
        became = f"{'new' if file.old is None else 'removed'}, {diff.added or diff.removed} lines"
    elif diff.lines:
        became = f"+{diff.added} -{diff.removed}"
    else:
        became = "its digests alone"
    weight = file.weight if file.weight == "risky" else ""
    return "; ".join(filter(None, (became, ": ".join(filter(None, (weight, line(file.note)))))))
