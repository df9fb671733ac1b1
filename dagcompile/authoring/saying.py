"""Whether a class of records has a say of its own in what its fields may be."""

from typing import Any

from dagcompile.runtime.types.records import Form

_VALIDATORS = ("validators", "field_validators", "root_validators", "model_validators")


def has_say(cls: Any, form: Form) -> bool:
    """Whether making an instance may refuse, or change, values that fit the types of its fields."""
    match form:
        case "dataclass":
            return hasattr(cls, "__post_init__")
        case "model":
            return _validates(cls)
        case "namedtuple" | "typeddict":
            return False


def _validates(cls: Any) -> bool:
    own = cls.__pydantic_decorators__
    if any(getattr(own, each) for each in _VALIDATORS) or cls.__pydantic_post_init__:
        return True
    functional = "pydantic.functional_validators"
    metadata = (each for field in cls.model_fields.values() for each in field.metadata)
    return any(type(each).__module__ == functional for each in metadata)
