"""What dagcompile costs, beside code by hand and beside other libraries, in one run.

    make bench                              everything, and docs/performance.md
    python -m benchmarks --quick script     one subject, less often, printed

A subject is a module with a function `measure(effort) -> Section`. What has to be alone in its
process is a module of `children`, which prints JSON.
"""
