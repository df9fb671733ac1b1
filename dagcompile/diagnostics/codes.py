"""The catalogue of codes: a stable number and what it stands for.

DC1xx wiring a pipeline, DC2xx types and edges, DC3xx the graph, DC4xx names and literals,
DC5xx targets, DC6xx files and projects. A code is never given a second meaning.
"""

_WIRING: dict[str, str] = {
    "DC101": "a pipeline is called outside a compile",
    "DC102": "a pipeline is called in another pipeline",
    "DC103": "an op cannot be imported by the files that run it",
    "DC104": "an op or pipeline takes parameters without a name and a type each",
    "DC105": "an op or pipeline is a generator, or a pipeline is an async function",
    "DC106": "a param of a pipeline has no type",
    "DC108": "the body of a pipeline raised an exception",
    "DC109": "a text cannot be the id of a node or pipeline",
    "DC110": "a handle is used as if it were a value",
    "DC111": "a handle or a pipeline is used outside its trace",
    "DC112": "an id is given to two nodes",
    "DC113": "a required input is not given",
    "DC114": "an input is given that the op does not have",
    "DC115": "more positional inputs are given than the op takes",
    "DC116": "an input is given twice",
    "DC117": "a value that is written into a pipeline is not a literal",
    "DC118": "a handle is hidden in an object that cannot hold one",
    "DC119": "the outputs of a step are passed whole",
    "DC120": "a literal does not belong to the type it is given for",
    "DC121": "a default does not belong to the type of its parameter",
    "DC122": "a config is required and not given",
    "DC123": "a config is given that the op does not take",
    "DC124": "a config holds a handle",
    "DC125": "a node is to run after something that no step made",
    "DC126": "a policy is not of the class it must be",
    "DC127": "an exception class of a retry cannot be imported",
    "DC128": "first_of is called outside a pipeline",
    "DC129": "first_of is given nothing to pick from",
    "DC130": "a pipeline does not return what it is annotated to",
    "DC131": "a timeout is given that is no positive, finite time",
    "DC132": "a call of dagcompile itself is given what it does not take",
    "DC133": "an op, a pipeline or a module stands where a value is meant",
    "DC134": "SKIP stands where a pipeline is wired",
    "DC135": "an op is a method that needs an object or a class",
    "DC136": "a guard is to try a body again that has no retry policy",
    "DC140": "a reference to a pipeline is not of the form module:name",
    "DC141": "a module is not found",
    "DC142": "a module raised an exception when it was imported",
    "DC143": "a module has no attribute of that name",
    "DC144": "what a reference leads to is not a pipeline",
    "DC150": "a param of a pipeline is taken by no step",
    "DC151": "a config is an input by another name, left to its default",
    "DC152": "a config is an input by its type, left to its default",
}

_TYPES: dict[str, str] = {
    "DC201": "the value of an edge cannot fit the input it is wired to",
    "DC202": "an output of the pipeline is not proven to be of its type",
    "DC203": "a frame is wanted with a column that its contract does not declare",
    "DC220": "the type of a port or param is not supported",
    "DC221": "an annotation cannot be evaluated",
    "DC222": "an input or param is annotated as one that may be withheld",
    "DC223": "a class in the type of a port or param cannot be imported",
    "DC224": "a container in the type of a port or param is without parameters",
    "DC225": "two types of a pipeline have one name",
    "DC226": "no value, or only an empty one, can be of the type of a port or param",
    "DC227": "a bound cannot be put to the values of the type that it stands beside",
    "DC228": "what stands beside a type looks like a check and is none",
    "DC230": "a secret is written into a pipeline",
    "DC231": "a secret is given to an input that would show it",
    "DC232": "a pipeline returns a secret",
    "DC240": "a check cannot be called with the value and its parameters",
    "DC241": "a check answers with something other than a bool or a Verdict",
    "DC242": "a check is for values of another type than it stands beside",
    "DC250": "what a distribution registers for a type cannot be used",
    "DC251": "facts are asked for that no value of a type has",
}

_GRAPH: dict[str, str] = {
    "DC301": "a file is not the IR of a pipeline",
    "DC302": "an IR file is of a newer format",
    "DC303": "an IR file was edited by hand",
    "DC304": "the IR of a pipeline breaks a rule that all IR keeps",
    "DC321": "the pipeline has no step",
    "DC323": "an op returns a NamedTuple without fields",
}

_NAMES: dict[str, str] = {
    "DC401": "two ids would have one name in generated code",
    "DC402": "an object cannot be reached by an import statement",
}

_TARGETS: dict[str, str] = {
    "DC501": "the pipeline asks for something that the target cannot do",
    "DC502": "there is no such target",
    "DC503": "a target cannot be loaded",
    "DC504": "an option of a target is wrong",
    "DC505": "a generated file would hide a module that it imports",
    "DC506": "a command of a target cannot be loaded",
    "DC507": "two targets, or two commands of targets, have one name",
}

_FILES: dict[str, str] = {
    "DC601": "a file that dagcompile did not write is in the way of an artifact",
    "DC602": "an artifact was edited by hand",
    "DC603": "the path of an artifact leads out of its folder",
    "DC604": "an artifact was generated from another pipeline",
    "DC610": "the project file cannot be read",
    "DC611": "a setting of the project is wrong",
    "DC613": "the project has no pipeline of that name",
    "DC614": "there is no pipeline to work on",
    "DC615": "two pipelines of a build have one id",
    "DC616": "two artifacts of a build have one path",
    "DC617": "a target does not make a script that can be run",
    "DC618": "a file cannot be read or written",
    "DC619": "a target failed to make its artifacts",
    "DC630": "Graphviz, which draws SVG, is not there or fails",
    "DC631": "a project cannot be called so",
    "DC632": "the folder of a new project is not empty",
    "DC633": "the library that watches files is not installed",
}

CODES: dict[str, str] = {**_WIRING, **_TYPES, **_GRAPH, **_NAMES, **_TARGETS, **_FILES}
