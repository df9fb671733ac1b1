"""Delays of one day's flights out of New York, by carrier and by hour."""
