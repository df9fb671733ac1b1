"""A review as Markdown, for one comment on a pull request.

The worst comes first. What is long is folded, what is too long for a comment is left out, the least
important first, and said to be. The same review gives the same text, which begins with `marker_of`
its project: by it a bot finds its comment again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from dagcompile.changes import Weight
from dagcompile.drawing import mermaid
from dagcompile.review.coding import LISTED, Group, beside, groups, place
from dagcompile.review.escaping import code, fenced, folded, named, plain, prose
from dagcompile.review.graph import graph_of
from dagcompile.review.grouping import Entry, alike, entries
from dagcompile.review.records import FileChange, Review, Reviewed
from dagcompile.review.saying import Block, Said, among, blocks, counts, said, summary, title
from dagcompile.review.text import FILES, also, what_became

LIMIT = 65_000
"""Characters of a comment; code hosts take 65,536, and a bot may have something to add."""

_ICONS: dict[Weight, str] = {"breaking": "🔴", "risky": "🟠", "safe": "🟢", "cosmetic": "⚪"}
_LEGEND = "🟩 added 🟥 removed 🟨 changed 🟦 reached by a change"
_GRAPHS = 8
"""Pictures of one comment; each costs the reader's browser time."""
_REST = "This is not all: `dagcompile diff` shows the rest."
_CODE = "Code changed, which is no part of a contract"
_LINES = 5
"""Lines of what is told of code up to which they are not folded."""
_OPEN = 10
"""Changes of a pipeline up to which those that do not matter stand beside those that do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Detail:
    """How much is told: lines of diff for each file, graphs, blocks of changes and impacts for each
    pipeline, pipelines of which that is told, and pipelines that are named.
    """

    lines: int = 0
    graphs: int = 0
    blocks: int = 0
    opened: int = 10_000
    pipelines: int = 10_000


_DETAILS = (
    *(_Detail(lines=each, graphs=_GRAPHS, blocks=10_000) for each in (2000, 400, 100, 30, 0)),
    *(_Detail(graphs=3, blocks=each) for each in (60, 20)),
    *(_Detail(blocks=20, opened=each) for each in (100, 30, 10)),
    *(_Detail(blocks=8, opened=each) for each in (30, 10, 3, 0)),
    *(_Detail(opened=0, pipelines=each) for each in (400, 100)),
)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told: of the files whose text is shown, by `id`, how many more have changed alike."""

    entries: Sequence[Entry]
    texts: Mapping[int, int]


def markdown_of(review: Review, *, limit: int = LIMIT) -> str:
    """The comment, of at most `limit` characters; ends with a newline."""
    told = _Told(entries(review), {id(file): more for file, more in alike(review.pipelines)})
    text = ""
    for detail in _DETAILS:
        text = "\n\n".join([*_paragraphs(review, told, detail)]) + "\n"
        if len(text) <= limit:
            return text
    head = f"{_head(review)}\n"
    more = f"\n{_REST}\n"
    return f"{head}{more}" if len(head) + len(more) <= limit else head


def marker_of(project: str) -> str:
    """The first line, which is not shown: another for each project of a repository."""
    name = f"{quote(project)} " if project else ""
    return f"<!-- dagcompile diff {name}-->"


def _head(review: Review) -> str:
    project = f"{code(review.project)}: " if review.project else ""
    return f"{marker_of(review.project)}\n### {project}{prose(summary(review))}"


def _paragraphs(review: Review, told: _Told, detail: _Detail) -> Iterator[str]:
    yield _head(review)
    if review.notes:
        yield "\n".join(f"- {_weighed(each.weight)}{prose(each.text)}" for each in review.notes)
    if not review.pipelines and not review.code:
        return
    yield f"{code(review.old)} → {code(review.new)}"
    every, texts = told.entries, told.texts
    shown = every[: detail.pipelines]
    for number, each in enumerate(shown[: detail.opened]):
        yield from _entry(each, detail, texts, draws=number < detail.graphs)
    if closed := shown[detail.opened :]:
        yield "\n".join(f"- {_headline(each)}" for each in closed)
    if more := len(every) - len(shown):
        yield f"and {more} more."
    yield from _code(review, detail)
    if detail != _DETAILS[0] and (_lacks(every, detail) or _lacks_code(review, detail)):
        yield _REST


def _code(review: Review, detail: _Detail) -> Iterator[str]:
    """What is another in sources alone: a line for each pipeline, many of them folded."""
    every = groups(review.code)
    lines = [_group(each, detail) for each in every[: detail.opened]]
    if more := len(every) - len(lines):
        lines.append(f"- and in {more} more")
    if len(lines) > _LINES:
        yield folded(_CODE, "\n".join(lines))
    elif lines:
        yield f"{_CODE}:\n\n" + "\n".join(lines)


def _group(group: Group, detail: _Detail) -> str:
    shown = group.changes[: min(detail.blocks, LISTED)]
    told = [f"{code(each.name)} ({code(place(each))}{prose(beside(each))})" for each in shown]
    if more := len(group.changes) - len(shown):
        told.append(f"{more} more")
    return f"- {prose(group.where)}: {', '.join(told)}"


def _lacks(every: Sequence[Entry], detail: _Detail) -> bool:
    """Whether something is left out."""
    return (
        any(
            len(blocks(each.told.changes)) > detail.blocks
            or any(len(one.diff.lines) > detail.lines for one in each.told.files if not one.hidden)
            for each in every
        )
        or len(every) > detail.pipelines
    )


def _lacks_code(review: Review, detail: _Detail) -> bool:
    every = groups(review.code)
    longest = max((len(each.changes) for each in every), default=0)
    return len(every) > detail.opened or longest > min(detail.blocks, LISTED)


def _headline(entry: Entry) -> str:
    pipeline = entry.told
    icon = "⛔" if pipeline.failed else _ICONS[pipeline.weight]
    if entry.ids:
        return f"{icon} {prose(among(entry.ids))}: {prose(title(entry))}"
    was = f", which was {code(pipeline.was)}" if pipeline.was else ""
    return f"{icon} {code(pipeline.id)}{was}: {prose(title(entry))}"


def _entry(
    entry: Entry, detail: _Detail, texts: Mapping[int, int], *, draws: bool
) -> Iterator[str]:
    pipeline = entry.told
    yield f"#### {_headline(entry)}"
    yield from _changes(pipeline, detail)
    for target, impacts in pipeline.impacts.items():
        told = [f"- {_weighed(each.weight)}{prose(each.text)}" for each in impacts[: detail.blocks]]
        if more := len(impacts) - len(told):
            told.append(f"- and {more} more")
        yield f"On {code(target)}:\n\n" + "\n".join(told)
    if draws and (graph := graph_of(entry.drawn)):
        text = mermaid(graph.picture, graph.marks).rstrip("\n")
        hidden = f" ({graph.hidden} more are not drawn)" if graph.hidden else ""
        of = f"{code(entry.drawn.id)}: " if entry.ids else ""
        yield f"{fenced(text.splitlines(), 'mermaid')}\n\n{of}{_LEGEND}{hidden}"
    yield from _files(entry, detail, texts)


def _files(entry: Entry, detail: _Detail, texts: Mapping[int, int]) -> Iterator[str]:
    """Those with a text folded, then the others as a list; of many pipelines some alone."""
    told = [_file(each, detail, texts) for each in entry.told.files]
    yield from (each for each in told if each.startswith("<"))
    short = [each for each in told if not each.startswith("<")]
    if entry.ids and len(short) > FILES:
        short[FILES:] = [f"- and {len(short) - FILES} more artifacts"]
    if short:
        yield "\n".join(short)


def _weighed(weight: Weight | None) -> str:
    return "" if weight in {None, "cosmetic"} else f"**{weight}**: "


def _changes(pipeline: Reviewed, detail: _Detail) -> Iterator[str]:
    """Changes by weight; many that do not matter are folded."""
    every = blocks(pipeline.changes)
    shown = every[: detail.blocks]
    is_long = len(pipeline.changes) > _OPEN
    quiet = [each for each in shown if is_long and each.weight in {"safe", "cosmetic"}]
    loud = [each for each in shown if each not in quiet]
    if loud:
        yield "\n".join(_block(each) for each in loud)
    if quiet:
        weights = counts(each.weight for block in quiet for each in block.changes)
        yield folded(weights, "\n".join(_block(each) for each in quiet))
    rest = every[detail.blocks :]
    if rest:
        yield f"and {counts(each.weight for block in rest for each in block.changes)} more."


def _block(block: Block) -> str:
    lines = [_change(said(each)) for each in block.changes]
    reason = "; ".join(filter(None, (prose(block.reason), prose(block.reached))))
    told = [f"- **{block.weight}**: {each}" for each in lines]
    return "\n".join([*told[:-1], f"{told[-1]}<br>{reason}"])


def _change(change: Said) -> str:
    head = " ".join(filter(None, (change.part, change.name and code(change.name), change.verb)))
    match change.before, change.after:
        case None, None:
            return head
        case (None, str(only)) | (str(only), None):
            return f"{head}: {code(only)}"
        case before, after:
            return f"{head}: {code(str(before))} → {code(str(after))}"


def _file(file: FileChange, detail: _Detail, texts: Mapping[int, int]) -> str:
    """A file folded with its diff, or an item of a list: also where another has the same diff."""
    diff, became = file.diff, what_became(file)
    if file.hidden or not diff.lines or not detail.lines or id(file) not in texts:
        return f"- {code(file.path)}: {prose(became)}"
    lines = diff.lines[: detail.lines]
    rest = len(diff.lines) - len(lines)
    if rest:
        lines = (*lines, f"# {rest} more lines")
    if more := texts[id(file)]:
        became = f"{became}; the same in {also(more)}"
    return folded(f"{named(file.path)} {plain(became)}", fenced(lines, "diff"))
