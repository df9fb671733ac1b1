"""A digest names the meaning, and anyone can compute it."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace

from irs import node, op, pipeline

from dagcompile.ir import dumps
from dagcompile.ir.digest import digest, short
from dagcompile.ir.records import Build, Docs, Ref

GIVEN = pipeline(op("load"), nodes=[node("load")], params={"day": "str"}, defaults={"day": "é"})


def test_it_is_a_sha256_over_the_meaning_in_the_text() -> None:
    document = json.loads(dumps(GIVEN))
    compact = json.dumps(document["meaning"], separators=(",", ":"))
    assert document["digest"] == "sha256:" + hashlib.sha256(compact.encode()).hexdigest()
    assert document["digest"] == digest(GIVEN)


def test_the_short_form() -> None:
    assert digest(GIVEN).startswith(f"sha256:{short(GIVEN)}")
    assert len(short(GIVEN)) == 16


def test_docs_and_build_stand_outside() -> None:
    docs = Docs(origin=Ref(module="elsewhere", name="other"), text="changed")
    assert digest(replace(GIVEN, docs=docs, build=Build(guards="off"))) == digest(GIVEN)


def test_the_meaning_counts() -> None:
    renamed = replace(GIVEN, meaning=replace(GIVEN.meaning, name="weekly"))
    assert digest(renamed) != digest(GIVEN)
    as_float = pipeline(params={"n": "float"}, defaults={"n": 1.0})
    as_int = pipeline(params={"n": "float"}, defaults={"n": 1})
    assert digest(as_float) != digest(as_int)


def test_another_process_gives_the_same() -> None:
    program = (
        "import sys; sys.path[:0] = ['tests/support', '.']\n"
        "from tests.ir.test_digest import GIVEN\n"
        "from dagcompile.ir import dumps\n"
        "sys.stdout.reconfigure(encoding='utf-8'); print(dumps(GIVEN), end='')"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, env=environment
    )
    assert done.stdout.decode() == dumps(GIVEN), done.stderr.decode()
