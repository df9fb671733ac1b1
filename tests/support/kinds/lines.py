"""Lines with handles that stand apart: caught, harmless, or beyond what Python lets us see.

As in `uses`, they stand in the body of a pipeline, in a module that starts with `HEADER`.
"""

HEADER = """\
import array, asyncio, bisect, collections, copy, csv, dataclasses, functools, heapq, importlib, io
import itertools, json, logging, math, operator, os, pickle, random, re, statistics, struct
import contextlib, subprocess, threading, uuid, warnings
import time as time_module
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from string import Template
import numpy as np, pandas as pd, polars as pl
from dagcompile import op, pipeline

PIPELINES = []

class Colour(Enum):
    RED = 1

@dataclasses.dataclass
class Held:
    rows: object

@functools.lru_cache
def cached(value): return value

@functools.singledispatch
def dispatched(value): return value

def helper(value): return value
"""
"""What stands above them in their module."""

CAUGHT: tuple[str, ...] = (
    "try: int(text)\n    except Exception: pass",
    "try: rows[0]\n    except: number = 3",
    "with contextlib.suppress(Exception): len(rows)",
    "getattr(number, 'anything', None)",
)
"""Lines that are refused although the author's code, or a library's, catches what is raised."""

HARMLESS: tuple[str, ...] = (
    "other = number",
    "[number, [number]]",
    "(number, 3)",
    "{'a': number}",
    "rows, number",
    "repr(number)",
    "helper(number)",
    "Held(rows)",
    "lambda: number",
    "def inner(value=number): return value",
    "copy.copy([number])",
    "itertools.chain(rows)",
    "functools.partial(helper, number)",
    "threading.Thread(target=helper, args=(number,))",
)
"""Lines that only hand a handle on."""

UNDETECTABLE: dict[str, str] = {
    "number is None": "False",
    "id(number)": "a number that means nothing",
    "type(number)": "the class of handles",
    "type(number) is int": "False",
    "callable(number)": "True",
    "[number] == [number]": "True, for it is one object",
    "match number:\n        case None: pass": "not taken",
    "match rows:\n        case {'a': 1}: pass": "not taken",
}
"""Lines in which Python asks the handle nothing, and what they come to."""
