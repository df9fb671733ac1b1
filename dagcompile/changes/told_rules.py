"""What changes of expectations, stages, assets, options and docs weigh, and why. They stand in the
table of `rules.py` behind those of `set_rules.py`.
"""

from dagcompile.changes.rules import Rules

rule = Rules()

# --- expectations ----------------------------------------------------------------------------

EXPECTED = rule(
    "expectation of a node added, severity `error`",
    "risky",
    "a run whose values do not meet it fails",
)
EXPECTED_WARNS = rule(
    "expectation of a node added, severity `warn`",
    "safe",
    "what does not meet it is told, and passes",
)
UNEXPECTED = rule(
    "expectation of a node removed, severity `error`", "risky", "values that do not meet it pass"
)
UNEXPECTED_WARNS = rule(
    "expectation of a node removed, severity `warn`",
    "safe",
    "it failed nothing, and is no longer told",
)
EXPECT_OTHER = rule(
    "something else expected, or of other values",
    "risky",
    "a run fails upon other values than before",
)
EXPECT_OTHER_WARNS = rule(
    "something else expected, severity `warn`",
    "safe",
    "it tells of other values than before, and fails nothing",
)
EXPECT_LOOSENED = rule(
    "severity of an expectation from `error` to `warn`", "risky", "values that do not meet it pass"
)
EXPECT_TIGHTENED = rule(
    "severity of an expectation from `warn` to `error`",
    "risky",
    "a run whose values do not meet it fails",
)
EXPECT_SECRET = rule("secrets among what is expected", "safe", "what it says of a value is {said}")
EXPECT_TYPE = rule(
    "type that an expectation takes values by",
    "safe",
    "it takes values of another type, which those it is given are of",
)
EXPECT_RENAMED = rule(
    "expectation renamed",
    "cosmetic",
    "the same is expected, and reports call it by another name",
)
EXPECT_SAME = rule(
    "expectation written otherwise", "cosmetic", "the same is expected of the same values"
)
EXPECT_ORDER = rule(
    "expectations in another order", "cosmetic", "the same is expected, in another order"
)
EXPECTATIONS_IGNORED = rule(
    "build that ignores expectations", "risky", "nothing is expected of any value"
)
EXPECTATIONS_WARN = rule(
    "build whose expectations only warn", "risky", "values that do not meet them pass"
)
EXPECTATIONS_FAIL = rule(
    "build whose expectations fail",
    "risky",
    "a run whose values do not meet one of them fails",
)
EXPECTATIONS_OWN = rule(
    "build that leaves expectations as they are",
    "risky",
    "each of them comes to what it says itself",
)

# --- stages ----------------------------------------------------------------------------------

STAGE_ADDED = rule(
    "stage added", "risky", "its nodes begin together, and one that fails fails them all"
)
STAGE_REMOVED = rule(
    "stage removed", "risky", "each of its nodes begins, fails and is tried again alone"
)
STAGE_RENAMED = rule(
    "stage renamed",
    "risky",
    "its nodes are run as before, and its history stays with the name that it had",
)
STAGE_NODES = rule(
    "nodes of a stage changed",
    "risky",
    "other nodes begin together, and fail where one of them does",
)

# --- assets ----------------------------------------------------------------------------------

ASSET_ADDED = rule(
    "asset written that was not", "safe", "no other pipeline that is known of writes it"
)
ASSET_SHARED = rule(
    "asset written that another pipeline writes",
    "risky",
    "written by {others}, too: whoever waits for it is begun by each of them, and whoever reads it "
    "finds what the last has left",
)
ASSET_TAKEN = rule(
    "asset written that another pipeline wrote before",
    "risky",
    "written by {others} before: it is written by other work",
)
ASSET_LEFT = rule(
    "asset no longer written that another pipeline writes",
    "risky",
    "still written by {others}, but not what was written here",
)
ASSET_REMOVED = rule(
    "asset no longer written",
    "breaking",
    "whoever waits for it, or reads it, is given nothing new",
)
ASSET_RENAMED = rule(
    "asset renamed that is written",
    "breaking",
    "others know it by its name, and what was told of it is under the old one",
)
ASSET_READ_RENAMED = rule(
    "asset renamed that is only read",
    "risky",
    "it is waited for, and known to others, under another name",
)
ASSET_MOVED = rule(
    "asset written elsewhere", "breaking", "whoever looks where it was finds nothing new"
)
ASSET_ELSEWHERE = rule("asset read from elsewhere", "risky", "what is read may be another thing")
ASSET_PLACED = rule("URI of an asset added", "safe", "where it is was not said")
ASSET_WRITER = rule("asset written by other nodes", "risky", "it is written by other work")
ASSET_KEPT = rule("another output kept as an asset", "risky", "another value is kept as it")
ASSET_READ = rule(
    "nodes that say they read an asset",
    "safe",
    "it is said of a node that it reads it, and nothing is read by that",
)
ASSET_WAITED = rule(
    "asset of the schedule alone",
    "cosmetic",
    "no node reads or writes it; what waits for it is told of the schedule",
)
ASSETS_ORDER = rule(
    "assets of a node in another order",
    "cosmetic",
    "`{node}` reads and writes the same, which it says in another order",
)

# --- options and docs ------------------------------------------------------------------------

OPTION = rule(
    "option of a target", "risky", "what it does to a run is for target `{target}` to say"
)
OPTION_ORDER = rule(
    "order of a dict in an option", "cosmetic", "the entries are the same, in another order"
)
OPTIONS_ORDER = rule(
    "options in another order",
    "cosmetic",
    "targets are asked for the same, which is said in another order",
)
DOCS = rule("docstrings, descriptions, tags, owner", "cosmetic", "only readers are told")
ALIAS = rule("name of a type", "cosmetic", "values of the type are what they were")
ORIGIN = rule(
    "pipeline function at another path",
    "cosmetic",
    "it is compiled from another place, and artifacts do not import its function",
)
WRITING_ORDER = rule(
    "nodes or stages written in another order",
    "cosmetic",
    "each waits for what it needs, wherever that is written",
)
