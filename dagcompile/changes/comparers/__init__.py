"""One look at two versions of a pipeline each: what differs in the part that is its own."""
