"""The base class of op configs. Loads pydantic, so it is imported only when it is used."""

from pydantic import BaseModel, ConfigDict


class Config(BaseModel):
    """Parameters of an op: a frozen pydantic model that refuses unknown fields.

    class Cutoff(Config):
        max_delay: int = 180

    @op
    def clean(flights: Flights, config: Cutoff = Cutoff()) -> Flights: ...
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


Config.__module__ = "dagcompile"  # where it is imported from, in messages and in the IR
