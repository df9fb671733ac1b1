"""A run on its way: what is submitted and waited for, what it tells, what becomes of its losses."""
