"""Which fields of configs a run may be given another value for, by the form.

    "clean.max_delay": Param(300, type="integer", minimum=0, section="clean")

A field of a record within a config is a param of its own, as a run of a script has it. One without
a JSON form is left out, and the documentation of the DAG says why.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dagcompile.ir.queries import Index
from dagcompile.ir.records import (
    Const,
    Instance,
    OpNode,
    Param,
    Pipeline,
    RecordType,
    Refined,
    TypeKey,
    Union,
    Value,
)
from dagcompile.targets.airflow.exact import is_exact
from dagcompile.targets.airflow.json_forms import NoJsonForm, Types, alternative, json_form


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One field of the config of `node`, at `path` within it.

    `said` is what its class says of it, `reason` why the form cannot have it; `exact` tells that
    what the form takes for it is a value that its config takes.
    """

    node: str
    path: str
    type: TypeKey
    value: Value
    said: str = ""
    reason: str = ""
    exact: bool = True

    @property
    def key(self) -> str:
        """The name of the param."""
        return f"{self.node}.{self.path}"

    @property
    def param(self) -> Param:
        """As a param with a default."""
        return Param(name=self.key, type=self.type, default=Const(value=self.value))


def fields_of(pipeline: Pipeline, index: Index) -> tuple[Setting, ...]:
    """The fields of all configs, in the order of the nodes."""
    said = dict(pipeline.docs.configs)
    found: list[Setting] = []
    for node in pipeline.meaning.nodes:
        if isinstance(node, OpNode) and node.config is not None:
            key = index.ops[node.op].config
            if key is not None:
                found += _Walk(node, said, index.types).settings(node.config, key, "", exact=True)
    keys = Counter(each.key for each in found)
    shared = {key for key, uses in keys.items() if uses > 1}
    return tuple(replace(each, reason=_SHARED) if each.key in shared else each for each in found)


_SHARED = "a field of another config has the same name"


@dataclass(frozen=True, slots=True)
class _Walk:
    node: OpNode
    said: dict[str, str]
    types: Types

    def settings(
        self, config: Instance, key: TypeKey, path: str, *, exact: bool
    ) -> Iterator[Setting]:
        record = self.types[key]
        if not isinstance(record, RecordType) or record.ref != config.cls:
            return  # of a class of its own, of which nothing is declared
        declared = {field.name: field.type for field in record.fields}
        exact = exact and not record.checked
        for name, value in config.fields:
            if name not in declared:
                continue
            place, inner = f"{path}{name}", _record(declared[name], self.types)
            if isinstance(value, Instance) and inner is not None:
                yield from self.settings(value, inner, f"{place}.", exact=exact)
            else:
                yield self._setting(place, declared[name], value, exact=exact)

    def _setting(self, path: str, key: TypeKey, value: Value, *, exact: bool) -> Setting:
        return Setting(
            node=self.node.id,
            path=path,
            type=key,
            value=value,
            said=self.said.get(f"{self.node.op}.{path}", ""),
            reason=_why_not(value, key, self.types),
            exact=exact and is_exact(key, self.types),
        )


def _record(key: TypeKey, types: Types) -> TypeKey | None:
    """The record that a type is, or is where it is not None."""
    type_ = types[key]
    match type_:
        case RecordType():
            return key
        case Refined(base=base):
            return _record(base, types)
        case Union():
            other = alternative(type_, types)
            return None if other is None else _record(other, types)
        case _:
            return None


def _why_not(value: Value, key: TypeKey, types: Types) -> str:
    type_ = types[key]
    if isinstance(type_, Refined) and type_.secret:
        return "it is a secret, which everyone could read there"
    if value is None:
        return ""
    try:
        json_form(value, key, types)
    except NoJsonForm:
        return "its value has no form in JSON"
    return ""
