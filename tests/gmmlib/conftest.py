"""Property tests draw the same examples at every run: a failure can be seen again."""

import matplotlib as mpl
from hypothesis import settings

mpl.use("Agg")
settings.register_profile("gmmlib", derandomize=True, deadline=None, max_examples=50, database=None)
settings.load_profile("gmmlib")
