"""A generated file as a command: its flags, its help, what is seen of a run, its exit status."""
