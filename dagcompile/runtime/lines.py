"""Events as a person reads them: a plain line each.

load  retrying in 30 s (attempt 1 of 3): FileNotFoundError: no such file
load.result  fail  (list[int])  [0]: expected int, got str ('b')
load.result  warn  (list[int])  [0]: expected int, got str ('b')     # of severity `warn`
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

from dagcompile.runtime.events import Event, is_expectations, is_guards, shortened, summary
from dagcompile.runtime.report import NO_WORKER, some

_LONGEST = 80
"""Characters of a text that a check gave."""
_ERROR = 1_000
"""Characters of what was raised: its record has more of them."""


def terminal_sink(event: Event) -> None:
    """Write one event as one plain line on standard error."""
    sys.stderr.write(f"{line_of(event)}\n")


def failing_guards_sink(event: Event) -> None:
    """Write the verdicts that fail a node, which nothing else tells in full, and no other event."""
    verdict: Any = event.get("verdict")
    if event["event"] in ("guard", "expectation") and _outcome(verdict) in ("fail", "crashed"):
        terminal_sink(event)


def encodable(text: str) -> str:
    """`text` with lone surrogates, which no encoding has, as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def line_of(event: Event) -> str:
    """One event as one plain line, which every encoding has escapes for."""
    return encodable(_line(event).replace("\r", "\\r").replace("\n", "\\n"))


def lines_of(message: Event) -> list[str]:
    """What a node printed or logged, each line with who said it, and what was too much to tell."""
    said: Any = message
    who = [said["node"], *([said["worker"]] if said["worker"] else [])]
    lines = str(said["text"]).split("\n") if "text" in said else []
    if "logger" in said:
        lines[0] = f"{said['level']} {said['logger']}: {lines[0]}"
    if left_out := said.get("left_out"):
        lines.insert(0, f"({left_out} line{'' if left_out == 1 else 's'} left out)")
    return [encodable("  ".join([*who, line.replace("\r", "\\r")])) for line in lines]


def _line(event: Any) -> str:
    match event["event"]:
        case "guard" | "expectation":
            shown = _guard(event["verdict"])
        case "retrying":
            shown = [event["node"], f"{_retrying(event)}: {_error(event['error'])}"]
        case "failed":
            shown = [event["node"], "failed", _failure(event["error"])]
        case "run_started":
            shown = [event["pipeline"], "started", f"run {event['run']}"]
        case "run_finished":
            shown = [event["pipeline"], event["outcome"]]
        case "materialization":
            shown = [event["node"], *materialization_text(event)]
        case "mutation":
            shown = [event["node"], mutation_text(event)]
        case "worker_lost":
            shown = [event["worker"], f"lost, and with it {some(event['nodes'])}"]
        case "started" if event.get("rerun"):
            shown = [event["node"], "started anew"]
        case "unwatched":
            shown = [event["subject"], f"not watched: {event['unseen']} (of {event['class']})"]
        case kind:
            shown = [event["node"], kind]
    return "  ".join(str(each) for each in shown)


def _failure(error: Event) -> str:
    """Why a node failed; in short where that has a line of its own."""
    if is_guards(error):
        return "by a guard"
    if is_expectations(error):
        return "by an expectation"
    return "for want of a worker" if error["type"] == NO_WORKER else _error(error)


def warnings(number: int) -> list[str]:
    """How many verdicts of a run only warned, if some did."""
    return [f"{number} warning{'' if number == 1 else 's'}"] if number else []


def missing(nodes: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What was withheld in a run, and which nodes were skipped for that, by how each node ended."""
    withheld = [
        node if port == "result" else f"{node}.{port}"
        for node, ended in nodes.items()
        for port in ended.get("withheld", ())
    ]
    skipped = [node for node, ended in nodes.items() if ended["outcome"] == "skipped"]
    told = {"withheld": withheld, "skipped": skipped}
    return [f"{word}: {some(names)}" for word, names in told.items() if names]


def only_warns(event: Mapping[str, Any]) -> bool:
    """Whether an event is the verdict on a value that does not fit, and flows on."""
    return event["event"] in ("guard", "expectation") and _outcome(event["verdict"]) == "warn"


def _outcome(verdict: Mapping[str, Any]) -> str:
    """The outcome in a word: `warn` for `fail` where that fails nothing."""
    warns = verdict["outcome"] == "fail" and verdict["severity"] == "warn"
    return "warn" if warns else str(verdict["outcome"])


def _guard(verdict: Mapping[str, Any]) -> list[str]:
    shown = [verdict["subject"], _outcome(verdict), f"({verdict['type']})"]
    violations = [text for each in verdict["violations"] if (text := violation_text(each))]
    if verdict["more"]:
        violations.append(f"and {verdict['more']} more")
    if violations:
        shown.append("; ".join(violations))
    if "metadata" in verdict:
        shown.append(metadata_text(verdict["metadata"]))
    if "error" in verdict:
        shown.append(_error(verdict["error"]))
    return shown


def materialization_text(event: Mapping[str, Any]) -> list[str]:
    """What a body says that it wrote, where, and what it tells of it."""
    shown = [f"wrote {event['asset']}"]
    if "uri" in event:
        shown.append(str(event["uri"]))
    if "metadata" in event:
        shown.append(f"({metadata_text(event['metadata'])})")
    return shown


def mutation_text(event: Mapping[str, Any]) -> str:
    """What an op changed in place, and who else uses it."""
    others = ", ".join(event["used_by"])
    who = f"which {others} uses too" if others else "which nothing else uses"
    return f"changed {event['subject']}, {who}: {', '.join(event['changed'])}"


def violation_text(violation: Mapping[str, Any]) -> str:
    """Why a part of a value is not what its type says.

    Class and value are told, or the value alone where it is its value that is wrong; of an output
    that was withheld, the type that would allow it; of what is not as expected, why alone.
    """
    path, expected = violation["path"], violation["expected"]
    got, value = violation["got"], violation["value"]
    found = got if value in ("", got) else f"{got} ({value})"
    if (path, got, value) == ("", "SKIP", "SKIP"):
        found = f"SKIP, which is for Maybe[{expected}]"
    said = violation.get("message", "")
    if measured := violation.get("metadata"):
        said = f"{said} ({metadata_text(measured)})"
    if not (path or got or value):
        return str(said)
    return f"{path or 'the value'}: expected {expected}, got {found}{said and f': {said}'}"


def metadata_text(metadata: Mapping[str, Any]) -> str:
    """What checks measured, on one line: `share=0.2, worst=3 rows`."""
    return ", ".join(f"{name}={_measured(each)}" for name, each in metadata.items())


def _measured(measured: Mapping[str, Any]) -> str:
    value = measured["value"]
    if measured["kind"] == "table":
        return f"{len(value) + measured.get('more', 0)} rows"
    text = json.dumps(value) if measured["kind"] == "json" else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _error(record: Event) -> str:
    return shortened(summary(record), _ERROR)


def _retrying(event: Mapping[str, Any]) -> str:
    when = f" {_in(event['wait'])}" if "wait" in event else ""
    return f"retrying{when} (attempt {event['attempt']} of {event['attempts']})"


def _in(seconds: float) -> str:
    """When something is, that so many seconds are left to."""
    shown = f"{seconds:.1f}".removesuffix(".0")
    return "at once" if shown == "0" else f"in {shown} s"
