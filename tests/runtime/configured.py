"""Generated functions with configs of every kind, for the tests of what a run may change.

Args:
    day: the day that is looked at
    top: how many there are,
        at most
"""

import enum
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, SecretStr, field_validator, model_validator

from dagcompile import Config
from dagcompile.runtime.v1 import Bounds


class Mode(enum.Enum):
    FAST = "f"
    SLOW = "s"


class Window(Config):
    start: date = Field(default=date(2013, 1, 1), description="first day that counts")
    end: date = date(2013, 2, 1)

    @model_validator(mode="after")
    def ordered(self) -> "Window":
        assert self.start <= self.end, "the end is before the start"
        return self


class Folder(Config):
    kind: Literal["folder"] = "folder"
    path: str = "data"
    depth: int = 1


class Bucket(Config):
    kind: Literal["bucket"]
    bucket: str


@dataclass(frozen=True)
class Limits:
    least: Annotated[int, Bounds(ge=0)]
    most: int = field(default=9, metadata={"description": "and no more"})

    def __post_init__(self) -> None:
        if self.least > self.most:
            raise ValueError("least is over most")


class Cutoff(Config):
    max_delay: int = Field(default=300, ge=0, description="longest usual delay, in minutes")
    ratio: float = 0.5
    label: str = "a"
    mode: Mode = Mode.FAST
    wait: timedelta = timedelta(hours=1)
    window: Window = Window()
    other: Window | None = None
    limits: Limits = Limits(1)
    source: Folder | Bucket = Folder(path="x", depth=2)
    counts: dict[str, int] = Field(default={"a": 1})
    names: list[str] = Field(default=["a"])
    token: SecretStr | None = None
    even: int = 2

    @field_validator("even")
    @classmethod
    def is_even(cls, value: int) -> int:
        if value % 2:
            raise ValueError("must be even")
        return value


class Open(BaseModel):
    """Not ours: it ignores what it does not know."""

    size: int = Field(default=1, alias="Size")


def daily(run: Any, *, day: date, top: Annotated[int, Bounds(ge=1)] = 5, fast: bool = True) -> Any:
    load = run.step("load", same)(day)
    clean = run.step("clean", configured)(
        load, config=run.config("clean", Cutoff(max_delay=300, label="b"))
    )
    either = run.first_of("either", clean)
    shop = run.step("prepare.shop", configured)(
        either, config=run.config("prepare.shop", Open(Size=2))
    )
    return run.guard("prepare.shop", shop, Any)


def nested(run: Any) -> Any:
    """A node whose id begins like another's, which has a field of that name."""
    outer = run.step("prepare", configured)(1, config=run.config("prepare", Clean()))
    return run.step("prepare.clean", configured)(
        outer, config=run.config("prepare.clean", Window())
    )


class Clean(Config):
    clean: Window = Window()
    size: int = 1


def same(value: Any) -> Any:
    return value


def configured(value: Any, config: Any) -> Any:
    return config
