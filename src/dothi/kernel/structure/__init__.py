"""The tables as they stand after the migrations known when `structure.sql` was written: an empty database gets them at once.

Django needs minutes to walk through all migrations, nearly all of it for models that a later step changes again. The file is
only a shorter way to the same place: whoever adds a migration leaves it alone (`dothi migrate` runs what it does not know
yet), and `make structure` writes it anew before a release. `steps.json` says which migrations are in it, and what they read
like; tests/engines/test_structure.py holds both to the code.
"""
