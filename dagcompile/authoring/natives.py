"""Native work: an operator or sensor that an orchestrator brings along, as a step of a pipeline.

    wait = native("airflow.providers.standard.sensors.filesystem:FileSensor", filepath="in.csv")
    run_job = native(
        "airflow.providers.standard.operators.bash:BashOperator",
        takes={"env": dict[str, str]},
        returns=str,
        bash_command="/opt/jobs/run.sh $DAY",
    )

    waited = wait.named("wait_for_input")()          # in a pipeline: a node
    answer = run_job.after(waited)(env=environment)

Kept light at import, as ops are. The operator itself is never imported here.
"""

import sys
from collections.abc import Mapping
from types import CodeType, FunctionType
from typing import Any, Generic, NoReturn, Self, TypeVar, overload

from dagcompile.authoring.operations import Op

R_co = TypeVar("R_co", covariant=True)
T = TypeVar("T")


class Native(Op[..., R_co], Generic[R_co]):
    """An operator with typed inputs and a typed result. In a pipeline it is called like an op.

    Args:
        path: `module:Class` of the operator.
        takes: the types of its inputs, by the operator's arguments.
        returns: the type of what it gives.
        stand_in: the op that does its work where there is no such orchestrator, or None.
        arguments: literals for its other arguments.
        place: code object and instruction where it is made.
        names: what its annotations may use.
    """

    def __init__(
        self,
        path: str,
        /,
        *,
        takes: Mapping[str, object],
        returns: object,
        stand_in: object,
        arguments: Mapping[str, object],
        place: tuple[CodeType, int],
        names: dict[str, Any],
    ) -> None:
        self.path = path
        self.takes = takes
        self.returns = returns
        self.stand_in = stand_in
        self.arguments = arguments
        self.place = place
        fn = stand_in.__wrapped__ if isinstance(stand_in, Op) else nowhere(path, names)
        super().__init__(fn, module=names.get("__name__"))
        self.names = names

    def expecting(self, *_: object) -> NoReturn:
        """Refused: expectations of what it gives are steps of their own.

        Raises:
            TypeError: always.
        """
        raise TypeError("native work expects nothing itself; call expect(fn)(value) in the body")

    def configured(self, config: object, /) -> Self:
        """Refused: what it is given are its arguments.

        Raises:
            TypeError: always.
        """
        raise TypeError("native work has no config; give its arguments to native(...)")

    def __repr__(self) -> str:
        return f"<native {self.path}>"


def nowhere(path: str, names: dict[str, Any]) -> FunctionType:
    """What a native without a stand-in does where it is called as a function."""

    def work(**_: object) -> NoReturn:
        raise TypeError(f"{path} runs in its orchestrator; to run it here, give it stand_in=op")

    return FunctionType(work.__code__, names, "work", None, work.__closure__)


@overload
def native(
    path: str,
    /,
    *,
    returns: type[T],
    takes: Mapping[str, object] | None = None,
    stand_in: Op[..., Any] | None = None,
    **arguments: object,
) -> Native[T]: ...
@overload
def native(
    path: str,
    /,
    *,
    returns: object = Any,
    takes: Mapping[str, object] | None = None,
    stand_in: Op[..., Any] | None = None,
    **arguments: object,
) -> Native[Any]: ...
def native(
    path: str,
    /,
    *,
    returns: object = Any,
    takes: Mapping[str, object] | None = None,
    stand_in: Op[..., Any] | None = None,
    **arguments: object,
) -> Native[Any]:
    """An operator or sensor of Airflow, to be called in a pipeline as an op is.

    Args:
        path: where its class is, `module:Class`. Nothing is imported to compile.
        returns: the type of what it gives; `Any` says nothing of it.
        takes: the arguments that the pipeline gives values for, with their types.
        stand_in: an op with the inputs `takes` that returns `returns`, for the targets that run
            Python alone.
        arguments: its other arguments, literals. Airflow renders what is a template in them.
    """
    frame = sys._getframe(1)
    return Native(
        path,
        takes=dict(takes or {}),
        returns=returns,
        stand_in=stand_in,
        arguments=arguments,
        place=(frame.f_code, frame.f_lasti),
        names=frame.f_globals,
    )
