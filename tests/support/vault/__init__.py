"""A pipeline that is full of secrets, and does all that might show one."""
