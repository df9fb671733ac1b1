"""Which parts of two versions are the same, whatever they are called."""
