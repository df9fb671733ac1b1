"""Contracts of frames, and facts of other libraries' values, that are wrong."""

from bad.record import Bad

_MODEL = """\
import pandas as pd
import pandera.pandas as pa
from pandera.typing import DataFrame, Series


class Flights(pa.DataFrameModel):
    {column}

    class Config:
        {config}


X = DataFrame[Flights]
"""


def _model(column: str = "delay: float", config: str = "name = 'flights'") -> str:
    return _MODEL.format(column=column, config=config)


_PARSER = (
    "delay: float\n\n    @pa.parser('delay')\n    def whole(cls, series):\n        return series"
)
_WARNING = (
    "delay: float\n\n    @pa.dataframe_check(raise_warning=True)\n"
    "    def some(cls, frame):\n        return len(frame) > 0"
)

FRAMES = (
    Bad(
        "a dtype that is unknown",
        "DC220",
        "data type 'floaty' not understood",
        "write dtypes that pandera knows",
        _model("delay: Series['floaty']"),
    ),
    Bad(
        "a dtype that is a class of one's own",
        "DC220",
        "Row'>' not understood",
        "write dtypes that pandera knows",
        _model("delay: Series[Row]"),
    ),
    Bad(
        "a dtype whose name is nowhere",
        "DC221",
        "name 'Minutes' is not defined",
        "import `Minutes`",
        _model("delay: 'Minutes'"),
    ),
    Bad(
        "a model that converts",
        "DC220",
        "a guard does not change a frame, as `coerce` in the Config of",
        "convert in an op, and leave out `coerce`",
        _model(config="coerce = True"),
    ),
    Bad(
        "a column that is converted",
        "DC220",
        "as `coerce` of 'delay'",
        "convert in an op",
        _model("delay: float = pa.Field(coerce=True)"),
    ),
    Bad(
        "a model that changes a frame in several ways",
        "DC220",
        'as `coerce` in the Config, `strict="filter"` in the Config and the parsers of',
        "do in ops what they would do, and leave all of them out of the model",
        _model(_PARSER, config="coerce = True; strict = 'filter'"),
    ),
    Bad(
        "a model that drops columns",
        "DC220",
        'as `strict="filter"` in the Config',
        "drop columns in an op",
        _model(config="strict = 'filter'"),
    ),
    Bad(
        "a model that adds columns",
        "DC220",
        "`add_missing_columns`",
        "do it in an op",
        _model("delay: float = pa.Field(nullable=True)", "add_missing_columns = True"),
    ),
    Bad(
        "a model that drops rows",
        "DC220",
        "`drop_invalid_rows` in the Config",
        "do it in an op, and leave out",
        _model(config="drop_invalid_rows = True"),
    ),
    Bad(
        "a model that parses", "DC220", "the parsers of 'delay'", "parse in an op", _model(_PARSER)
    ),
    Bad(
        "a column that is filled",
        "DC220",
        "`default` of 'delay'",
        "fill in an op",
        _model("delay: float = pa.Field(default=0.0)"),
    ),
    Bad(
        "a check of a column that only warns",
        "DC220",
        "the check `greater_than_or_equal_to` of 'delay' of `books.Flights` only warns",
        'expect it: expect(column("delay", <check>), severity="warn")',
        _model("delay: int = pa.Field(ge=0, raise_warning=True)"),
    ),
    Bad(
        "a check of a frame that only warns",
        "DC220",
        "the check `some` of `books.Flights` only warns",
        'expect it: expect(<a function of the frame>, severity="warn")',
        _model(_WARNING),
    ),
    Bad(
        "checks of a column that exclude each other",
        "DC226",
        "nothing is both ge=15 and le=0",
        "correct the checks",
        _model("delay: int = pa.Field(ge=15, le=0)"),
    ),
    Bad(
        "a check that a column's values do not have",
        "DC227",
        "cannot be put to column `carrier`",
        "use a check that the values have",
        _model("carrier: str = pa.Field(ge=1)"),
    ),
    Bad(
        "a model of polars for a frame of pandas",
        "DC220",
        "derives from `pandera.polars.DataFrameModel`",
        "derive `Legs` from pandera.pandas.DataFrameModel, or write",
        "import pandera.polars as pa\nfrom pandera.typing import DataFrame\n"
        "class Legs(pa.DataFrameModel):\n    delay: float\nX = DataFrame[Legs]",
    ),
    Bad(
        "a model of pandas for a frame of polars",
        "DC220",
        "derives from `pandera.pandas.DataFrameModel`",
        "derive `Legs` from pandera.polars.DataFrameModel",
        "import pandera.pandas as pa\nfrom pandera.typing.polars import LazyFrame\n"
        "class Legs(pa.DataFrameModel):\n    delay: float\nX = LazyFrame[Legs]",
    ),
    Bad(
        "a frame that says nothing of its columns",
        "DC220",
        "it says nothing of the columns",
        "write DataFrame[Model], or pd.DataFrame",
        "from pandera.typing import DataFrame\nX = DataFrame",
    ),
    Bad(
        "a series",
        "DC220",
        "it is no frame with a contract",
        "write DataFrame[Model]",
        "from pandera.typing import Series\nX = Series[int]",
    ),
    Bad(
        "a record for a model",
        "DC220",
        "it wants a subclass of `pandera.pandas.DataFrameModel`",
        "write a model of its columns",
        "from pandera.typing import DataFrame\nX = DataFrame[Row]",
    ),
    Bad(
        "a schema for a model",
        "DC220",
        "it wants a subclass of",
        "write a model of its columns",
        "import pandera.pandas as pa\nfrom pandera.typing import DataFrame\n"
        "X = DataFrame[pa.DataFrameSchema({'delay': pa.Column(float)})]",
    ),
    Bad(
        "a model for its frame",
        "DC220",
        "it is a model of frames, and no frame is one of it",
        "write DataFrame[X]",
        "import pandera.pandas as pa\nclass X(pa.DataFrameModel):\n    delay: float",
    ),
    Bad(
        "a schema beside a frame",
        "DC228",
        "`DataFrameSchema` beside the type",
        "write DataFrame[Model]",
        "import pandas as pd\nimport pandera.pandas as pa\n"
        "X = Annotated[pd.DataFrame, pa.DataFrameSchema({'delay': pa.Column(float)})]",
    ),
    Bad(
        "a dict beside a table",
        "DC228",
        "`{'delay': 'int64'}` beside the type",
        "TABLE = pa.schema(...)",
        "import pyarrow\nX = Annotated[pyarrow.Table, {'delay': 'int64'}]",
        "warning",
    ),
    Bad(
        "a field of pyarrow for a schema",
        "DC228",
        "the contract of a table is a schema of pyarrow",
        "TABLE = pa.schema(...)",
        "import pyarrow\nX = list[Annotated[pyarrow.Table, pyarrow.field('n', pyarrow.int64())]]",
        "warning",
    ),
    Bad(
        "a schema of polars beside its frame",
        "DC228",
        "the contract of a frame is a model of pandera",
        "write LazyFrame[Model], as pandera.typing.polars has it",
        "import polars as pl\nX = Annotated[pl.LazyFrame, pl.Schema({'delay': pl.Int64})]",
        "warning",
    ),
    Bad(
        "a schema of pyarrow without a name",
        "DC223",
        "only under the name that a module gives to it",
        "give it a name at the top of a module",
        "import pyarrow\n"
        "X = Annotated[pyarrow.Table, pyarrow.schema([('delay', pyarrow.int64())])]",
    ),
    Bad(
        "a schema of pyarrow beside a frame of pandas",
        "DC220",
        "a schema of pyarrow stands beside `pyarrow.Table` alone",
        "correct what stands",
        "import pandas as pd\nimport pyarrow\n"
        "LEGS = pyarrow.schema([('delay', pyarrow.int64())])\nX = Annotated[pd.DataFrame, LEGS]",
    ),
    Bad(
        "a bound of a whole frame",
        "DC227",
        "`ge=1` cannot be put to values of `pandas.DataFrame`",
        "a Check of your own",
        "import pandas as pd\nX = Annotated[pd.DataFrame, Bounds(ge=1)]",
    ),
    Bad(
        "a fact that there is not",
        "DC251",
        "`numpy.ndarray` has no fact `dtpye`",
        "did you mean dtype?",
        "import numpy as np\nX = Annotated[np.ndarray, Facts(dtpye='float64')]",
    ),
    Bad(
        "a fact that nothing shows",
        "DC251",
        "'flaot64' is no dtype",
        "correct `dtype`",
        "import numpy as np\nX = Annotated[np.ndarray, Facts(dtype='flaot64')]",
    ),
    Bad(
        "facts of a type that is not registered",
        "DC251",
        "`int` is not registered",
        "test it by a Check",
        "X = Annotated[int, Facts(dtype='float64')]",
    ),
)
"""What pandera and numpy are asked for, and cannot say."""
