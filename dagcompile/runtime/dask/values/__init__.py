"""Values that leave a process: whether they can, and how large they are."""
