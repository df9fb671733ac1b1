"""What is written within functions: the part of a change that no IR tells."""
