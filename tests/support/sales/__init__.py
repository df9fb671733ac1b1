"""A pipeline of 50 steps such as a shop of seven regions has: read, sort out, convert, sum up."""
