"""Reviews by hand: small ones that show everything, and large ones."""

from dataclasses import replace
from typing import Any

from hostile.corpus import TEXTS
from irs import node, op, pipeline

from dagcompile.changes import Change, Subject, Weight, compare
from dagcompile.changes.presence import added
from dagcompile.ir.records import Pipeline
from dagcompile.review import CodeChange, FileChange, Review, Reviewed
from dagcompile.target import Impact

EVIL = [
    *("`", "``", "```", "````mermaid", "a`b", "` `", "`" * 200, "|", "a|b", "\\", "\\`", "\0"),
    *("*x*", "_x_", "**x**", "~~x~~", ":smile:", "$$x$$", "$`x`$", "&lt;b&gt;", "&#64;ann"),
    *(
        "<details>",
        "</details>",
        "</summary></details>",
        "<b>",
        "<!--",
        "-->",
        "<script>x</script>",
    ),
    *("@everyone", "a @ann b", "ann@example.org", "#12", "GH-12", "org/repo#12", "x" * 3000),
    *("https://evil.example", "www.evil.example", "[x](https://evil.example)", "![x](y)", "[x]: y"),
    *("- x", "1. x", "# x", "> x", "    x", "---", "===", "\r\n", "\u2028", "\u202ex", "\x1b[31m"),
    *("\n\n# x", "a\n\n```\nb", "| a |\n|---|", "<details><summary>`x`</summary>\n\n- y"),
]
NASTY = [*EVIL, *(each for each in TEXTS if each)]


def change(
    *,
    part: Any = "config",
    name: str = "clean",
    detail: str = "max_delay",
    verb: Any = "changed",
    weight: Weight = "risky",
    reason: str = "runs give other values",
    before: str | None = "600",
    after: str | None = "900",
    consumers: tuple[str, ...] = (),
) -> Change:
    """A change, of a config where nothing else is said."""
    return Change(
        subject=Subject(part=part, name=name, detail=detail),
        verb=verb,
        weight=weight,
        reason=reason,
        before=before,
        after=after,
        consumers=consumers,
    )


def coded(name: str, **fields: Any) -> CodeChange:
    """A function of `shop.ops` whose source is another, in the pipeline `daily`."""
    given = {"module": "shop.ops", "file": "shop/ops.py", "line": 1, "pipelines": ("daily",)}
    return CodeChange(name=name, **{**given, **fields})


def impact(text: str, weight: Weight = "cosmetic") -> Impact:
    """What a target says."""
    return Impact(kind="airflow.x", text=text, weight=weight)


def reviewed(**fields: Any) -> Reviewed:
    """A pipeline `daily`."""
    return Reviewed(**{"id": "daily", **fields})


def before() -> Pipeline:
    """Three steps in a row, and one aside."""
    return pipeline(
        op("load", {"day": "int"}, out="list[int]"),
        op("clean", {"rows": "list[int]"}, out="list[int]"),
        op("total", {"rows": "list[int]"}, out="int"),
        op("tell", {"number": "int"}, out="int"),
        nodes=[
            node("load", {"day": "$day"}),
            node("clean", {"rows": "load"}),
            node("total", {"rows": "clean"}),
            node("tell", {"number": "total"}),
        ],
        params={"day": "int", "top": "int"},
        defaults={"top": 10},
        outputs={"result": ("total", "int")},
    )


def after() -> Pipeline:
    """The same, with another step between and without the last."""
    return pipeline(
        op("load", {"day": "int"}, out="list[int]"),
        op("rank", {"rows": "list[int]", "top": "int"}, out="list[int]"),
        op("clean", {"rows": "list[int]"}, out="list[int]"),
        op("total", {"rows": "list[int]"}, out="int"),
        nodes=[
            node("load", {"day": "$day"}),
            node("clean", {"rows": "load"}),
            node("rank", {"rows": "clean", "top": "$top"}),
            node("total", {"rows": "rank"}),
        ],
        params={"day": "int", "top": "int"},
        defaults={"top": 20},
        outputs={"result": ("total", "int")},
    )


LONG = "Figures of a day: " + "words " * 40 + "at last."
SCRIPT = '"""Figures."""\n\nload(day)\nclean(load)\n'


def review_of() -> Review:
    """Of everything something: pipelines that changed, came, and could not be compared."""
    comparison = compare(before(), after())
    return Review(
        old="HEAD (3f2a6c0d9b8e)",
        new="the sources",
        pipelines=(
            reviewed(id="weekly", failed="it does not compile now"),
            reviewed(
                old=before(),
                new=after(),
                changes=(
                    *comparison.changes,
                    change(
                        part="docs",
                        name="",
                        detail="",
                        weight="cosmetic",
                        reason="only readers are told",
                        before=LONG,
                        after=LONG.replace("last", "end"),
                    ),
                ),
                nodes=comparison.nodes,
                impacts={
                    "airflow": (
                        impact("task `tell` is gone, and its history with it", "risky"),
                        impact("DAG `daily` gets a new version"),
                    )
                },
                files=(
                    FileChange(
                        path="python/daily_script.py",
                        old=SCRIPT,
                        new=SCRIPT.replace("clean(load)", "rank(load)\nclean(rank)"),
                    ),
                    FileChange(
                        path="airflow/daily_dag.py",
                        old=SCRIPT,
                        new=SCRIPT.replace("Figures", "More figures"),
                        cause="edited",
                        note="edited by hand in HEAD (3f2a6c0d9b8e)",
                    ),
                ),
            ),
            reviewed(
                id="hourly",
                changes=(
                    added(before()),
                ),
                files=(FileChange(path="python/hourly_script.py", old=None, new=SCRIPT),),
            ),
        ),
        unchanged=("monthly", "yearly"),
        code=(
            coded("load", line=12, pipelines=("daily", "monthly", "yearly")),
            coded("clean", line=40, through=("cut", "LIMIT")),
            coded("total", line=104, was="shop.old:summed"),
        ),
    )  # fmt: skip


def wide(*, pipelines: int, changes: int) -> Review:
    """Many pipelines with many changes each, and long artifacts."""
    return Review(
        old="HEAD",
        new="the sources",
        pipelines=tuple(
            reviewed(
                id=f"p{number:04}",
                changes=tuple(
                    change(
                        name=f"step_{each}",
                        reason=f"`step_{each}` works with another value, and so do {each} others",
                        before=f"{number:050}",
                        after="2" * 50,
                    )
                    for each in range(changes)
                ),
                files=(
                    FileChange(
                        path=f"python/p{number:04}_script.py",
                        old="".join(f"line {each}\n" for each in range(changes)),
                        new="".join(f"line {each * 2} of {number}\n" for each in range(changes)),
                    ),
                ),
            )
            for number in range(pipelines)
        ),
        code=tuple(
            coded(f"step_{each}", pipelines=(f"p{number:04}",))
            for number in range(pipelines)
            for each in range(changes)
        ),
    )  # fmt: skip


def forty() -> Review:
    """One pipeline with forty changes of every weight, as after a month's work."""
    verbs, nouns = ("load", "clean", "join", "rank"), ("orders", "users", "carts", "returns")
    nodes = [f"{verb}_{noun}" for noun in nouns for verb in verbs]
    changes = (
        _gone("param", "region", "str = 'eu'", "whoever gives `region` by name fails"),
        _gone("output", "report", "shop.models.Report", "whoever reads it finds it no more"),
        *(_unguarded(each) for each in nodes[:9]),
        *(_configured(each, nodes) for each in nodes[4:10]),
        change(
            part="schedule",
            name="",
            detail="",
            reason="its runs are due at other times",
            before="0 6 * * * Europe/Berlin",
            after="0 6 * * * UTC",
        ),
        change(
            part="node",
            name="join_users",
            detail="rows",
            verb="rewired",
            reason="it is given another value",
            before="clean_users.result",
            after="clean_carts.result",
            consumers=("rank_users", "output:total"),
        ),
        *(_retried(each) for each in nodes[:7]),
        *(_described(each) for each in nodes[:12]),
    )
    return Review(
        old="main (3f2a6c0d9b8e)",
        new="topic (0d9b8e3f2a6c)",
        pipelines=(reviewed(changes=changes),),
        unchanged=("weekly",),
    )


def _gone(part: str, name: str, before: str, reason: str) -> Change:
    return change(
        part=part, name=name, detail="", verb="removed", weight="breaking", before=before,
        after=None, reason=reason,
    )  # fmt: skip


def _unguarded(node: str) -> Change:
    return change(
        part="guard", name=node, detail="result", verb="removed", before="error, full", after=None,
        reason="values that do not fit pass unseen", consumers=("publish", "output:total"),
    )  # fmt: skip


def _configured(node: str, nodes: list[str]) -> Change:
    return change(
        name=node, detail="limit", before="100", after="250",
        reason=f"`{node}` works with another value, unless a run is given one",
        consumers=(*nodes[:8], "output:total"),
    )  # fmt: skip


def _retried(node: str) -> Change:
    return change(
        part="policy", name=node, detail="retry.attempts", weight="safe", before="3", after="5",
        reason="it is tried more often",
    )  # fmt: skip


def _described(node: str) -> Change:
    return change(
        part="docs", name=node, detail="", weight="cosmetic", before=f"What {node} does.",
        after=f"What {node} does, in short.", reason="only readers are told",
    )  # fmt: skip


def about(text: str) -> Review:
    """A review in which everything is called `text`."""
    told = change(
        name=text, detail=text, before=f"{text}1", after=f"{text}2",
        reason=f"whoever gives `{text}` fails: {text}", consumers=(text, f"output:{text}"),
    )  # fmt: skip
    return Review(
        old=text,
        new=text,
        pipelines=(
            reviewed(
                id=text,
                was=f"{text}'",
                changes=(told, replace(told, weight="cosmetic", before=None)),
                impacts={text: (impact(f"task `{text}` and {text}"), impact(text, "breaking"))},
                files=(
                    FileChange(path=text, old=f"{text}\n", new=f"{text}\n{text}!\n", note=text),
                    FileChange(path=text, old=None, new=text, cause="edited", note=text),
                ),
            ),
            reviewed(id=text, failed=f"it does not compile: {text}"),
        ),
        code=(coded(text, file=text, was=text, through=(text,), pipelines=(text,)),),
    )


def alike(count: int = 100, *, odd: int = 57) -> Review:
    """Pipelines that one change of an op has changed alike, and one that has one of its own."""
    return Review(
        old="HEAD",
        new="the sources",
        pipelines=tuple(
            reviewed(
                id=f"p{number}",
                changes=(
                    change(part="op", name="shop:load", detail="", consumers=("clean",)),
                    *([change(name="lonely", weight="safe")] if number == odd else ()),
                ),
                impacts={"airflow": (impact(f"DAG `p{number}` gets a new version"),)},
                files=tuple(
                    FileChange(
                        path=f"{folder}/p{number}_{folder}.py",
                        old=f"load(1)\nrun(p{number})\n",
                        new=f"load({2 + (number == odd)})\nrun(p{number})\n",
                    )
                    for folder in ("airflow", "dask", "python")
                ),
            )
            for number in range(count)
        ),
    )  # fmt: skip
