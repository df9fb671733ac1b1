"""A small pipeline that meets every hard case of the common semantics at once."""
