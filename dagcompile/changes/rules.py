"""What changes of nodes, ops, wires and the interface weigh, and why: one rule a line of the table.

RULES                                   what the table is made of
NODE_RENAMED.change(Subject(...), "renamed", before="clean", after="tidy")
"""

from dataclasses import dataclass

from dagcompile.changes.records import Change, Subject, Verb, Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`what` changed, as the table says it, and its weight. `why` is a pattern of the reason."""

    what: str
    weight: Weight
    why: str

    def change(
        self,
        subject: Subject,
        verb: Verb,
        *,
        before: str | None = None,
        after: str | None = None,
        **names: str,
    ) -> Change:
        """One change of this rule, the names filled into its reason."""
        return Change(
            subject=subject,
            verb=verb,
            weight=self.weight,
            reason=self.why.format(**names),
            before=before,
            after=after,
        )


class Rules(list[Rule]):
    """The rules of one module, in the order in which it has them."""

    def __call__(self, what: str, weight: Weight, why: str) -> Rule:
        """A further rule, which stands behind those that there are."""
        self.append(Rule(what=what, weight=weight, why=why))
        return self[-1]


rule = Rules()


# --- the pipeline ----------------------------------------------------------------------------

PIPELINE_RENAMED = rule(
    "pipeline renamed",
    "breaking",
    "its id is its history, and what others start or wait for it by",
)
MODULE_MOVED = rule(
    "several functions, or parts of types, moved to another module",
    "risky",
    "only the source tells whether they are the same: {names}",
)

WRITTEN_OTHERWISE = rule("tables in another order", "cosmetic", "the same is said in another order")

# --- what it takes and gives -----------------------------------------------------------------

PARAM_REQUIRED = rule(
    "param added that has to be given", "breaking", "a run that is not given `{name}` fails"
)
PARAM_ADDED = rule("param added that may be left out", "safe", "runs need not give `{name}`")
PARAM_REMOVED = rule("param removed", "breaking", "whoever gives `{name}` fails")
PARAM_RENAMED = rule("param renamed", "breaking", "whoever gives `{old}` by name fails")
PARAM_MADE_REQUIRED = rule(
    "param made required", "breaking", "a run that is not given `{name}` fails by now"
)
PARAM_MADE_OPTIONAL = rule(
    "param that may be left out by now",
    "safe",
    "runs that give `{name}` do as before, and others may leave it",
)
PARAM_DUE = rule(
    "param with a default in the place of a partition, or the reverse",
    "risky",
    "a run that is not given `{name}` takes another value",
)
PARAMS_ORDER = rule("params in another order", "cosmetic", "they are given by name")
OUTPUT_ADDED = rule("output added", "safe", "what is given already is given as before")
OUTPUT_REMOVED = rule("output removed", "breaking", "whoever reads `{name}` finds nothing")
OUTPUT_RENAMED = rule("output renamed", "breaking", "whoever reads `{old}` by name finds nothing")
OUTPUT_REWIRED = rule("output from another source", "risky", "`{name}` may be another value")
OUTPUTS_ORDER = rule("outputs in another order", "cosmetic", "they are read by name")

# --- nodes -----------------------------------------------------------------------------------

NODE_FEEDS = rule(
    "node added that something existing depends on",
    "risky",
    "{behind} on it, and did not before",
)
NODE_ADDED = rule(
    "node added that nothing existing depends on", "safe", "nothing that was there depends on it"
)
NODE_REMOVED = rule("node removed", "risky", "what it did is not done any more")
NODE_TAKEN_AWAY = rule(
    "node removed that others took from", "risky", "{behind} from it, and no longer can"
)
NODE_RENAMED = rule(
    "node renamed",
    "risky",
    "no value changes by that, but its id is its history, which begins anew",
)
NODE_TRADED = rule(
    "node renamed to the id of another",
    "risky",
    "no value changes by that, but under its id stands the history of another node",
)
NODE_AND_FUNCTION = rule(
    "node renamed with its function",
    "risky",
    "its id is its history, which begins anew; only the source of its function tells whether it "
    "does the same",
)
NODE_KIND = rule("node of another kind", "risky", "another kind of step has its id")
EXPECT_ADDED = rule(
    "expectation added as a step, severity `error`", "risky", "a run where it does not hold fails"
)
EXPECT_WARNS = rule(
    "expectation added as a step, severity `warn`", "safe", "where it does not hold, that is told"
)
EXPECT_REMOVED = rule(
    "expectation removed that was a step, severity `error`",
    "risky",
    "where it does not hold, nothing fails by it",
)
EXPECT_UNTOLD = rule(
    "expectation removed that was a step, severity `warn`",
    "safe",
    "it failed nothing, and is no longer told",
)

# --- ops -------------------------------------------------------------------------------------

OP_MOVED = rule(
    "op moved to another module", "risky", "only the source tells whether it is the same function"
)
OP_RENAMED = rule(
    "function of an op renamed",
    "risky",
    "a function of another name and the same ports; only its source tells whether it does the same",
)
OP_OTHER = rule("node does another op", "risky", "another function does its work")
OP_ARGUMENTS = rule(
    "arguments of native work changed", "risky", "the orchestrator's work is set up otherwise"
)
OP_NATIVE = rule(
    "native work that was a function, or the reverse",
    "risky",
    "its work is done by something of another kind",
)
OP_KEY = rule("key of native work", "cosmetic", "the same work is called otherwise")
OP_UNUSED = rule("op in the table that no node uses", "cosmetic", "no node does its work")
STAND_IN = rule(
    "stand-in of native work changed",
    "risky",
    "where there is no such orchestrator, another function does the work",
)
CLASS_MOVED = rule(
    "class moved to another module whose values go from step to step",
    "risky",
    "guards refuse values of {old} if that is still another class",
)
CLASS_MOVED_TAKEN = rule(
    "class moved to another module whose values are given to a param",
    "risky",
    "whoever gives {name} values of {old} is refused if that is still another class",
)
CLASS_MOVED_GIVEN = rule(
    "class moved to another module whose values are read",
    "risky",
    "whoever reads {name} is given no value of {old} any more if that is still another class",
)
CONFIG_MOVED = rule(
    "class of an op's config moved to another module",
    "risky",
    "only the source tells whether it says the same of its settings",
)
CLASS_RENAMED = rule(
    "class renamed whose values go from step to step",
    "risky",
    "another class that holds the same: guards refuse values of {old}",
)
CLASS_TAKEN = rule(
    "class renamed whose values are given to a param",
    "breaking",
    "whoever gives {name} values of {old} is refused",
)
CLASS_GIVEN = rule(
    "class renamed whose values are read",
    "breaking",
    "whoever reads {name} is given no value of {old} any more",
)
CLASS_CALLED = rule(
    "typed dict or contract of frames renamed, or moved to another module",
    "safe",
    "values are held to the same, whatever that is called",
)
TYPE_CALLED = rule("name that an author gives a type", "cosmetic", "it stands for the same values")
PATH_MOVED = rule(
    "check, or what else a pipeline names, moved to another module",
    "risky",
    "only the source tells whether it is the same",
)
PORT_RENAMED = rule(
    "port of an op renamed",
    "safe",
    "one of the same type is in its place; where it is wired otherwise, that is told",
)
INPUT_ADDED = rule(
    "input of an op added that no node is given", "safe", "every use goes on without it"
)
INPUT_REMOVED = rule("input of an op removed that no node was given", "safe", "no use gave it")
OUT_ADDED = rule("output of an op added", "safe", "what took its others still does")
OUT_REMOVED = rule("output of an op removed", "risky", "nothing can take it any more")
PORTS_ORDER = rule("ports of an op in another order", "cosmetic", "they are wired by name")
PORT_FORM = rule("how an input of an op may be given", "cosmetic", "every node is wired as it was")
RESULT_FORM = rule(
    "op gives fields of a tuple, or the tuple", "risky", "its value is taken apart in another way"
)
CONTEXT = rule(
    "op takes the context of an attempt", "risky", "its body is given something else to go by"
)
CONFIG_CLASS = rule(
    "class of an op's config changed",
    "risky",
    "another class says what its settings may be, and what the body may ask of them",
)

OPS_ORDER = rule("ops in another order", "cosmetic", "the table of ops is read by name")

# --- wires -----------------------------------------------------------------------------------

REWIRED = rule("input from another source", "risky", "`{name}` works with another value")
INPUT_WIRED = rule("input given", "risky", "`{name}` works with a value that it did not have")
INPUT_LEFT = rule("input no longer given", "risky", "`{name}` works without it")
CONSTANT = rule("constant of an input changed", "risky", "`{name}` works with another value")
CONSTANT_ORDER = rule(
    "order of a dict in a constant",
    "safe",
    "the entries are the same in another order, which only a body that goes through them in turn "
    "can tell",
)
CONSTANT_UNSEEN = rule(
    "order of a set in a constant", "cosmetic", "the values are the same, and have no order"
)
INPUTS_ORDER = rule("inputs in another order", "cosmetic", "they are given by name")
FIRST_ORDER = rule(
    "order of `first_of`", "risky", "where several are there, another one may be the first"
)
FIRST_ITEMS = rule("items of `first_of`", "risky", "it chooses among other values")
AFTER_ADDED = rule(
    "node waits for more", "risky", "it starts later, and not at all where what it waits for fails"
)
AFTER_REMOVED = rule(
    "node waits for less", "risky", "it may run before, or in spite of, what it waited for"
)
AFTER_ORDER = rule("what a node waits for in another order", "cosmetic", "it waits for all of it")
