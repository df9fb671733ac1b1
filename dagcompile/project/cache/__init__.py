"""What earlier builds found out, so that what nothing has changed of is not made again.

    results = made_or_known(plan, folder=project.folder, out=project.out)

While a pipeline is loaded, traced and emitted, what that uses is recorded (`recording`): modules by
the imports that led to them, names that were looked for, files and folders that were read. What
became of it is kept (`store`) together with the digests of all that. The next build looks whether
they are still the same (`known`), and whether the artifacts are; then nothing is imported.
"""
