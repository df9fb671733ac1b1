"""A package whose ops know nothing of dagcompile."""
