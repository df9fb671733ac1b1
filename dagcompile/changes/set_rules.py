"""What changes of settings weigh, and why: schedules, configs, policies, expectations, stages,
assets, options and docs. They stand in the table of `rules.py` behind those of the graph.
"""

from dagcompile.changes.rules import Rules

rule = Rules()

# --- when it runs ----------------------------------------------------------------------------

SCHEDULE_ADDED = rule(
    "schedule added", "risky", "it starts by itself from now on, beside those who start it"
)
SCHEDULE_REMOVED = rule(
    "schedule removed", "risky", "it no longer starts by itself, and nothing says so when it is due"
)
SCHEDULE_CLOCK = rule(
    "cron expression or zone changed", "risky", "its runs are due at other times{how}"
)
SCHEDULE_KIND = rule(
    "assets waited for instead of clocks, or clocks instead of assets",
    "risky",
    "what starts it is of another kind, so its runs come at other times",
)
SCHEDULE_ASSETS = rule(
    "other assets waited for", "risky", "it starts once other assets are written"
)
SCHEDULE_ORDER = rule(
    "assets waited for in another order", "cosmetic", "it waits for the same assets"
)
START_REMOVED = rule("first day removed", "risky", "no day is its first any longer")
START_ADDED = rule(
    "first day added", "risky", "it is scheduled from {start} on, and not before{made_up}"
)
START_LATER = rule("first day later", "risky", "what is due before {start} is not run")
START_EARLIER = rule(
    "first day earlier", "risky", "what was due since {start} counts as its runs{made_up}"
)
CATCHUP_ON = rule(
    "catchup switched on", "risky", "every run that was due{since} and is missing is started"
)
CATCHUP_OFF = rule(
    "catchup switched off", "risky", "runs that are missed while it is off are never made up for"
)
PARTITION = rule(
    "partition of a param changed",
    "risky",
    "a run that is not given `{name}` is of another stretch of time",
)

# --- configs and defaults --------------------------------------------------------------------

CONFIG_VALUE = rule(
    "value of a config changed",
    "risky",
    "`{node}` works with another value, unless a run is given one",
)
CONFIG_ADDED = rule(
    "setting of a config added",
    "safe",
    "`{node}` has a setting more, and nothing set it otherwise before",
)
CONFIG_REMOVED = rule(
    "setting of a config removed",
    "risky",
    "a run that is given another `{node}.{field}` is refused",
)
CONFIG_OTHER = rule(
    "config of another class",
    "risky",
    "another class says what its fields may be, and what the body may ask of them",
)
DEFAULT = rule(
    "default of a param changed", "risky", "a run that is not given `{name}` takes another value"
)
INPUT_DEFAULT = rule(
    "default of an input changed that a node is not given",
    "risky",
    "`{node}` is not given `{port}`, and works with another value",
)
INPUT_DEFAULT_UNSEEN = rule(
    "default of an input changed that every node is given",
    "cosmetic",
    "every use of the op is given `{port}`",
)
VALUE_ORDER = rule(
    "order of a dict in a config or default",
    "safe",
    "the entries are the same, and only a body that goes through them can tell their order",
)
VALUE_UNSEEN = rule(
    "order of a set in a config or default",
    "cosmetic",
    "the values are the same, and have no order",
)
CONFIG_ORDER = rule(
    "settings of a config in another order",
    "cosmetic",
    "its fields have the same values, and are found by their names",
)

# --- policies --------------------------------------------------------------------------------

RETRY_ONCE = rule("no retry any more", "risky", "the first failure is final, and fails the run")
RETRY_FEWER = rule(
    "fewer attempts", "risky", "failure number {attempts} is final, and fails the run"
)
RETRY_MORE = rule("more attempts", "safe", "it is tried more often before it fails")
RETRY_SOONER = rule(
    "shorter waits between attempts",
    "risky",
    "it is tried again sooner, when what failed it may not be over",
)
RETRY_LATER = rule(
    "longer waits between attempts", "safe", "it waits longer before it is tried again"
)
RETRY_JITTER = rule("jitter changed", "safe", "its waits differ {more} from one another")
RETRY_ERRORS = rule(
    "more errors upon which it is tried again", "safe", "it is tried again upon more errors"
)
RETRY_ONLY = rule(
    "retries upon some errors alone", "risky", "it is tried again upon {errors} alone"
)
RETRY_LOST = rule(
    "errors upon which it is no longer tried again",
    "risky",
    "{errors} is no longer among the errors upon which it is tried again",
)
RETRY_SAME = rule(
    "retry written otherwise",
    "cosmetic",
    "it is tried at the same times and upon the same errors",
)
TIMEOUT_SHORTER = rule(
    "timeout added or shorter", "risky", "an attempt that takes longer than {limit} fails"
)
TIMEOUT_LONGER = rule(
    "timeout longer",
    "safe",
    "what ended in time does so, and a body that hangs is ended later",
)
TIMEOUT_REMOVED = rule(
    "timeout removed", "risky", "a body that hangs is no longer ended, and neither is its run"
)
REFUSED_AGAIN = rule(
    "what a guard refuses is tried again", "safe", "it is tried again where it would have failed"
)
REFUSED_ONCE = rule(
    "what a guard refuses is not tried again",
    "risky",
    "it is not tried again where a guard refuses its value",
)
