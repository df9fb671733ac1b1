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


RULES: list[Rule] = []
"""All of them, in the order of this page."""


def _rule(what: str, weight: Weight, why: str) -> Rule:
    RULES.append(Rule(what=what, weight=weight, why=why))
    return RULES[-1]


# --- the pipeline ----------------------------------------------------------------------------

PIPELINE_RENAMED = _rule(
    "pipeline renamed",
    "breaking",
    "its id is its history, and what others start or wait for it by",
)
MODULE_MOVED = _rule(
    "functions and classes moved to another module",
    "safe",
    "they are the same at another import path: {names}",
)

WRITTEN_OTHERWISE = _rule(
    "tables in another order", "cosmetic", "the same is said in another order"
)

# --- what it takes and gives -----------------------------------------------------------------

PARAM_REQUIRED = _rule(
    "param added that has to be given", "breaking", "a run that is not given `{name}` fails"
)
PARAM_ADDED = _rule("param added that may be left out", "safe", "runs need not give `{name}`")
PARAM_REMOVED = _rule("param removed", "breaking", "whoever gives `{name}` fails")
PARAM_RENAMED = _rule("param renamed", "breaking", "whoever gives `{old}` by name fails")
PARAM_MADE_REQUIRED = _rule(
    "param made required", "breaking", "a run that is not given `{name}` fails by now"
)
PARAM_MADE_OPTIONAL = _rule(
    "param that may be left out by now",
    "safe",
    "runs that give `{name}` do as before, and others may leave it",
)
PARAM_DUE = _rule(
    "param with a default in the place of a partition, or the reverse",
    "risky",
    "a run that is not given `{name}` takes another value",
)
PARAMS_ORDER = _rule("params in another order", "cosmetic", "they are given by name")
OUTPUT_ADDED = _rule("output added", "safe", "what is given already is given as before")
OUTPUT_REMOVED = _rule("output removed", "breaking", "whoever reads `{name}` finds nothing")
OUTPUT_RENAMED = _rule("output renamed", "breaking", "whoever reads `{old}` by name finds nothing")
OUTPUT_REWIRED = _rule("output from another source", "risky", "`{name}` may be another value")
OUTPUTS_ORDER = _rule("outputs in another order", "cosmetic", "they are read by name")

# --- nodes -----------------------------------------------------------------------------------

NODE_FEEDS = _rule(
    "node added that something existing depends on",
    "risky",
    "{behind} on it, and did not before",
)
NODE_ADDED = _rule(
    "node added that nothing existing depends on", "safe", "nothing that was there depends on it"
)
NODE_REMOVED = _rule("node removed", "risky", "what it did is not done any more")
NODE_TAKEN_AWAY = _rule(
    "node removed that others took from", "risky", "{behind} from it, and no longer can"
)
NODE_RENAMED = _rule(
    "node renamed", "risky", "no value changes, but its id is its history, which begins anew"
)
NODE_AND_FUNCTION = _rule(
    "node renamed with its function",
    "risky",
    "its id is its history, which begins anew; only the source of its function tells whether it "
    "does the same",
)
NODE_KIND = _rule("node of another kind", "risky", "another kind of step has its id")
EXPECT_ADDED = _rule(
    "expectation added as a step, severity `error`", "risky", "a run where it does not hold fails"
)
EXPECT_WARNS = _rule(
    "expectation added as a step, severity `warn`", "safe", "where it does not hold, that is told"
)
EXPECT_REMOVED = _rule(
    "expectation removed that was a step, severity `error`",
    "risky",
    "where it does not hold, nothing fails by it",
)
EXPECT_UNTOLD = _rule(
    "expectation removed that was a step, severity `warn`",
    "safe",
    "it failed nothing, and is no longer told",
)

# --- ops -------------------------------------------------------------------------------------

OP_MOVED = _rule(
    "op moved to another module", "safe", "a function of the same name and ports at another path"
)
OP_RENAMED = _rule(
    "function of an op renamed",
    "risky",
    "a function of another name and the same ports; only its source tells whether it does the same",
)
OP_OTHER = _rule("node does another op", "risky", "another function does its work")
OP_ARGUMENTS = _rule(
    "arguments of native work changed", "risky", "the orchestrator's work is set up otherwise"
)
OP_NATIVE = _rule(
    "native work that was a function, or the reverse",
    "risky",
    "its work is done by something of another kind",
)
OP_KEY = _rule("key of native work", "cosmetic", "the same work is called otherwise")
OP_UNUSED = _rule("op in the table that no node uses", "cosmetic", "no node does its work")
STAND_IN = _rule(
    "stand-in of native work changed",
    "risky",
    "where there is no such orchestrator, another function does the work",
)
CLASS_MOVED = _rule("class moved to another module", "safe", "the same class at another path")
CLASS_RENAMED = _rule("class renamed", "safe", "what it holds is the same under another name")
TYPE_CALLED = _rule("name that an author gives a type", "cosmetic", "it stands for the same values")
PATH_MOVED = _rule(
    "check or other function moved to another module", "safe", "the same at another import path"
)
PORT_RENAMED = _rule(
    "port of an op renamed", "safe", "it takes and gives the same values under another name"
)
INPUT_ADDED = _rule(
    "input of an op added that no node is given", "safe", "every use goes on without it"
)
INPUT_REMOVED = _rule("input of an op removed that no node was given", "safe", "no use gave it")
OUT_ADDED = _rule("output of an op added", "safe", "what took its others still does")
OUT_REMOVED = _rule("output of an op removed", "risky", "nothing can take it any more")
PORTS_ORDER = _rule("ports of an op in another order", "cosmetic", "they are wired by name")
PORT_FORM = _rule("how an input of an op may be given", "cosmetic", "every node is wired as it was")
RESULT_FORM = _rule(
    "op gives fields of a tuple, or the tuple", "risky", "its value is taken apart in another way"
)
CONTEXT = _rule(
    "op takes the context of an attempt", "risky", "its body is given something else to go by"
)
CONFIG_CLASS = _rule(
    "class of an op's config changed",
    "risky",
    "another class says what its settings may be, and what the body may ask of them",
)

OPS_ORDER = _rule("ops in another order", "cosmetic", "the table of ops is read by name")

# --- wires -----------------------------------------------------------------------------------

REWIRED = _rule("input from another source", "risky", "`{name}` works with another value")
INPUT_WIRED = _rule("input given", "risky", "`{name}` works with a value that it did not have")
INPUT_LEFT = _rule("input no longer given", "risky", "`{name}` works without it")
CONSTANT = _rule("constant of an input changed", "risky", "`{name}` works with another value")
CONSTANT_ORDER = _rule(
    "order of a dict in a constant",
    "safe",
    "the entries are the same in another order, which only a body that goes through them in turn "
    "can tell",
)
CONSTANT_UNSEEN = _rule(
    "order of a set in a constant", "cosmetic", "the values are the same, and have no order"
)
INPUTS_ORDER = _rule("inputs in another order", "cosmetic", "they are given by name")
FIRST_ORDER = _rule(
    "order of `first_of`", "risky", "where several are there, another one may be the first"
)
FIRST_ITEMS = _rule("items of `first_of`", "risky", "it chooses among other values")
AFTER_ADDED = _rule(
    "node waits for more", "risky", "it starts later, and not at all where what it waits for fails"
)
AFTER_REMOVED = _rule(
    "node waits for less", "risky", "it may run before, or in spite of, what it waited for"
)
AFTER_ORDER = _rule("what a node waits for in another order", "cosmetic", "it waits for all of it")
