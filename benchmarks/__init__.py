"""What dagcompile costs, measured beside hand-written code and beside other libraries.

python -m benchmarks --quick     a table in a minute; `make bench` is the whole
"""
