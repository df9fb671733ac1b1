"""The graph of one run: its keys, what its tasks call, and what its last key holds."""
